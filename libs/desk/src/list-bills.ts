import { Ledger, type BillRecord, type OrderRecord } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";

import { shownStateOf, type ShownState } from "./core/shown-state.ts";

/** A bill, and how it stands because of its orders. `reason` is that of the order where the bill itself has none. */
export interface ListedBill extends BillRecord {
  readonly shownState: ShownState;
}

const BATCH = 500;

/** The bills approved on a day of Kingdee's ("2026-11-23"), by number; with `state` only those that are shown so. */
export async function listBills(
  redis: RedisConnection,
  scheme: string,
  wanted: { readonly day: string; readonly state?: ShownState },
): Promise<readonly ListedBill[]> {
  const ledger = new Ledger(redis, scheme);
  const bills = await ledger.bills.listDay(wanted.day);
  const listed: ListedBill[] = [];
  for (let start = 0; start < bills.length; start += BATCH) {
    const batch = bills.slice(start, start + BATCH);
    const orders = await ledger.orders.findMany(batch.flatMap((bill) => bill.orders));
    const byBill: ReadonlyMap<string, readonly OrderRecord[]> = Map.groupBy(orders, (order) => order.billId);
    listed.push(...batch.map((bill) => describeBill(bill, byBill.get(bill.billId) ?? [])));
  }
  return listed
    .filter(({ shownState }) => wanted.state === undefined || shownState === wanted.state)
    .toSorted((a, b) => (a.billNo < b.billNo ? -1 : 1));
}

/** A bill as a person is told of it. */
export function describeBill(bill: BillRecord, orders: readonly OrderRecord[]): ListedBill {
  const waiting = orders.find(({ state, reason }) => (state === "held" || state === "disputed") && reason !== "");
  return { ...bill, reason: bill.reason || (waiting?.reason ?? ""), shownState: shownStateOf(bill, orders) };
}
