import type { FaultCode } from "./fault-codes.ts";
import { describeFault, Fault, type FaultFacts } from "./fault.ts";
import type { DeliveryProof } from "./results.ts";

/**
 * How an attempt at a job ended: one closed union for all stages, a value and never an exception. The executor turns it
 * into queue calls by one table (`libs/runtime/src/core/queue-call.ts`), and what is thrown into one of these at one
 * edge.
 */
export type Outcome<Result extends object = object> =
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "excluded"; readonly rule: string }
  | { readonly kind: "superseded" }
  | Waiting
  | Held
  | Again
  | SchemeStop;

/** Not now: it burns no attempt. `job`: others of the queue may go on; `queue`: all of it rests, on every replica. */
export interface Waiting {
  readonly kind: "wait";
  /** 0: back to the queue at once, because the service is stopping. */
  readonly forMs: number;
  readonly scope: "job" | "queue";
  readonly reason: string;
  readonly fault?: Fault;
}

/** It will never work without a person: the job fails at once and becomes a case. */
export interface Held extends CaseReason {
  readonly kind: "held";
  readonly facts: CaseFacts;
  /** The queue rests for so long: whoever came next would meet the same. */
  readonly restMs?: number;
  readonly fault?: Fault;
}

/** Try again: it burns an attempt, and the last one becomes a case. */
export interface Again {
  readonly kind: "again";
  readonly fault: Fault;
}

/** What only a person can mend stops this scheme and no other: it probes again by itself after `forMs`. */
export interface SchemeStop {
  readonly kind: "stop-scheme";
  readonly fault: Fault;
  readonly forMs: number;
}

/** Why something waits for a person. `text` is the whole line for the operator: code, what happened, what to do. */
export interface CaseReason {
  readonly code: FaultCode;
  readonly text: string;
}

/** What a case is recorded with, beside its reason. */
export interface CaseFacts extends FaultFacts {
  /** The order is there: it counts as delivered, and as a dispute from the same moment. */
  readonly delivery?: Delivery;
  /** A delivered order was looked at and is not what is wanted; looked at again later where `againMs` is given. */
  readonly sighting?: { readonly stockoutNo: string | null; readonly againMs: number | null };
}

/** An order that exists in Wangdiantong, and how we know. */
export interface Delivery {
  readonly stockoutNo: string | null;
  readonly proof: DeliveryProof;
  /** What is still to be found out about it. */
  readonly doubt: "content" | "life" | null;
  /** Somebody else had pushed the same key. */
  readonly isForeign: boolean;
}

export function done<Result extends object>(result: Result): Outcome<Result> & { readonly kind: "done" } {
  return { kind: "done", result };
}

/** One job has to wait, while others may go on. */
export function putOff(forMs: number, reason: string): Waiting {
  return { kind: "wait", scope: "job", forMs, reason };
}

export function heldBy(fault: Fault, facts: CaseFacts = fault.facts): Held {
  return { kind: "held", code: fault.code, text: describeFault(fault), facts, fault };
}

const DEFAULT_SNOOZE_MS = 30_000;
const DEFAULT_ABORT_PAUSE_MS = 60_000;

/** What a fault comes to for a bill or an order, by its recovery. */
export function outcomeOfFault(fault: Fault): Waiting | Held | Again {
  const reason = describeFault(fault);
  switch (fault.recovery) {
    case "snooze": {
      const forMs = fault.code === "SHUTDOWN" ? 0 : (fault.retryAfterMs ?? DEFAULT_SNOOZE_MS);
      return { kind: "wait", scope: "job", forMs, reason, fault };
    }
    case "abort":
      return { kind: "wait", scope: "queue", forMs: fault.retryAfterMs ?? DEFAULT_ABORT_PAUSE_MS, reason, fault };
    case "hold":
      return heldBy(fault);
    case "retry":
      return { kind: "again", fault };
  }
}

/** The reason of a wait that is no trouble: the account's calls of this minute are used up. */
export const QUOTA_USED_UP = "quota";

/** Not now: thrown deep in a call, a `wait` at the executor's edge. `cause`: the fault in whose place it is thrown. */
export class MustWait extends Error {
  override readonly name = "MustWait";
  readonly outcome: Waiting;

  constructor(wait: Omit<Waiting, "kind" | "fault">, cause?: Error) {
    super(wait.reason, cause === undefined ? undefined : { cause });
    this.outcome = { kind: "wait", ...wait, ...(cause instanceof Fault ? { fault: cause } : {}) };
  }
}
