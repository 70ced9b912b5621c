import { Ledger, type Progress } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";

import type { ShownState } from "./core/shown-state.ts";
import { countShown } from "./core/overview.ts";
import type { StageFacts, StatusFacts } from "./core/status-facts.ts";
import { findLastDelivery } from "./last-delivery.ts";
import { gatherStatus } from "./read-status.ts";

/** Jobs on their way are counted one by one up to here. */
const MOST_COUNTED = 1_000;
const RATE_MS = 300_000;
const MINUTE_MS = 60_000;

/** A scheme as whoever watches over it sees it; times are epoch milliseconds of Redis' clock. */
export interface SchemeWatch {
  readonly nowMs: number;
  readonly accounts: { readonly kingdee: string | undefined; readonly wangdiantong: string | undefined };
  /** What is on its way, and of how many bills and orders it is. */
  readonly waiting: { readonly items: number; readonly bills: number; readonly orders: number };
  readonly oldestOpenMs: number | null;
  readonly held: number;
  readonly lastReadMs: number | null;
  readonly lastError: string | null;
  readonly passwordNotice: Progress["passwordNotice"];
  readonly readEveryMs: number | null;
  readonly isBackedUp: boolean;
  /** The end of the last minute in which something was delivered; null where that was more than a day ago. */
  readonly lastDeliveryMs: number | null;
  readonly recent: { readonly delivered: number; readonly overMs: number };
  readonly stages: Readonly<Record<"extract" | "transform" | "load", StageWatch>>;
  readonly gate: StatusFacts["gate"];
}

interface StageWatch {
  readonly workers: number | null;
  readonly paused: boolean;
  readonly pausedAtMs: number | null;
  readonly failed: number;
}

/** Reads only. */
export async function watchScheme(redis: RedisConnection, scheme: string, log: Logger): Promise<SchemeWatch> {
  const ledger = new Ledger(redis, scheme);
  const [facts, kingdee, lastMinuteMs] = await Promise.all([
    gatherStatus(redis, scheme, log),
    ledger.accounts.bound("kingdee"),
    findLastDelivery(redis, ledger),
  ]);
  const { nowMs, progress, stages } = facts;
  const recent = (await ledger.progress.flow(nowMs - RATE_MS, nowMs)).reduce((sum, each) => sum + each.delivered, 0);
  return {
    nowMs,
    accounts: { kingdee, wangdiantong: facts.account },
    waiting: await countWaiting(ledger, progress.open),
    oldestOpenMs: progress.oldestOpenMs,
    held: progress.held,
    lastReadMs: progress.lastReadWallMs,
    lastError: progress.lastError,
    passwordNotice: progress.passwordNotice,
    readEveryMs: facts.readEveryMs,
    isBackedUp: facts.isBackedUp,
    lastDeliveryMs: lastMinuteMs === null ? null : Math.min(nowMs, lastMinuteMs + MINUTE_MS),
    recent: { delivered: recent, overMs: RATE_MS },
    stages: { extract: toWatch(stages.extract), transform: toWatch(stages.transform), load: toWatch(stages.load) },
    gate: facts.gate,
  };
}

/** Of many, the first ones tell how many bills they are of. */
async function countWaiting(ledger: Ledger, items: number): Promise<SchemeWatch["waiting"]> {
  if (items === 0) return { items, bills: 0, orders: 0 };
  const first = await ledger.openItems.page("open", { after: null, limit: MOST_COUNTED });
  const scale = Math.max(1, items / Math.max(1, first.length));
  return {
    items,
    bills: Math.round(scale * new Set(first.map(({ billId }) => billId)).size),
    orders: Math.round(scale * first.filter(({ kind }) => kind === "order").length),
  };
}

function toWatch({ workers, paused, pause, failed }: StageFacts): StageWatch {
  return { workers, paused, pausedAtMs: pause?.atMs ?? null, failed };
}

/** Bills approved on a day of Kingdee's calendar ("2026-11-28"), by how they are shown. */
export async function countDay(
  redis: RedisConnection,
  schemes: readonly string[],
  day: string,
): Promise<Readonly<Record<ShownState, number>>> {
  const counts = await Promise.all(schemes.map(async (scheme) => new Ledger(redis, scheme).bills.countDay(day)));
  return countShown(counts.flat());
}
