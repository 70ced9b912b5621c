import { QUIET_CHANNEL, type ChannelState, type PendingMessage } from "./alert-state.ts";
import type { AlertText } from "./cause.ts";
import { toDigest, type AlertMessage } from "./message.ts";
import type { SendVerdict } from "./verdict.ts";

/** What a channel can do. */
export interface ChannelTraits {
  /** Messages a minute that it takes, with room to spare; null where it has no limit. */
  readonly perMinute: number | null;
  /** Whether its receiver tells a repeat by its id: then a repeat does no harm. */
  readonly tellsRepeats: boolean;
}

/** More than that at once is one message. */
const MOST_AT_ONCE = 5;
/** A message whose sending was begun and never ended is taken up again after it. */
export const CLAIM_MS = 60_000;
/** Nobody wants to read it any more. */
const LONGEST_MS = 86_400_000;
const FIRST_PAUSE_MS = 10_000;
const MOST_PAUSE_MS = 600_000;
/** A channel that a person has to mend is tried again all the same. */
const BROKEN_PAUSE_MS = 3_600_000;
/** A channel that fails for so long is told through the others. */
const PATIENCE_MS = 300_000;

export type SendingPlan =
  | { readonly kind: "send"; readonly items: readonly PendingMessage[] }
  /** These are one message from now on. */
  | { readonly kind: "fold"; readonly items: readonly PendingMessage[]; readonly message: AlertMessage }
  | { readonly kind: "nothing" };

/** What one channel is to be given now, of what waits for it. `given`: what it was given within the last minute. */
export function planSending(
  own: readonly PendingMessage[],
  { nowMs, given, state }: { readonly nowMs: number; readonly given: number; readonly state: ChannelState | undefined },
  { perMinute }: ChannelTraits,
): SendingPlan {
  const items = own.filter(({ nextMs }) => nextMs <= nowMs).toSorted((a, b) => a.sinceMs - b.sinceMs);
  const room = perMinute === null ? Infinity : perMinute - given;
  const [first, ...others] = items;
  if (first === undefined || room <= 0 || (state?.restUntilMs ?? 0) > nowMs) return { kind: "nothing" };
  // What was sent once may have arrived: it is repeated as it was.
  const isFresh = items.every(({ unknown }) => unknown === 0);
  const isMuch = items.length > Math.min(room, perMinute === null ? Infinity : MOST_AT_ONCE);
  if (isMuch && isFresh)
    return { kind: "fold", items, message: toDigest([first.message, ...others.map(({ message }) => message)]) };
  return { kind: "send", items: items.slice(0, room) };
}

/** Written before a sending begins: whoever finds it later knows that the message may have arrived. */
export function claim(item: PendingMessage, nowMs: number): PendingMessage {
  return { ...item, tries: item.tries + 1, unknown: item.unknown + 1, nextMs: nowMs + CLAIM_MS };
}

/** Twice begun and never known: a third time would be one too many, where a repeat is seen by people. */
export function isSpent({ unknown, sinceMs }: PendingMessage, { tellsRepeats }: ChannelTraits, nowMs: number): boolean {
  return (unknown >= 2 && !tellsRepeats) || nowMs - sinceMs > LONGEST_MS;
}

interface Settled {
  /** Null: done with. */
  readonly item: PendingMessage | null;
  readonly channel: ChannelState;
  /** Whether it counts as told. */
  readonly isTold: boolean;
}

/** What becomes of a claimed message and its channel after an answer; `jitter` is 0 to 1. */
export function settleSending(
  item: PendingMessage,
  verdict: SendVerdict,
  context: { readonly nowMs: number; readonly jitter: number; readonly state: ChannelState | undefined },
): Settled {
  const { nowMs, jitter, state = QUIET_CHANNEL } = context;
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (item.tries - 1), MOST_PAUSE_MS) * (0.75 + jitter / 2);
  const sinceMs = state.trouble?.sinceMs ?? nowMs;
  const again = { ...item, nextMs: nowMs + pauseMs };
  switch (verdict.kind) {
    case "sent":
      return { item: null, channel: { ...QUIET_CHANNEL, lastSentMs: nowMs }, isTold: true };
    case "wait": {
      const restUntilMs = nowMs + verdict.forMs;
      const rested = { ...item, unknown: item.unknown - 1, nextMs: restUntilMs };
      return { item: rested, channel: { ...state, restUntilMs }, isTold: false };
    }
    case "broken":
      return {
        item: null,
        channel: { ...state, trouble: { sinceMs: 0, why: verdict.why, retryMs: nowMs + BROKEN_PAUSE_MS } },
        isTold: false,
      };
    case "mistake":
      return {
        item: null,
        channel: { ...state, trouble: { sinceMs: 0, why: verdict.why, retryMs: nowMs } },
        isTold: true,
      };
    case "not-sent":
      return {
        item: { ...again, unknown: item.unknown - 1 },
        channel: { ...state, trouble: { sinceMs, why: verdict.why, retryMs: nowMs } },
        isTold: false,
      };
    case "unknown":
      return {
        item: again,
        channel: { ...state, trouble: { sinceMs, why: verdict.why, retryMs: nowMs } },
        isTold: false,
      };
  }
}

/** Why a channel is told as broken; undefined while it works, or may soon work again. */
export function channelTrouble(state: ChannelState | undefined, nowMs: number): AlertText | undefined {
  const trouble = state?.trouble ?? null;
  return trouble !== null && nowMs - trouble.sinceMs > PATIENCE_MS ? trouble.why : undefined;
}

/** Whether something new may be put before it. */
export function canBeTold(state: ChannelState | undefined, nowMs: number): boolean {
  return (state?.trouble?.retryMs ?? 0) <= nowMs;
}
