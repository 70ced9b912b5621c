import { beforeEach, expect, test } from "vitest";

import { searchBills, type BillSearch } from "@billferry/desk";
import { BILL, ORDER, SCHEME, setup } from "./setup.ts";

const REFUSAL = { code: "WDT_REFUSED", text: "[WDT_REFUSED] …" } as const;

let bundle: Awaited<ReturnType<typeof setup>>;

/** Bills XSCKD000001 … XSCKD000012, each with an order; the even ones are delivered as CK26110001 … */
beforeEach(async () => {
  bundle = await setup();
  await bundle.ledger.keeping.open();
  for (let n = 1; n <= 12; n += 1) await makeBill(n, `XSCKD${String(n).padStart(6, "0")}`);
});

async function makeBill(n: number, billNo: string) {
  const { ledger } = bundle;
  const bill = { ...BILL, billId: `${100_000 + n}`, billNo };
  const order = { outerNo: `${billNo}-b2cMain`, contentHash: ORDER.contentHash, billId: bill.billId };
  await ledger.bills.recordRead([bill]);
  await ledger.bills.recordOrders(bill, [order]);
  if (n % 2 === 0)
    await ledger.orders.recordDelivered(order, {
      stockoutNo: `CK2611${String(n).padStart(4, "0")}`,
      proof: "answered",
    });
  return { bill, order };
}

type Wanted = Parameters<typeof searchBills>[2];

async function search(wanted: Partial<Wanted>): Promise<BillSearch> {
  return searchBills(bundle.redis, [SCHEME], { limit: 50, ...wanted });
}

const numbersOf = ({ items }: BillSearch): readonly string[] => items.map(({ billNo }) => billNo);

/** All pages, one after the other. */
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

test.each([
  ["its number", "XSCKD000004", ["XSCKD000004"]],
  ["its number in small full-width letters", "ｘｓｃｋｄ０００００４", ["XSCKD000004"]],
  ["the beginning of its number, the latest first", "xsckd00001", ["XSCKD000012", "XSCKD000011", "XSCKD000010"]],
  ["the last digits of its number", "0011", ["XSCKD000011"]],
  ["its order's number, in another case", "xsckd000003-B2CMAIN", ["XSCKD000003"]],
  ["the beginning of its order's number", "XSCKD000003-b2c", ["XSCKD000003"]],
  ["its document's number", "ck26110008", ["XSCKD000008"]],
  [
    "the beginning of its document's number",
    "CK26110",
    ["XSCKD000012", "XSCKD000010", "XSCKD000008", "XSCKD000006", "XSCKD000004", "XSCKD000002"],
  ],
  ["the last digits of its document's number", "110008", ["XSCKD000008"]],
])("a bill is found by %s", async (_words, q, numbers) => {
  expect(numbersOf(await search({ q }))).toEqual(numbers);
  expect(await allPages({ q, limit: 1 })).toEqual(numbers);
});

test("a bill that several ways lead to is told once, and the surest way comes first", async () => {
  await makeBill(13, "12");
  // Whole "12", and the end of XSCKD000012 and of its document.
  expect(numbersOf(await search({ q: "12" }))).toEqual(["12", "XSCKD000012"]);
  expect(await allPages({ q: "12", limit: 1 })).toEqual(["12", "XSCKD000012"]);
});

test("a pasted list is looked up as it was pasted, page by page, and what is not there is named", async () => {
  const q = "XSCKD000009,xsckd000002\tCK26110004;XSCKD999999\nXSCKD000009\nXSCKD000001-b2cMain";
  const all = await search({ q });
  expect(numbersOf(all)).toEqual(["XSCKD000009", "XSCKD000002", "XSCKD000004", "XSCKD000001"]);
  expect(all.notes).toMatchObject([{ kind: "not-found", zh: "台账中没有 1 个编号:XSCKD999999" }]);
  expect(await allPages({ q, limit: 2 })).toEqual(numbersOf(all));
});

test("without a number all bills are told, the latest first, each once", async () => {
  const all = Array.from({ length: 12 }, (_, index) => `XSCKD${String(12 - index).padStart(6, "0")}`);
  expect(await allPages({ limit: 5 })).toEqual(all);
  expect(await allPages({ limit: 100 })).toEqual(all);
});

test("by its state a bill is found once, however many of its orders are in it, and no other bill is", async () => {
  const { ledger } = bundle;
  const bill = { ...BILL, billId: "100020", billNo: "XSCKD000020" };
  const orders = ["CK1", "CK2"].map((stock) => ({
    outerNo: `${bill.billNo}-${stock}`,
    contentHash: ORDER.contentHash,
  }));
  await ledger.bills.recordRead([bill]);
  await ledger.bills.recordOrders(bill, orders);
  for (const order of orders) await ledger.orders.recordHeld({ ...order, billId: bill.billId }, REFUSAL);
  const { order } = await makeBill(22, "XSCKD000022");
  await ledger.orders.recordHeld(order, REFUSAL);

  const held = await search({ state: "held" });
  expect(held.items).toMatchObject([
    { scheme: SCHEME, billNo: "XSCKD000020", shownState: "held", reason: REFUSAL.text },
  ]);
  expect(numbersOf(await search({ state: "disputed" }))).toEqual(["XSCKD000022"]);
  expect((await allPages({ state: "underway", limit: 2 })).toSorted()).toEqual(
    ["01", "03", "05", "07", "09", "11"].map((end) => `XSCKD0000${end}`),
  );
  expect(await allPages({ state: "delivered", limit: 4 })).toEqual(
    ["12", "10", "08", "06", "04", "02"].map((end) => `XSCKD0000${end}`),
  );
  expect(numbersOf(await search({ state: "held", q: "0020" }))).toEqual(["XSCKD000020"]);
  expect(numbersOf(await search({ state: "held", q: "0021" }))).toEqual([]);
  expect(numbersOf(await search({ state: "delivered", q: "xsckd00001" }))).toEqual(["XSCKD000012", "XSCKD000010"]);
});

test("what is not there is said, and so is that older bills are not indexed yet", async () => {
  const { redis } = bundle;
  expect(await search({ q: "NOTHING" })).toMatchObject({ items: [], next: null, notes: [{ kind: "not-found" }] });
  const [progress = ""] = await redis.keys("*L:progress");
  await redis.hdel(progress, "indexed");
  expect((await search({ q: "XSCKD000001" })).notes).toMatchObject([{ kind: "not-indexed" }]);
});

test("a cursor that is none of ours begins at the beginning", async () => {
  expect(numbersOf(await search({ cursor: "%%%", limit: 1 }))).toEqual(["XSCKD000012"]);
  expect((await search({ q: "XSCKD000001", cursor: "%5B9999%5D" })).items).toEqual([]);
});
