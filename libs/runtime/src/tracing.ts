import type { QueueName } from "@billferry/contracts";
import { callsOf } from "@billferry/metrics";
import type { Telemetry } from "bullmq";

interface EndedCall {
  readonly purpose: "sign-in" | "read" | "push" | "query";
  readonly durationMs: number;
  readonly code: Parameters<ReturnType<typeof callsOf>>[0]["code"];
}

interface Account {
  readonly vendor: "kingdee" | "wangdiantong";
  readonly account: string;
}

/** What this process tells of its work to an OpenTelemetry collector. */
export interface Tracing {
  /** Of a stage's queue and worker. */
  readonly telemetryOf: (stage: QueueName) => Telemetry;
  /** Acts as the beginning of a bill's own trace, linked to the reading that found it. */
  readonly beginBill: <Result>(bill: object, act: () => Promise<Result>) => Promise<Result>;
  /** A call that has just ended belongs to whatever is under way. */
  readonly noteCall: (call: EndedCall & Account) => void;
  readonly noteOutcome: (outcome: string, code: string | undefined) => void;
  /** Sends what is still unsent. */
  readonly stop: () => Promise<void>;
}

let current: Tracing | undefined;

/** Undefined, and nothing of OpenTelemetry loaded, unless the installation has an address to send to. */
export function currentTracing(): Tracing | undefined {
  return current;
}

export async function startTracing(
  endpoint: string | undefined,
  service: { readonly name: string; readonly version: string },
): Promise<void> {
  if (endpoint === undefined) return;
  const { openTracing } = await import("./open-tracing.ts");
  current = await openTracing(endpoint, service);
}

/** Counts the calls of an account, and tells them as part of what they were made for. */
export function watchCalls(account: Account): (call: EndedCall) => void {
  const count = callsOf(account);
  return (call) => {
    count(call);
    current?.noteCall({ ...call, ...account });
  };
}
