import type { RedisConnection } from "@billferry/redis";

import { latestFirst } from "./core/bill-search.ts";
import type { SchemeLedger } from "./find-whole.ts";

/** As many days as can be looked through at once. */
const MOST_DAYS = 92;

/** Lists of days by scheme and day, those that were asked for last at the end. */
const kept = new WeakMap<RedisConnection, Map<string, readonly string[]>>();

/**
 * Ids of the bills of a day, the latest first. A day is gone through page by page, so its list is kept while there are
 * as many: bills come to a day when they are approved and leave it after half a year, never both at once.
 */
export async function latestOfDay({ redis, scheme, ledger }: SchemeLedger, day: string): Promise<readonly string[]> {
  const lists = kept.get(redis) ?? new Map<string, readonly string[]>();
  kept.set(redis, lists);
  const name = `${scheme}\n${day}`;
  const known = lists.get(name);
  const ids = await ledger.sieve.idsOfDay(day, known?.length);
  const list = ids === undefined && known !== undefined ? known : latestFirst(ids ?? []);
  lists.delete(name);
  lists.set(name, list);
  const [oldest] = lists.keys();
  if (lists.size > MOST_DAYS && oldest !== undefined) lists.delete(oldest);
  return list;
}
