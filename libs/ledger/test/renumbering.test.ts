import type { Ledger } from "@billferry/ledger";
import { expect, test } from "vitest";

import { bill, openLedger, planned } from "./setup.ts";

const OLD = "XSCKD000001-CK007";
const NEW = "XSCKD800001-CK007";
const before = bill("a");
const after = bill("b", { billNo: "XSCKD800001", revision: 2 });
const order = { outerNo: OLD, billId: "1", contentHash: "o1" };

async function openDelivered(): Promise<Ledger> {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(before, [planned("o1", OLD)]);
  await ledger.orders.recordDelivered(order, { stockoutNo: "CK9", proof: "answered" });
  return ledger;
}

test("a bill that was delivered and has another number now: its first order is a case before the second may go out", async () => {
  const ledger = await openDelivered();
  await ledger.bills.recordRead([after]);
  expect(await ledger.bills.recordOrders(after, [planned("o2", NEW)])).toEqual([
    { outerNo: NEW, verdict: "enqueue", revision: 1 },
  ]);
  const [found, ...others] = await ledger.cases.list({ limit: 9 });
  expect(others).toEqual([]);
  expect(found).toMatchObject({ caseId: `order:${OLD}`, code: "BILL_CHANGED_AFTER_DELIVERY", billId: "1" });
  expect(found?.text).toContain("XSCKD000001");
  expect(found?.text).toContain("XSCKD800001");
  expect(found?.text).toContain("--accept");
});

test("a bill that was not pushed yet goes out under its new number alone", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(before, [planned("o1", OLD)]);
  await ledger.bills.recordRead([after]);
  await ledger.bills.recordOrders(after, [planned("o2", NEW)]);
  expect(await ledger.orders.find(OLD)).toMatchObject({ state: "withdrawn" });
  expect(await ledger.cases.list({ limit: 9 })).toEqual([]);
});

test("the same holds where the transformer is quicker than the record of the reading", async () => {
  const ledger = await openDelivered();
  await ledger.bills.recordOrders(after, [planned("o2", NEW)]);
  await ledger.bills.recordRead([after]);
  expect(await ledger.cases.find(`order:${OLD}`)).toMatchObject({ code: "BILL_CHANGED_AFTER_DELIVERY" });
});

test("a bill id that is used again after a restore: the new bill's order goes out, the old one's is a case", async () => {
  const ledger = await openDelivered();
  const other = bill("c", { billNo: "XSCKD000501", revision: 2 });
  await ledger.bills.recordRead([other]);
  await ledger.bills.recordOrders(other, [planned("p1", "XSCKD000501-CK006")]);
  expect((await ledger.cases.list({ limit: 9 })).map(({ caseId }) => caseId)).toEqual([`order:${OLD}`]);
  expect(await ledger.orders.find("XSCKD000501-CK006")).toMatchObject({ state: "waiting" });
});

test("a bill is found under all its numbers with all its orders, and says when its number changed", async () => {
  const ledger = await openDelivered();
  for (const [billNo, revision] of [
    ["XSCKD800001", 2],
    ["XSCKD000001", 3],
    ["XSCKD900001", 4],
  ] as const)
    await ledger.bills.recordRead([bill(`n${revision}`, { billNo, revision })]);
  await ledger.bills.recordOrders(bill("n4", { billNo: "XSCKD900001", revision: 4 }), [
    planned("o2", "XSCKD900001-CK007"),
  ]);
  for (const billNo of ["XSCKD000001", "XSCKD800001", "XSCKD900001"])
    expect(await ledger.bills.findByNumber(billNo)).toMatchObject([
      { billId: "1", billNo: "XSCKD900001", orders: ["XSCKD900001-CK007", OLD] },
    ]);
  expect(await ledger.bills.find("1")).toMatchObject({ earlierNumbers: ["XSCKD000001", "XSCKD800001"] });
  const told = (await ledger.bills.history("1")).filter(({ event }) => event === "renumbered").map(({ text }) => text);
  expect(told).toEqual(["XSCKD000001", "XSCKD800001", "XSCKD000001"]);
  expect(await ledger.orders.findByStockoutNo("CK9")).toMatchObject({ outerNo: OLD });
});

test("a pruned bill is in no index any more, whatever numbers it had", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(before, [planned("o1", OLD)]);
  await ledger.bills.recordExcluded(after, "规则");
  expect(await ledger.keeping.prune("2026-11-24", 10)).toBe(1);
  for (const billNo of ["XSCKD000001", "XSCKD800001"]) expect(await ledger.bills.findByNumber(billNo)).toEqual([]);
});

test("the case of an order that its bill no longer asks for says so, and how it is settled", async () => {
  const ledger = await openDelivered();
  await ledger.bills.recordOrders(bill("b", { revision: 2 }), [planned("o1", "XSCKD000001-CK009")]);
  const found = await ledger.cases.find(`order:${OLD}`);
  expect(found?.text).toMatch(/^\[BILL_CHANGED_AFTER_DELIVERY\]/);
  expect(found?.text).toContain("不再要求");
  expect(found?.text).toContain("--accept");
});

const named = (billId: string, billNo: string, revision = 1) =>
  bill(`${billId}${billNo}`, { billId, billNo, revision });

test("who shares a number with another living bill is known; withdrawn bills and earlier numbers do not count", async () => {
  const { ledger } = await openLedger();
  const sharing = async () => [...(await ledger.bills.sharingNumber(["1", "2", "3", "9"]))].toSorted();
  await ledger.bills.recordRead([named("1", "XS1"), named("2", "XS1"), named("3", "XS3")]);
  expect(await sharing()).toEqual(["1", "2"]);
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "1XS1" }, "deleted");
  expect(await sharing()).toEqual(["1"]);
  await ledger.bills.recordRead([named("2", "XS2", 2)]);
  expect(await sharing()).toEqual([]);
});
