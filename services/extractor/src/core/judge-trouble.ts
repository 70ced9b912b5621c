import {
  backoffMs,
  describeFault,
  FAULT_CODES,
  heldBy,
  type Fault,
  type Held,
  type SchemeStop,
  type Waiting,
} from "@billferry/contracts";

const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 600_000;
const LONGEST_QUEUE_REST_MS = 60_000;

/**
 * What a fault comes to for a reading: it is shown as a failed job, and the next one starts where this one did, so
 * nothing is lost by waiting. What only a person can mend at Kingdee's side or in the scheme (credentials, a broken
 * contract) stops this scheme and no other; any other trouble lets the queue rest for a moment.
 */
export function judgeReadingTrouble(fault: Fault, failures: number, random: number): Held | SchemeStop {
  if (stopsScheme(fault)) return { kind: "stop-scheme", fault, forMs: restMs(failures) };
  const ownMs = Math.max(backoffMs(failures, random), fault.retryAfterMs ?? 0);
  return { ...heldBy(fault), restMs: Math.min(ownMs, LONGEST_QUEUE_REST_MS) };
}

/** For a sweep: an outage is waited out, all else fails the job; the readings decide whether the scheme rests. */
export function judgeSweepTrouble(fault: Fault, failures: number): Held | Waiting {
  if (fault.recovery === "abort" || fault.code === "PROGRAM_BUG") return heldBy(fault);
  const forMs = fault.retryAfterMs ?? restMs(failures);
  return { kind: "wait", scope: "job", forMs, reason: describeFault(fault), fault };
}

/** Nothing of a fault like that is written into a ledger that may be somebody else's. */
export function mayBeNoted({ code }: Held): boolean {
  return FAULT_CODES[code].recovery !== "abort";
}

/** How long a scheme rests before it probes again: 10 s, doubling up to 10 minutes. `failures` counts from 1. */
export function restMs(failures: number): number {
  return Math.min(FIRST_REST_MS * 2 ** Math.min(failures - 1, 30), LONGEST_REST_MS);
}

function stopsScheme(fault: Fault): boolean {
  const { class: faultClass } = FAULT_CODES[fault.code];
  return fault.recovery === "abort" && (faultClass === "contract" || faultClass === "credentials");
}
