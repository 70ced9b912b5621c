import { beforeEach, expect, test } from "vitest";

import { listBills, traceBill } from "@billferry/desk";
import { BILL, ORDER, SCHEME, setup } from "./setup.ts";

const OUTER_NO = "XSCKD000001-b2cMain";
const REF = { outerNo: OUTER_NO, billId: BILL.billId, contentHash: ORDER.contentHash };
const DAY = "2026-11-20";

let bundle: Awaited<ReturnType<typeof setup>>;

beforeEach(async () => {
  bundle = await setup();
  await bundle.ledger.bills.recordRead([BILL]);
  await bundle.ledger.bills.recordOrders(BILL, [{ outerNo: OUTER_NO, contentHash: ORDER.contentHash }]);
});

test("a bill with a held order is listed among the held ones, with the order's reason, and among no others", async () => {
  const { redis, ledger } = bundle;
  await ledger.orders.recordHeld(REF, { code: "WDT_SKU_UNKNOWN", text: "[WDT_SKU_UNKNOWN] SKU1" });
  const held = await listBills(redis, SCHEME, { day: DAY, state: "held" });
  expect(held).toMatchObject([{ billNo: BILL.billNo, shownState: "held", reason: "[WDT_SKU_UNKNOWN] SKU1" }]);
  expect(await listBills(redis, SCHEME, { day: DAY, state: "underway" })).toEqual([]);
  expect(await listBills(redis, SCHEME, { day: DAY })).toHaveLength(1);
});

test("a bill whose orders have all arrived is listed as delivered", async () => {
  const { redis, ledger } = bundle;
  expect(await listBills(redis, SCHEME, { day: DAY, state: "underway" })).toHaveLength(1);
  await ledger.orders.recordDelivered(REF, { stockoutNo: "CK202611200001", proof: "answered" });
  expect(await listBills(redis, SCHEME, { day: DAY, state: "delivered" })).toMatchObject([{ billNo: BILL.billNo }]);
});

test.each([
  ["in small letters", "xsckd000001"],
  ["in full-width letters", "XSCKD000001"],
  ["with blanks around it", " XSCKD000001\t"],
  ["by its outer number in another case", "XSCKD000001-B2CMAIN"],
  ["by its stock-out number in small letters", "ck202611200001"],
])("a bill is found %s", async (_words, number) => {
  const { redis, log, ledger } = bundle;
  await ledger.orders.recordDelivered(REF, { stockoutNo: "CK202611200001", proof: "answered" });
  const { bills, asked } = await traceBill(redis, log, { scheme: SCHEME, number });
  expect(bills).toMatchObject([{ billNo: BILL.billNo, shownState: "delivered" }]);
  expect(asked).toBe(number);
});
