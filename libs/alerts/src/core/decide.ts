import type { Language } from "@billferry/contracts";

import { pendingId, type AlertRecord, type PendingMessage, type TellingTimes, type WatchState } from "./alert-state.ts";
import type { Cause } from "./cause.ts";
import { toMessage, type AlertMessage, type MessageKind } from "./message.ts";

/** Causes of one group up to this number are told one by one. */
const MOST_SINGLE = 5;
const CLEAN_LOOKS = 2;

export interface LookResult {
  /** What is to be told. */
  readonly told: readonly Cause[];
  /** What is there, but explained by another cause: nothing changes for it. */
  readonly muted: readonly Cause[];
}

export interface TellingPlan {
  /** Null: over, and forgotten. */
  readonly alerts: ReadonlyMap<string, AlertRecord | null>;
  readonly send: readonly Pick<PendingMessage, "channel" | "message">[];
  /** Messages that nobody needs any more, by their ids (`pendingId`). */
  readonly drop: readonly string[];
}

interface Situation {
  readonly nowMs: number;
  readonly times: TellingTimes;
  /** Those that can be told something now. */
  readonly channels: readonly string[];
  /** Of those who read the messages; Chinese by default. */
  readonly language?: Language;
}

/** One thing to tell of one alert. */
interface Notice {
  readonly key: string;
  readonly record: AlertRecord;
  readonly kind: MessageKind;
  readonly isEscalation: boolean;
  readonly channels: readonly string[];
}

/**
 * What becomes of all alerts after one look, and what is to be told to whom. Pure: the same look at the same state
 * gives the same messages under the same ids.
 */
export function decide(state: WatchState, look: LookResult, situation: Situation): TellingPlan {
  const alerts = new Map<string, AlertRecord | null>();
  const notices: Notice[] = [];
  const seen = new Set([...look.told, ...look.muted].map(({ key }) => key));
  for (const cause of look.told) {
    const record = see(state.alerts.get(cause.key), cause, situation);
    alerts.set(cause.key, record);
    if (record.openedMs !== null) notices.push(...noticesOf(record, state, situation));
  }
  for (const [key, record] of state.alerts) {
    if (seen.has(key)) continue;
    const after = miss(record, situation);
    alerts.set(key, after);
    const isKnown = Object.keys(record.told).filter((each) => situation.channels.includes(each));
    if (after === null && record.openedMs !== null && isKnown.length > 0)
      notices.push({ key, record, kind: "closed", isEscalation: false, channels: isKnown });
  }
  const due = holdLargeGroups(notices, state, situation);
  const send = fold(due, situation.language ?? "zh");
  for (const { key, record, kind, isEscalation } of due) {
    if (kind === "closed") continue;
    const { nowMs } = situation;
    const escalatedMs = isEscalation ? nowMs : record.escalatedMs;
    alerts.set(key, { ...record, lastMessageMs: nowMs, escalatedMs, turns: record.turns + 1 });
  }
  return { alerts, send, drop: needless(state, alerts) };
}

function see(known: AlertRecord | undefined, cause: Cause, { nowMs, times }: Situation): AlertRecord {
  const record: AlertRecord = known ?? {
    cause,
    firstSeenMs: nowMs,
    openedMs: null,
    lastMessageMs: null,
    escalatedMs: null,
    clean: null,
    turns: 0,
    told: {},
  };
  const isDue = record.openedMs === null && nowMs - record.firstSeenMs >= times.waitMs;
  return { ...record, cause, clean: null, openedMs: isDue ? nowMs : record.openedMs };
}

/** Null where it is over. What was never told is over at once. */
function miss(record: AlertRecord, { nowMs, times }: Situation): AlertRecord | null {
  if (record.openedMs === null) return null;
  const clean = { looks: (record.clean?.looks ?? 0) + 1, sinceMs: record.clean?.sinceMs ?? nowMs };
  const isOver = clean.looks >= CLEAN_LOOKS && nowMs - clean.sinceMs >= times.clearMs;
  return isOver ? null : { ...record, clean };
}

function noticesOf(record: AlertRecord, { pending }: WatchState, { nowMs, times, channels }: Situation): Notice[] {
  const { key } = record.cause;
  const isOnItsWay = (channel: string): boolean =>
    pending.some((each) => each.channel === channel && each.message.opens.includes(key));
  const untold = channels.filter((channel) => record.told[channel] === undefined && !isOnItsWay(channel));
  const known = channels.filter((channel) => record.told[channel] !== undefined);
  const isEscalation = record.escalatedMs === null && nowMs - (record.openedMs ?? nowMs) >= times.escalateMs;
  const isQuietOver = record.lastMessageMs !== null && nowMs - record.lastMessageMs >= times.quietMs;
  return [
    ...(untold.length > 0 ? [{ key, record, kind: "opened" as const, isEscalation: false, channels: untold }] : []),
    ...(known.length > 0 && (isEscalation || isQuietOver)
      ? [{ key, record, kind: "reminded" as const, isEscalation, channels: known }]
      : []),
  ];
}

/** A group that grows look by look is told again only after a while, all of it that is new in one message. */
function holdLargeGroups(notices: readonly Notice[], { alerts }: WatchState, { nowMs, times }: Situation): Notice[] {
  const open = Map.groupBy(
    [...alerts.values()].filter(({ lastMessageMs }) => lastMessageMs !== null),
    ({ cause }) => cause.group,
  );
  return notices.filter(({ kind, record }) => {
    const members = open.get(record.cause.group) ?? [];
    if (kind !== "opened" || members.length <= MOST_SINGLE) return true;
    return nowMs - Math.max(...members.map(({ lastMessageMs }) => lastMessageMs ?? 0)) >= times.groupMs;
  });
}

/** One message for each cause and channel; one for all of a group where they are many. */
function fold(notices: readonly Notice[], language: Language): TellingPlan["send"] {
  const single = notices.flatMap((notice) => notice.channels.map((channel) => ({ channel, notice })));
  const groups = Map.groupBy(single, ({ channel, notice: { kind, isEscalation, record } }) =>
    JSON.stringify([channel, kind, isEscalation, record.cause.group]),
  );
  return [...groups.values()].flatMap((members) => {
    const parts = members.length > MOST_SINGLE ? [members] : members.map((each) => [each]);
    return parts.flatMap((part) =>
      part[0] === undefined ? [] : [{ channel: part[0].channel, message: tell(part, language) }],
    );
  });
}

function tell(members: readonly { readonly notice: Notice }[], language: Language): AlertMessage {
  const [first, ...others] = members.map(({ notice }) => notice);
  if (first === undefined) throw new Error("a message tells of something");
  const { kind, isEscalation, record } = first;
  const turn = kind === "opened" ? `${record.firstSeenMs}` : `${record.firstSeenMs}-${record.turns}`;
  const causes = others.map((each) => each.record.cause);
  const threadTurn = `${record.firstSeenMs}`;
  return toMessage([record.cause, ...causes], { kind, isEscalation, turn, threadTurn, language });
}

/** What tells of nothing that is still there: its beginning was never told, so its end need not be. */
function needless({ pending }: WatchState, alerts: ReadonlyMap<string, AlertRecord | null>): readonly string[] {
  const isOver = (key: string): boolean => alerts.get(key) === null;
  return pending
    .filter(({ message }) => message.kind !== "closed" && message.keys.length > 0 && message.keys.every(isOver))
    .map(pendingId);
}
