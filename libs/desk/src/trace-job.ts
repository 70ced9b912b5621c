import { Ledger, type HistoryEntry } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";

/** What happened beyond the ordinary to a job's bill, and to its order where it is about one, the oldest first. */
export async function traceJob(
  redis: RedisConnection,
  scheme: string,
  { billId, outerNo }: { readonly billId: string; readonly outerNo: string | null },
): Promise<readonly HistoryEntry[]> {
  const history = await new Ledger(redis, scheme).bills.history(billId);
  return history.filter((entry) => entry.outerNo === undefined || outerNo === null || entry.outerNo === outerNo);
}
