import { formatKingdeeTime, hashContent, SHANGHAI, type CaseReason } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";

import { filledBill, filledNumber, FILLED_DAYS } from "./fill-ledger.ts";

/** As many as a bad day leaves behind. */
const HELD = 2_000;
const OPEN = 1_000;
const BATCH = 500;
/** What a bill was made of is kept for so long by default. */
const STORY_DAYS = 7;
const STORY_TERM_MS = STORY_DAYS * 86_400_000;
const DAY_MS = 86_400_000;
/** Goods of the shop; of each day's bills three in a hundred have the one that is looked for. */
const GOODS = 100;
const LINES = 3;

export const WAREHOUSE = "CK002";

/** Of these all days have some. */
export const REASONS: readonly CaseReason[] = [
  { code: "MAP_CODE_MISSING", text: "缺少编码" },
  { code: "WDT_REFUSED", text: "旺店通拒绝" },
];

export function filledSku(bill: number, line = 0): string {
  return `SKU${String((Math.floor(bill / FILLED_DAYS) + line * 37) % GOODS).padStart(4, "0")}`;
}

export function filledDay(back: number): string {
  return formatKingdeeTime(Date.now() - back * DAY_MS, SHANGHAI).slice(0, 10);
}

/** Beside finished bills: what is held, what is on its way, and the content of the last week's bills. */
export async function fillWaiting(redis: RedisConnection, bills: number): Promise<void> {
  const ledger = new Ledger(redis, "sal-outstock");
  await inBatches(HELD + OPEN, async (at) => {
    // Behind all finished ones in the order of numbers, so that a page of these has to be looked for.
    const bill = { ...filledBill(bills + at), billNo: `XSCKD${String(at + 1).padStart(6, "0")}` };
    await ledger.bills.recordRead([bill]);
    const reason = REASONS[at % REASONS.length]!;
    if (at < HELD / 2) return ledger.bills.recordHeld(bill, reason);
    const order = { outerNo: `${bill.billNo}-CK001`, contentHash: hashContent(at), billId: bill.billId };
    await ledger.bills.recordOrders(bill, [order]);
    if (at < HELD) await ledger.orders.recordHeld(order, reason);
  });
  await fillStories(redis, bills);
}

export async function fillStories(redis: RedisConnection, bills: number): Promise<void> {
  const ledger = new Ledger(redis, "sal-outstock");
  const told = Array.from({ length: bills + HELD + OPEN }, (_, index) => index).filter(
    (index) => index % FILLED_DAYS < STORY_DAYS,
  );
  await inBatches(told.length, async (at) => keepStory(ledger, told[at]!));
}

async function keepStory(ledger: Ledger, index: number): Promise<void> {
  const billNo = filledNumber(index);
  const skus = Array.from({ length: LINES }, (_, line) => filledSku(index, line));
  const order = {
    outer_no: `${billNo}-CK001`,
    warehouse_no: "CK001",
    detail_list: skus.map((sku) => ({ spec_no: sku, num: "1" as never })),
  };
  const story = {
    schemeVersion: "v1.t1",
    revision: 1,
    fields: [...FIELDS, "FMaterialID_FNumber", "FStockID_FNumber"],
    rows: skus.map((sku, line) => [...FIELDS.map((name) => `${name} ${index} ${line}`), sku, "CK001"]),
    orders: [{ order, notes: [], seqs: skus.map((_, line) => [String(line + 1)]) }],
  };
  await ledger.stories.keep(filledBill(index).billId, story, STORY_TERM_MS);
}

/** A row of Kingdee's has some twenty columns. */
const FIELDS = Array.from({ length: 18 }, (_, at) => `FField${at}`);

async function inBatches(count: number, work: (at: number) => Promise<void>): Promise<void> {
  for (let start = 0; start < count; start += BATCH)
    await Promise.all(Array.from({ length: Math.min(BATCH, count - start) }, async (_, at) => work(start + at)));
}
