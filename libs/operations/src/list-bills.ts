import { Ledger, type BillRecord, type BillState } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/runtime";

/** The bills approved on a day of Kingdee's ("2026-11-23"), by number; with `state` only those. */
export async function listBills(
  redis: RedisConnection,
  scheme: string,
  wanted: { readonly day: string; readonly state?: BillState },
): Promise<readonly BillRecord[]> {
  const bills = await new Ledger(redis, scheme).listBills(wanted);
  return bills.toSorted((a, b) => (a.billNo < b.billNo ? -1 : 1));
}
