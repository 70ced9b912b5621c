import { setTimeout as wait } from "node:timers/promises";

import type { Told } from "@billferry/contracts";

import type { Channel } from "./channel.ts";
import { pendingId, type AlertRecord, type PendingMessage } from "./core/alert-state.ts";
import { claim, isSpent, planSending, settleSending } from "./core/plan-sending.ts";
import type { AlertStore } from "./store.ts";

const MINUTE_MS = 60_000;

/** What became of one sending, for the log and the metrics. */
export interface SendingReport {
  readonly channel: string;
  readonly id: string;
  readonly kind: string;
  readonly cause: string;
  readonly result: "sent" | "wait" | "broken" | "mistake" | "not-sent" | "unknown" | "given-up";
  readonly why?: string | Told;
}

interface SendingContext {
  readonly store: AlertStore;
  readonly channels: readonly Channel[];
  /** Redis' clock. */
  readonly now: () => Promise<number>;
  readonly onReport: (report: SendingReport) => void;
}

/**
 * Gives each channel what is due, all channels at the same time, each message in three steps: claimed, sent, recorded.
 * Whoever stops in between leaves a claimed message, which is sent once more under the same id. False where another
 * process has the watch by now.
 */
export async function sendDue(context: SendingContext): Promise<boolean> {
  const results = await Promise.all(context.channels.map(async (channel) => sendBy(channel, context)));
  return results.every(Boolean);
}

async function sendBy(channel: Channel, context: SendingContext): Promise<boolean> {
  const { store, now } = context;
  const [{ pending, channels }, nowMs] = await Promise.all([store.read(), now()]);
  const own = pending.filter((item) => item.channel === channel.name);
  if (own.length === 0) return true;
  const spent = own.filter((item) => isSpent(item, channel, nowMs));
  for (const item of spent) if (!(await giveUp(item, context))) return false;
  const given = await store.given(channel.name, nowMs - MINUTE_MS);
  const left = own.filter((item) => !spent.includes(item));
  const plan = planSending(left, { nowMs, given, state: channels.get(channel.name) }, channel);
  if (plan.kind === "nothing") return true;
  if (plan.kind === "send") return sendEach(plan.items, channel, context);
  const folded = { channel: channel.name, message: plan.message, sinceMs: nowMs, tries: 0, unknown: 0, nextMs: nowMs };
  if (!(await store.change({ pending: [folded], done: plan.items.map(pendingId) }))) return false;
  return sendEach([folded], channel, context);
}

async function sendEach(items: readonly PendingMessage[], channel: Channel, context: SendingContext): Promise<boolean> {
  for (const item of items) {
    const outcome = await sendOne(item, channel, context);
    if (outcome === "lost") return false;
    if (outcome === "stop") return true;
    if (channel.paceMs > 0) await wait(channel.paceMs);
  }
  return true;
}

async function sendOne(item: PendingMessage, channel: Channel, context: SendingContext) {
  const { store, now, onReport } = context;
  const claimed = claim(item, await now());
  const right = await store.claim(claimed, channel.perMinute);
  if (right !== "go") return right === "lost" ? "lost" : "stop";
  const verdict = await channel.send(item.message);
  const [{ alerts, channels }, nowMs] = await Promise.all([store.read(), now()]);
  const state = channels.get(channel.name);
  const settled = settleSending(claimed, verdict, { nowMs, jitter: Math.random(), state });
  const isKept = await store.change({
    told: settled.isTold ? noteTold(item, alerts, nowMs) : [],
    pending: settled.item === null ? [] : [settled.item],
    done: settled.item === null ? [pendingId(item)] : [],
    channels: new Map([[channel.name, settled.channel]]),
  });
  const { id, kind, cause } = item.message;
  const why = verdict.kind === "sent" ? {} : { why: verdict.why };
  onReport({ channel: channel.name, id, kind, cause, result: verdict.kind, ...why });
  if (!isKept) return "lost";
  return verdict.kind === "sent" ? "next" : "stop";
}

/** It may have arrived, and is not sent a third time. */
async function giveUp(item: PendingMessage, { store, now, onReport }: SendingContext): Promise<boolean> {
  const [{ alerts }, nowMs] = await Promise.all([store.read(), now()]);
  const { id, kind, cause } = item.message;
  onReport({ channel: item.channel, id, kind, cause, result: "given-up" });
  return store.change({ told: noteTold(item, alerts, nowMs), done: [pendingId(item)] });
}

/** That this channel has been told of the beginning of these alerts; of one that is over there is nothing to note. */
function noteTold({ channel, message }: PendingMessage, alerts: ReadonlyMap<string, AlertRecord>, atMs: number) {
  return message.opens.filter((key) => alerts.has(key)).map((key) => ({ channel, key, atMs }));
}
