import type { Ledger } from "@billferry/ledger";
import { redisNowMs, type RedisConnection } from "@billferry/redis";

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** The last minute of this day in which something was delivered. */
export async function findLastDelivery(redis: RedisConnection, ledger: Ledger): Promise<number | null> {
  const nowMs = await redisNowMs(redis);
  for (const hours of [1, DAY_HOURS]) {
    const flow = await ledger.progress.flow(nowMs - hours * HOUR_MS, nowMs);
    const last = flow.findLast(({ delivered }) => delivered > 0);
    if (last !== undefined) return last.minuteMs;
  }
  return null;
}
