import { describeFault, heldBy, type Fault, type Outcome } from "@billferry/contracts";

/** What the queue is told about an attempt, for the shell to carry out. */
export type QueueCall =
  | { readonly kind: "finish"; readonly value: object }
  /** Back at once. */
  | { readonly kind: "put-back" }
  | { readonly kind: "delay"; readonly forMs: number }
  /** This job back, and no replica takes one of this queue for a while. */
  | { readonly kind: "rest"; readonly forMs: number }
  /** The queue's backoff decides when. */
  | { readonly kind: "retry"; readonly fault: Fault; readonly text: string }
  /** Into the failed set, where a person sees it. */
  | { readonly kind: "fail"; readonly fault: Fault | undefined; readonly text: string; readonly restMs: number };

/** The last attempt has failed: what would be tried again waits for a person. */
export function concludeLast(outcome: Outcome, isLast: boolean): Outcome {
  return outcome.kind === "again" && isLast ? heldBy(outcome.fault) : outcome;
}

/** The one table from outcomes to queue calls. */
export function toQueueCall(outcome: Outcome): QueueCall {
  switch (outcome.kind) {
    case "done":
      return { kind: "finish", value: outcome.result };
    case "excluded":
    case "superseded":
      return { kind: "finish", value: outcome };
    case "wait": {
      const { forMs, scope } = outcome;
      if (scope === "queue") return { kind: "rest", forMs };
      return forMs > 0 ? { kind: "delay", forMs } : { kind: "put-back" };
    }
    case "again":
      return { kind: "retry", fault: outcome.fault, text: describeFault(outcome.fault) };
    case "held":
      return { kind: "fail", fault: outcome.fault, text: outcome.text, restMs: outcome.restMs ?? 0 };
    case "stop-scheme":
      return { kind: "fail", fault: outcome.fault, text: describeFault(outcome.fault), restMs: 0 };
  }
}
