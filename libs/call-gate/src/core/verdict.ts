import { describeFault, FAULT_CODES, type Fault } from "@billferry/contracts";

/** What a finished call says about the account as a whole, apart from its own order. */
export interface CallVerdict {
  /** What was called: a vendor may limit each kind by itself. */
  readonly kind: "push" | "query";
  readonly verdict: "ok" | "answered" | "neutral" | "failed" | "down" | "paused";
  readonly reason: string;
  readonly restMs?: number;
}

const RATE_REST_MS = 5_000;

/** A push that got its answer. */
export const WORKED: CallVerdict = { kind: "push", verdict: "ok", reason: "" };

/**
 * - a business refusal is `ok`: the account works;
 * - a lost or broken exchange is `failed`, and several in a row mean an outage;
 * - refused credentials are `down` at once;
 * - "too frequent" is `paused`;
 * - a query that got its answer is `answered`.
 * An error that is no fault is our own bug and says nothing about the account.
 */
export function judgeCall(fault: Fault | undefined): CallVerdict {
  const kind = "push";
  if (!fault || fault.code === "SHUTDOWN") return { kind, verdict: "neutral", reason: "" };
  const reason = `[${fault.code}] ${FAULT_CODES[fault.code].meaning}`;
  switch (fault.recovery) {
    case "hold":
      return { kind, verdict: "ok", reason };
    case "abort":
      // What nobody but a person can end is told with its remedy.
      return { kind, verdict: "down", reason: describeFault(fault) };
    case "snooze":
      return { kind, verdict: "paused", reason, restMs: fault.retryAfterMs ?? RATE_REST_MS };
    case "retry":
      return { kind, verdict: "failed", reason };
  }
}

/**
 * What a query says about the account. A query that is refused (a permission of its own, say) must not close the way
 * for pushes, and one that succeeds does not prove that pushes work; only waits, outages, and an address or credentials
 * that are refused are everyone's.
 */
export function judgeQuery(fault: Fault | undefined): CallVerdict {
  const kind = "query";
  const judged = judgeCall(fault);
  if (fault === undefined || judged.verdict === "ok") return { kind, verdict: "answered", reason: "" };
  const isOfItsOwn = judged.verdict === "down" && fault.code === "WDT_PERMISSION_DENIED";
  return isOfItsOwn ? { kind, verdict: "neutral", reason: "" } : { ...judged, kind };
}
