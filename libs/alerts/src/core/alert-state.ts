import type { Cause, AlertText } from "./cause.ts";
import type { AlertMessage } from "./message.ts";
import type { ReconcileRound } from "./reconcile-round.ts";

/** One cause that is or was there, and what was told of it; times are epoch milliseconds of Redis' clock. */
export interface AlertRecord {
  readonly cause: Cause;
  readonly firstSeenMs: number;
  /** Since when it is told; null while it may still heal by itself. */
  readonly openedMs: number | null;
  readonly lastMessageMs: number | null;
  readonly escalatedMs: number | null;
  /** Looks in a row that did not find it, and since when. */
  readonly clean: { readonly looks: number; readonly sinceMs: number } | null;
  /** How often something was told of it: makes ids of messages. */
  readonly turns: number;
  /** Who has been told that it is there, and when. */
  readonly told: Readonly<Record<string, number>>;
}

/** A message that is still to be sent by one channel. */
export interface PendingMessage {
  readonly channel: string;
  readonly message: AlertMessage;
  readonly sinceMs: number;
  /** Sendings that were begun. */
  readonly tries: number;
  /** Of them, those of which nobody knows whether they arrived. */
  readonly unknown: number;
  readonly nextMs: number;
}

/** How a channel does. */
export interface ChannelState {
  /** It asked for a rest. */
  readonly restUntilMs: number | null;
  /** What it is given does not arrive: since when, why, and when it is tried again all the same. */
  readonly trouble: { readonly sinceMs: number; readonly why: AlertText; readonly retryMs: number } | null;
  readonly lastSentMs: number | null;
}

export interface WatchState {
  readonly alerts: ReadonlyMap<string, AlertRecord>;
  readonly pending: readonly PendingMessage[];
  readonly channels: ReadonlyMap<string, ChannelState>;
  /** The last day whose daily message was made, "2026-11-28"; null where there was none yet. */
  readonly daily: string | null;
  /** Yesterday's reconciliation, while it is under way. */
  readonly round: ReconcileRound | null;
}

/** When to tell. */
export interface TellingTimes {
  /** What heals within it is never told. */
  readonly waitMs: number;
  /** From one message about a cause to the next. */
  readonly quietMs: number;
  /** Open for so long: everybody is called, once. */
  readonly escalateMs: number;
  /** Gone for so long, and for two looks: it is over. */
  readonly clearMs: number;
  /** From one message about a large group to the next. */
  readonly groupMs: number;
}

export const QUIET_CHANNEL: ChannelState = { restUntilMs: null, trouble: null, lastSentMs: null };

/** "dingtalk bf-…": names a message that waits. */
export function pendingId({ channel, message }: Pick<PendingMessage, "channel" | "message">): string {
  return `${channel} ${message.id}`;
}
