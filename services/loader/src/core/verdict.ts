import { FAULT_CODES, type Fault } from "@billferry/contracts";

/** What a finished call says about the account as a whole, apart from its own order. */
export interface CallVerdict {
  readonly verdict: "ok" | "neutral" | "failed" | "down" | "paused";
  readonly reason: string;
  readonly restMs?: number;
}

const RATE_REST_MS = 5_000;

/**
 * - a business refusal is `ok`: the account works;
 * - a lost or broken exchange is `failed`, and several in a row mean an outage;
 * - refused credentials are `down` at once;
 * - "too frequent" is `paused`.
 * An error that is no fault is our own bug and says nothing about the account.
 */
export function judgeCall(fault: Fault | undefined): CallVerdict {
  if (!fault || fault.code === "SHUTDOWN") return { verdict: "neutral", reason: "" };
  const reason = `[${fault.code}] ${FAULT_CODES[fault.code].meaning}`;
  switch (fault.recovery) {
    case "hold":
      return { verdict: "ok", reason };
    case "abort":
      return { verdict: "down", reason };
    case "snooze":
      return { verdict: "paused", reason, restMs: fault.retryAfterMs ?? RATE_REST_MS };
    case "retry":
    case "reconcile":
      return { verdict: "failed", reason };
  }
}
