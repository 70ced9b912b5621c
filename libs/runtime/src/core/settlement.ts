import { describeFault, Fault, isFault, type FaultCode } from "@billferry/contracts";
import { toRedisFault } from "@billferry/redis/trouble";

/**
 * What the queue is told about an attempt that threw: the one place where a throw becomes a decision.
 * - `wait`: back to the queue at once, no attempt burned (the service is stopping);
 * - `delay`: back after a while, no attempt burned;
 * - `pause`: this job back, and the whole queue rests for a while, on every replica; no attempt burned;
 * - `retry`: an attempt is burned, the queue's backoff decides when;
 * - `fail`: into the failed set, where a person sees it under its code; nothing more happens without one.
 */
export type Settlement =
  | { readonly kind: "wait" }
  | { readonly kind: "delay"; readonly delayMs: number; readonly reason: string }
  | { readonly kind: "pause"; readonly pauseMs: number; readonly reason: string }
  | { readonly kind: "retry"; readonly reason: string }
  | { readonly kind: "fail"; readonly code: FaultCode; readonly reason: string };

/** The reason of a pause that is no trouble: the account's calls of this minute are used up. */
export const QUOTA_USED_UP = "quota";

/** Thrown by a stage that must not go on for a while: quota used up, circuit open. */
export class QueuePause extends Error {
  override readonly name = "QueuePause";
  readonly pauseMs: number;
  /** `cause`: the fault in whose place this wait is thrown. */
  constructor(reason: string, pauseMs: number, cause?: Error) {
    super(reason, cause === undefined ? undefined : { cause });
    this.pauseMs = pauseMs;
  }
}

/** Thrown by a stage whose one job has to wait, while others may go on. */
export class JobDelay extends Error {
  override readonly name = "JobDelay";
  readonly delayMs: number;
  constructor(reason: string, delayMs: number) {
    super(reason);
    this.delayMs = delayMs;
  }
}

const DEFAULT_SNOOZE_MS = 30_000;
const DEFAULT_ABORT_PAUSE_MS = 60_000;

/** `attemptsMade` counts this attempt; `attempts` is the most that the queue allows. */
export function settle(thrown: unknown, attemptsMade: number, attempts: number): Settlement {
  // A Redis that refuses is no mistake of the job's, and burns none of its attempts.
  const error = toRedisFault(thrown);
  if (error instanceof QueuePause) return { kind: "pause", pauseMs: error.pauseMs, reason: error.message };
  if (error instanceof JobDelay) return { kind: "delay", delayMs: error.delayMs, reason: error.message };
  const isLast = attemptsMade >= attempts;
  if (!isFault(error)) {
    // A bug, not a fault: loud, under its own name, and it uses up its attempts like any other failure.
    // Anything can be thrown, even what cannot be turned into text.
    const shown = error instanceof Error ? `${error.name}: ${error.message}` : `thrown ${typeof error}`;
    const reason = describeFault(new Fault("PROGRAM_BUG", shown));
    return isLast ? { kind: "fail", code: "PROGRAM_BUG", reason } : { kind: "retry", reason };
  }
  if (error.code === "SHUTDOWN") return { kind: "wait" };
  const reason = describeFault(error);
  switch (error.recovery) {
    case "snooze":
      return { kind: "delay", delayMs: error.retryAfterMs ?? DEFAULT_SNOOZE_MS, reason };
    case "abort":
      return { kind: "pause", pauseMs: error.retryAfterMs ?? DEFAULT_ABORT_PAUSE_MS, reason };
    case "hold":
      return { kind: "fail", code: error.code, reason };
    case "retry":
    case "reconcile":
      return isLast ? { kind: "fail", code: error.code, reason } : { kind: "retry", reason };
  }
}
