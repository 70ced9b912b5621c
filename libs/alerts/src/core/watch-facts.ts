import type { FaultCode, Owner } from "@billferry/contracts";

import type { AlertText } from "./cause.ts";

/** What is seen of a stage. */
interface WatchedStageFacts {
  /** Null where Redis does not tell. */
  readonly workers: number | null;
  readonly paused: boolean;
  /** Null where it runs, or nobody knows since when. */
  readonly pausedAtMs: number | null;
  readonly failed: number;
}

/** What is seen of one scheme. All times are epoch milliseconds of Redis' clock. */
export interface WatchedSchemeFacts {
  readonly scheme: string;
  /** As people call it. */
  readonly title: string;
  /** The accounts that its ledger is bound to, by name; where it is to none yet, a name of its own. */
  readonly accounts: { readonly kingdee: string; readonly wangdiantong: string };
  /** Bills and orders on their way, without what waits for a person. */
  readonly waiting: { readonly items: number; readonly bills: number; readonly orders: number };
  readonly oldestOpenMs: number | null;
  readonly held: number;
  readonly lastReadMs: number | null;
  readonly lastError: string | null;
  /** Kingdee has warned that the password ends: when, or null where it did not say. */
  readonly passwordNotice: { readonly endsAtMs: number | null } | null;
  readonly readEveryMs: number | null;
  /** Reading rests because too many orders wait. */
  readonly isBackedUp: boolean;
  /** The end of the last minute in which an order was delivered; null where there was none for a day. */
  readonly lastDeliveryMs: number | null;
  /** What was delivered of late, and within how long. */
  readonly recent: { readonly delivered: number; readonly overMs: number };
  readonly stages: Readonly<Record<"extract" | "transform" | "load", WatchedStageFacts>>;
  /** The gate before its Wangdiantong account. */
  readonly gate: {
    readonly openUntilMs: number | null;
    readonly pausedUntilMs: number | null;
    readonly why: string;
  } | null;
}

/** All cases of one cause, as the desk groups them. */
export interface GroupFacts {
  readonly scheme: string;
  readonly code: FaultCode;
  readonly gap?: { readonly subject: string; readonly code: string };
  readonly meaning: string;
  readonly owner: Owner;
  readonly remedy: string;
  readonly bills: number;
  readonly orders: number;
  readonly amount: string | null;
  readonly oldestMs: number;
}

interface WatchedRedisFacts {
  readonly usedBytes: number;
  /** 0 where there is no limit. */
  readonly limitBytes: number;
  /** Whether the last write of its files went well. */
  readonly isSaved: boolean;
}

interface CertificateFacts {
  readonly host: string;
  readonly validToMs: number;
}

/** A channel that does not carry what it is given. */
interface ChannelFacts {
  readonly name: string;
  readonly why: AlertText;
}

/** All that one look has seen. */
export interface WatchFacts {
  readonly nowMs: number;
  readonly schemes: readonly WatchedSchemeFacts[];
  readonly groups: readonly GroupFacts[];
  readonly redis: WatchedRedisFacts;
  readonly certificates: readonly CertificateFacts[];
  readonly brokenChannels: readonly ChannelFacts[];
}

/** From when on something is wrong. */
export interface WatchLimits {
  /** Nothing was delivered for so long, though something waits. */
  readonly noDeliveryMs: number;
  /** The oldest undelivered waits for so long. */
  readonly oldestMs: number;
  /** What waits will take so long. */
  readonly backlogMs: number;
  readonly certificateMs: number;
}
