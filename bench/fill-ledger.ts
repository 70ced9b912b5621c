import { formatKingdeeTime, hashContent, SHANGHAI } from "@billferry/contracts";
import { Ledger, type BillRef } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";

const BATCH = 500;
/** Far from the sandbox's own. */
const FIRST_ID = 5_000_001;
/** As long as a finished bill is kept; the last of them is today. */
export const FILLED_DAYS = 180;
const DAY_MS = 86_400_000;
/** As in the sandbox's generated bills: of each day's, three in ten have more than one warehouse. */
function warehousesOf(bill: number): number {
  const ofDay = Math.floor(bill / FILLED_DAYS) % 10;
  return (ofDay < 3 ? 2 : 1) + (ofDay === 0 ? 1 : 0);
}

/** So many finished bills, by the ledger's own way; answers with the number of their orders. */
export async function fillLedger(redis: RedisConnection, bills: number): Promise<number> {
  const ledger = new Ledger(redis, "sal-outstock");
  await ledger.keeping.open();
  let orders = 0;
  for (let start = 0; start < bills; start += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, bills - start) }, (_, index) => start + index);
    const counts = await Promise.all(batch.map(async (index) => finish(ledger, index)));
    orders += counts.reduce((sum, each) => sum + each, 0);
  }
  return orders;
}

export function filledNumber(index: number): string {
  return `XSOLD${String(index + 1).padStart(6, "0")}`;
}

export function filledDocument(index: number, warehouse = 0): string {
  return `CK20261123${String(index * 3 + warehouse).padStart(7, "0")}`;
}

export function filledBill(index: number): BillRef {
  const day = formatKingdeeTime(Date.now() - (index % FILLED_DAYS) * DAY_MS, SHANGHAI).slice(0, 10);
  return {
    billId: String(FIRST_ID + index),
    billNo: filledNumber(index),
    contentHash: hashContent(index),
    approvedAt: `${day}T10:20:30.123`,
    revision: 1,
  };
}

async function finish(ledger: Ledger, index: number): Promise<number> {
  const bill = filledBill(index);
  const { billNo } = bill;
  const orders = Array.from({ length: warehousesOf(index) }, (_, warehouse) => ({
    outerNo: `${billNo}-CK00${warehouse + 1}`,
    contentHash: hashContent([index, warehouse]),
  }));
  await ledger.bills.recordRead([bill]);
  await ledger.bills.recordOrders(bill, orders);
  for (const [warehouse, order] of orders.entries()) {
    const ref = { ...order, billId: bill.billId };
    await ledger.orders.beginPush(ref, "00000000-0000-4000-8000-000000000000", 4_000);
    const stockoutNo = filledDocument(index, warehouse);
    await ledger.orders.recordDelivered(ref, { stockoutNo, proof: "answered" });
  }
  return orders.length;
}
