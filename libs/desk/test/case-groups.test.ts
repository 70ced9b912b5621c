import { decimal, FAULT_CODES, type TransformJob } from "@billferry/contracts";
import type { Gap } from "@billferry/ledger";
import { beforeEach, expect, test } from "vitest";

import { listCaseGroups, listGroupCases } from "@billferry/desk";
import { BILL, ORDER, SCHEME, setup } from "./setup.ts";

const SKU: Gap = { kind: "table", subject: "skus", code: "A-117" };
const STOCK: Gap = { kind: "table", subject: "warehouses", code: "CK9" };

let bundle: Awaited<ReturnType<typeof setup>>;

beforeEach(async () => {
  bundle = await setup();
});

function numbered(n: number): TransformJob {
  return { ...BILL, billId: `10000${n}`, billNo: `XSCKD00000${n}` };
}

async function holdBill(n: number, gaps: readonly Gap[], amount: string | null): Promise<void> {
  const { ledger } = bundle;
  const bill = numbered(n);
  const stake = { billNo: bill.billNo, groups: ["CK1"], amount: amount === null ? null : decimal(amount) };
  await ledger.bills.recordRead([bill]);
  await ledger.bills.recordHeld(bill, { code: "MAP_CODE_MISSING", text: "[MAP_CODE_MISSING] …" }, { gaps, stake });
}

/** A bill two of whose orders Wangdiantong refused. */
async function refuseOrders(n: number): Promise<void> {
  const { ledger } = bundle;
  const bill = numbered(n);
  const orders = ["CK1", "CK2"].map((stock) => ({
    outerNo: `${bill.billNo}-${stock}`,
    contentHash: ORDER.contentHash,
  }));
  await ledger.bills.recordRead([bill]);
  await ledger.bills.recordOrders(bill, orders);
  for (const order of orders)
    await ledger.orders.recordHeld({ ...order, billId: bill.billId }, { code: "WDT_REFUSED", text: "[WDT_REFUSED] …" });
}

test("cases stand by their cause, with bills, orders, amount, owner and remedy, those that stop most first", async () => {
  await holdBill(1, [SKU], "10.5");
  await holdBill(2, [SKU, STOCK], "0.5");
  await refuseOrders(3);
  const { total, groups } = await listCaseGroups(bundle.redis, [SCHEME]);
  expect(total).toEqual({ bills: 3, orders: 2, amount: "11" });
  const { meaning, owner } = FAULT_CODES.MAP_CODE_MISSING;
  const oldestMs = expect.any(Number) as unknown;
  expect(groups[0]).toEqual({
    scheme: SCHEME,
    code: "MAP_CODE_MISSING",
    gap: SKU,
    meaning,
    owner,
    faultClass: "master-data",
    remedy: expect.stringContaining("skus 中增加 A-117"),
    bills: 2,
    orders: 0,
    amount: "11",
    oldestMs,
  });
  expect(groups.slice(1)).toMatchObject([
    { gap: STOCK, bills: 1, orders: 0, amount: "0.5" },
    { code: "WDT_REFUSED", bills: 1, orders: 2, amount: null, remedy: FAULT_CODES.WDT_REFUSED.remedy },
  ]);
  expect(groups[2]).not.toHaveProperty("gap");
});

test("a group leads to its own cases, the oldest first, page by page", async () => {
  await holdBill(1, [SKU], null);
  await holdBill(2, [STOCK], null);
  await holdBill(3, [SKU, STOCK], "1");
  await refuseOrders(4);
  const ask = async (wanted: Parameters<typeof listGroupCases>[2]) => listGroupCases(bundle.redis, [SCHEME], wanted);

  const first = await ask({ gap: "skus/A-117", limit: 1 });
  expect(first.items).toMatchObject([{ scheme: SCHEME, caseId: "bill:100001", gaps: [SKU], amount: null }]);
  // What was settled meanwhile is gone; nothing else is left out.
  await bundle.ledger.cases.accept("bill:100001", { by: "李强", note: "…" });
  const second = await ask({ gap: "skus/A-117", limit: 1, after: first.next ?? "" });
  expect(second).toMatchObject({ items: [{ caseId: "bill:100003", amount: "1" }], next: null });

  expect((await ask({ code: "WDT_REFUSED", limit: 9 })).items.map(({ id }) => id)).toEqual([
    "XSCKD000004-CK1",
    "XSCKD000004-CK2",
  ]);
  expect((await ask({ limit: 9 })).items).toHaveLength(4);
  expect((await ask({ billId: "100003", limit: 9 })).items.map(({ caseId }) => caseId)).toEqual(["bill:100003"]);
});

test("a case names the content that it is about, so that an act settles what was seen", async () => {
  await refuseOrders(1);
  const { items } = await listGroupCases(bundle.redis, [SCHEME], { limit: 1 });
  expect(items).toMatchObject([{ contentHash: ORDER.contentHash }]);
});

test("where nothing waits for a person there is no group", async () => {
  expect(await listCaseGroups(bundle.redis, [SCHEME])).toEqual({
    total: { bills: 0, orders: 0, amount: null },
    groups: [],
  });
});
