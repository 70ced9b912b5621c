import type { QueueName } from "@billferry/contracts";
import type { MinuteFlow, Progress } from "@billferry/ledger";

/** What is seen of one stage's queue. */
export interface StageFacts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
  readonly paused: boolean;
  /** Who paused it, and why; null where it is not paused, or where the board was used. */
  readonly pause: { readonly by: string; readonly note: string; readonly atMs: number } | null;
  /** Null where Redis does not tell who is connected. */
  readonly workers: number | null;
  /** How long the queue still rests after a rate limit or a failure, in milliseconds; 0 where it does not. */
  readonly restMs: number;
}

/** Calls to the account within the last minute, by what they were for. */
export type CallsByPurpose = Readonly<
  Record<"urgent" | "work" | "look-up" | "inventory" | "errand" | "background", number>
>;

/** The gate before the scheme's Wangdiantong account. */
interface GateFacts {
  readonly pausedUntilMs: number | null;
  readonly openUntilMs: number | null;
  readonly why: string;
  readonly callsLastMinute: number;
  readonly callsPerMinute: number | null;
  readonly refusals: number;
  readonly callsByPurpose: CallsByPurpose;
}

/** What is seen of one of the extractor's schedules. */
export interface ScheduleFacts {
  readonly label: string;
  /** Null where there is none. */
  readonly found: {
    /** It has been given an end, by number or date: ours go on for ever. */
    readonly hasEnd: boolean;
    readonly nextMs: number | null;
    /** The job of the next turn is there: without it, it never comes. */
    readonly isPending: boolean;
  } | null;
}

export interface StatusFacts {
  /** Redis' own clock. */
  readonly nowMs: number;
  readonly progress: Progress;
  readonly stages: Readonly<Record<QueueName, StageFacts>>;
  /** Null where the account is not known yet. */
  readonly gate: GateFacts | null;
  /** The interval of reading, or null where no extractor has ever set it. */
  readonly readEveryMs: number | null;
  /** Left out where nobody looked. */
  readonly schedules?: readonly ScheduleFacts[];
  /** The last reading stopped because too many orders wait. */
  readonly isBackedUp: boolean;
  /** Deliveries of the last minutes; left out where nobody looked. */
  readonly flow?: readonly MinuteFlow[];
  /** Redis takes no writes, since its memory is used up; left out where nobody looked. */
  readonly isRedisFull?: boolean;
  /** That nobody watches any more, in either language; left out where somebody does, or nobody ever did. */
  readonly unwatched?: { readonly zh: string; readonly en: string } | undefined;
}
