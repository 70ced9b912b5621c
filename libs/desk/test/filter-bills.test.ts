import { beforeEach, expect, test } from "vitest";

import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { searchBills, type BillSearch } from "@billferry/desk";

import { BILL, ORDER, SCHEME, setup } from "./setup.ts";

const DAY_MS = 86_400_000;
const TERM_MS = 3_600_000;
/** Three days ago: far from midnight on either side. */
const DAY = formatKingdeeTime(Date.now() - 3 * DAY_MS, SHANGHAI).slice(0, 10);
const LONG_AGO = formatKingdeeTime(Date.now() - 60 * DAY_MS, SHANGHAI).slice(0, 10);
const FIELDS = ["FBillNo", "FMaterialID_FNumber", "FStockID_FNumber", "FLinkPhone"];

let bundle: Awaited<ReturnType<typeof setup>>;

beforeEach(async () => {
  bundle = await setup();
  await bundle.ledger.keeping.open();
});

interface Made {
  readonly day?: string;
  readonly sku?: string;
  readonly stock?: string;
  readonly isTold?: boolean;
}

async function makeBill(n: number, { day = DAY, sku = "SKU1", stock = "CK01", isTold = true }: Made = {}) {
  const { ledger } = bundle;
  const billNo = `XSCKD${String(n).padStart(6, "0")}`;
  const bill = { ...BILL, billId: `${100_000 + n}`, billNo, approvedAt: `${day}T10:00:00` };
  const order = { outerNo: `${billNo}-${stock}`, contentHash: ORDER.contentHash, billId: bill.billId };
  await ledger.bills.recordRead([bill]);
  await ledger.bills.recordOrders(bill, [order]);
  if (!isTold) return { bill, order };
  const target = { ...ORDER.order, outer_no: order.outerNo, warehouse_no: `W-${stock}` };
  const story = {
    schemeVersion: "v1",
    revision: 1,
    fields: FIELDS,
    rows: [[billNo, sku, stock, "13800000000"]],
    orders: [{ order: { ...target, detail_list: [{ spec_no: `${sku}-s`, num: "1" as never }] }, notes: [], seqs: [] }],
  };
  await ledger.stories.keep(bill.billId, story, TERM_MS);
  return { bill, order };
}

type Wanted = Parameters<typeof searchBills>[2];

const search = async (wanted: Partial<Wanted>): Promise<BillSearch> =>
  searchBills(bundle.redis, [SCHEME], { limit: 50, ...wanted });

const numbersOf = ({ items }: BillSearch): readonly string[] => items.map(({ billNo }) => billNo.slice(-2));

async function allPages(wanted: Partial<Wanted>): Promise<readonly string[]> {
  const numbers: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await search({ ...wanted, cursor });
    numbers.push(...numbersOf(page));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return numbers;
}

test("a day has the bills approved on it, the latest first, page by page", async () => {
  for (let n = 1; n <= 7; n += 1) await makeBill(n);
  await makeBill(8, { day: LONG_AGO });
  expect(numbersOf(await search({ day: DAY }))).toEqual(["07", "06", "05", "04", "03", "02", "01"]);
  expect(await allPages({ day: DAY, limit: 2 })).toEqual(["07", "06", "05", "04", "03", "02", "01"]);
  expect(numbersOf(await search({ day: LONG_AGO }))).toEqual(["08"]);
  expect(numbersOf(await search({ days: 7 }))).toHaveLength(7);
  expect(numbersOf(await search({ days: 2 }))).toEqual([]);
  expect(numbersOf(await search({ day: DAY, q: "xsckd000003" }))).toEqual(["03"]);
  expect(numbersOf(await search({ day: LONG_AGO, q: "XSCKD000003" }))).toEqual([]);
  expect(numbersOf(await search({ day: DAY, q: "XSCKD000003 XSCKD000008" }))).toEqual(["03"]);
});

test("a day that was looked at has what came to it since", async () => {
  await makeBill(1);
  expect(numbersOf(await search({ day: DAY }))).toEqual(["01"]);
  await makeBill(3);
  await makeBill(2);
  expect(numbersOf(await search({ day: DAY }))).toEqual(["03", "02", "01"]);
});

test("a bill that was approved again on another day is of that day only", async () => {
  const { bill } = await makeBill(1);
  const again = { ...bill, contentHash: "f".repeat(32), approvedAt: `${LONG_AGO}T10:00:00`, revision: 2 };
  await bundle.ledger.bills.recordRead([again]);
  expect(numbersOf(await search({ day: DAY }))).toEqual([]);
  expect(numbersOf(await search({ day: LONG_AGO }))).toEqual(["01"]);
});

test("by the class of a case only those bills are found that are one, or of which an order is one", async () => {
  const { ledger } = bundle;
  await makeBill(1);
  const { order } = await makeBill(2);
  await ledger.orders.recordHeld(order, { code: "WDT_REFUSED", text: "…" });
  const { bill } = await makeBill(3, { day: LONG_AGO });
  await ledger.bills.recordHeld(bill, { code: "MAP_CODE_MISSING", text: "…" });
  expect(numbersOf(await search({ faultClass: "refusal" }))).toEqual(["02"]);
  expect(numbersOf(await search({ faultClass: "master-data" }))).toEqual(["03"]);
  expect(numbersOf(await search({ faultClass: "master-data", day: DAY }))).toEqual([]);
  expect(numbersOf(await search({ state: "held", day: LONG_AGO }))).toEqual(["03"]);
  expect(numbersOf(await search({ state: "held", days: 7 }))).toEqual(["02"]);
});

test.each([
  ["Kingdee's code", { sku: "sku-a" }, ["01"]],
  ["Wangdiantong's code", { sku: "SKU-B-s" }, ["02"]],
  ["a code of which it is a part", { sku: "SKU" }, []],
  ["another field, a person's phone", { sku: "13800000000" }, []],
  ["goods and warehouse", { sku: "SKU-B", warehouse: "ck02" }, ["02"]],
  ["goods and another warehouse", { sku: "SKU-B", warehouse: "CK01" }, []],
])("goods are looked for in the last days' bills by %s", async (_words, wanted, numbers) => {
  await makeBill(1, { sku: "SKU-A" });
  await makeBill(2, { sku: "SKU-B", stock: "CK02" });
  await makeBill(3, { sku: "SKU-A", day: LONG_AGO });
  const found = await search(wanted);
  expect(numbersOf(found)).toEqual(numbers);
  expect(found.notes[0]).toMatchObject({ kind: "looked-in", zh: expect.stringContaining("在最近 7 天") });
  expect((await search({ ...wanted, days: 5 })).notes[0]?.zh).toContain("在最近 5 天");
});

test("a bill whose content is not kept any more is told as not looked at; its warehouse is in its order's number", async () => {
  await makeBill(1, { isTold: false });
  const found = await search({ sku: "SKU1" });
  expect(found.notes.map(({ kind }) => kind)).toEqual(["looked-in", "untold"]);
  expect(found.items).toEqual([]);
  expect(await search({ warehouse: "ck01" })).toMatchObject({ items: [{ billNo: "XSCKD000001" }], notes: [] });
});

test("a warehouse is found by Wangdiantong's code as well", async () => {
  await makeBill(1);
  await makeBill(2, { stock: "CK02" });
  expect(numbersOf(await search({ warehouse: "W-CK02" }))).toEqual(["02"]);
  expect(numbersOf(await search({ warehouse: "CK02" }))).toEqual(["02"]);
  expect(numbersOf(await search({ warehouse: "CK0" }))).toEqual([]);
});
