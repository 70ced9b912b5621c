import type { Ledger } from "@billferry/ledger";
import { expect, test } from "vitest";

import { bill, openLedger, order, planned, REASON, seeSame } from "./setup.ts";

const LEASE_MS = 60_000;
const NO = "X1-CK1";
const nth = (contentHash: string, revision: number) => bill(contentHash, { revision });
const told = async (ledger: Ledger) => (await ledger.bills.history("1")).map(({ event, text }) => [event, text]);

/** An order that a person dropped as o1, while its bill asks for o2 by now. */
async function openDropped(): Promise<Ledger> {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1")]);
  await ledger.orders.recordHeld(order("o1"), REASON);
  await ledger.cases.accept(`order:${NO}`, { by: "li", note: "不发" });
  await ledger.bills.recordOrders(nth("b", 2), [planned("o2")]);
  return ledger;
}

test("an order that a person has dropped is dropped again when its bill comes back to that content", async () => {
  const ledger = await openDropped();
  expect(await ledger.bills.recordOrders(nth("c", 3), [planned("o1")])).toMatchObject([
    { verdict: "already-delivered" },
  ]);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "withdrawn", contentHash: "o1", deliveredHash: null });
  expect(await ledger.progress.read()).toMatchObject({ open: 0, held: 0 });
});

test("a push of what came after loses its lease when the bill comes back to content that a person has dropped", async () => {
  const ledger = await openDropped();
  await ledger.orders.beginPush(order("o2"), "me", LEASE_MS);
  await ledger.bills.recordRead([nth("c", 3)]);
  await ledger.bills.recordOrders(nth("c", 3), [planned("o1")]);
  expect(await ledger.orders.renewPush(NO, "me", LEASE_MS)).toBe(false);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "withdrawn" });
  expect(await ledger.progress.read()).toMatchObject({ open: 0, held: 0 });
});

test("what came after is delivered all the same: a dispute, since a person has dropped what its bill came back to", async () => {
  const ledger = await openDropped();
  await ledger.orders.beginPush(order("o2"), "me", LEASE_MS);
  await ledger.bills.recordOrders(nth("c", 3), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o2"), { stockoutNo: "CK1", proof: "answered" });
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "disputed", contentHash: "o1", deliveredHash: "o2" });
  expect(await ledger.cases.find(`order:${NO}`)).toMatchObject({ code: "BILL_CHANGED_AFTER_DELIVERY" });
});

test("a delivery that is told a second time, after its bill has changed, leaves the change a dispute", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await ledger.bills.recordOrders(nth("b", 2), [planned("o2")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "duplicate" });
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "disputed", contentHash: "o2", deliveredHash: "o1" });
  expect(await ledger.cases.find(`order:${NO}`)).toMatchObject({ code: "BILL_CHANGED_AFTER_DELIVERY" });
});

test("an order that falls away after delivery is told once, and once more when its bill is withdrawn", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await ledger.bills.recordOrders(nth("b", 2), []);
  await ledger.bills.recordOrders(nth("b", 2), []);
  expect(await told(ledger)).toEqual([["disputed", "BILL_CHANGED_AFTER_DELIVERY"]]);
  await ledger.bills.recordWithdrawn(nth("b", 2), "voided");
  expect(await ledger.cases.find(`order:${NO}`)).toMatchObject({ code: "BILL_WITHDRAWN_AFTER_DELIVERY", text: "" });
  expect(await told(ledger)).toEqual([
    ["disputed", "BILL_CHANGED_AFTER_DELIVERY"],
    ["withdrawn", "voided"],
    ["disputed", "BILL_WITHDRAWN_AFTER_DELIVERY"],
  ]);
});

test("an order that falls away before its push asks for no content any more", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1")]);
  await ledger.bills.recordOrders(nth("b", 2), []);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "withdrawn", contentHash: "" });
});

test("a dispute that opens anew does not show the differences of the one before", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await ledger.bills.recordOrders(nth("b", 2), [planned("o2")]);
  await ledger.orders.noteDifferences(NO, [{ specNo: "A", wanted: "12" as never, present: "10" as never }]);
  await ledger.bills.recordOrders(nth("c", 3), [planned("o1")]);
  await seeSame(ledger);
  await ledger.orders.recordHeld(order("o1"), REASON);
  expect(await ledger.cases.find(`order:${NO}`)).toMatchObject({ code: REASON.code, differences: [] });
});
