import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { redisNowMs, type RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";

import {
  assembleOverview,
  countShown,
  type OldestBill,
  type OverviewReading,
  type SchemeView,
} from "./core/overview.ts";
import { shownStateOf } from "./core/shown-state.ts";
import { gatherStatus } from "./read-status.ts";

const FLOW_MS = 3_600_000;
/** Counting a long day is a twentieth of Redis' work at most. */
const REST_SHARE = 20;

interface OverviewSource {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly schemes: readonly string[];
}

/**
 * Reads what the first page shows, as often as anybody looks; reads only. One reader a process: today's bills are
 * counted one by one where they are stored, so it counts again only when twenty times as long has passed as that took.
 */
export class OverviewReader {
  readonly #source: OverviewSource;
  #today: { readonly day: string; readonly counts: OverviewReading["today"]; readonly untilMs: number } | undefined;

  constructor(source: OverviewSource) {
    this.#source = source;
  }

  async read(): Promise<OverviewReading> {
    const { redis, log, schemes } = this.#source;
    const asOf = await redisNowMs(redis);
    const [today, ...facts] = await Promise.all([
      this.#countToday(asOf),
      ...schemes.map(async (scheme): Promise<SchemeView> => {
        const ledger = new Ledger(redis, scheme);
        const [status, oldest, flow] = await Promise.all([
          gatherStatus(redis, scheme, log),
          findOldest(ledger, scheme),
          ledger.progress.flow(asOf - FLOW_MS, asOf),
        ]);
        return { scheme, status, oldest, flow };
      }),
    ]);
    return assembleOverview(facts, { asOf, today });
  }

  async #countToday(asOf: number): Promise<OverviewReading["today"]> {
    const day = formatKingdeeTime(asOf, SHANGHAI).slice(0, 10);
    const startedAt = performance.now();
    if (this.#today?.day === day && startedAt < this.#today.untilMs) return this.#today.counts;
    const { redis, schemes } = this.#source;
    const counts = await Promise.all(schemes.map(async (scheme) => new Ledger(redis, scheme).bills.countDay(day)));
    const endedAt = performance.now();
    this.#today = { day, counts: countShown(counts.flat()), untilMs: endedAt + REST_SHARE * (endedAt - startedAt) };
    return this.#today.counts;
  }
}

async function findOldest({ openItems, bills, orders }: Ledger, scheme: string): Promise<OldestBill | null> {
  const item = await openItems.oldest();
  const bill = item && (await bills.find(item.billId));
  if (bill === undefined) return null;
  const state = shownStateOf(bill, await orders.findMany(bill.orders));
  return { scheme, billNo: bill.billNo, sinceMs: item?.sinceMs ?? 0, state };
}
