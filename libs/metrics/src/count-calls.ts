import { FAULT_CODES, type FaultCode } from "@billferry/contracts";

import type { Tally } from "./core/tally.ts";

interface EndedCall {
  readonly purpose: string;
  readonly durationMs: number;
  readonly code: FaultCode | "UNKNOWN" | null;
}

/** Counts the calls of one vendor's account, named as in the schemes. */
export function countCalls(
  tally: Tally,
  { vendor, account }: { readonly vendor: "kingdee" | "wangdiantong"; readonly account: string },
): (call: EndedCall) => void {
  return ({ purpose, durationMs, code }) => {
    const result = code === null ? "ok" : code === "UNKNOWN" ? "program" : FAULT_CODES[code].class;
    tally.observe("vendor_call_duration_seconds", { vendor, purpose }, durationMs / 1_000);
    tally.count("vendor_calls_total", { vendor, purpose, account, result });
  };
}
