import type { BillRef, Ledger } from "@billferry/ledger";
import { expect, test } from "vitest";

import { bill, openLedger, planned, REASON } from "./setup.ts";

const NO = "X1-CK1";
const changed = (contentHash: string, revision: number): BillRef => bill(contentHash, { revision });
/** The bill as it was, read under another scheme. */
const remapped = (contentHash: string, revision: number): BillRef => ({
  ...changed(contentHash, revision),
  isRemapped: true,
});
const verdictOf = async (ledger: Ledger, ref: BillRef, content: string) =>
  (await ledger.bills.recordOrders(ref, [planned(content)]))?.map(({ verdict }) => verdict);

async function openDelivered(): Promise<Ledger> {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(changed("a", 1), [planned("o1")]);
  await ledger.orders.recordDelivered(
    { outerNo: NO, billId: "1", contentHash: "o1" },
    { stockoutNo: "CK9", proof: "answered" },
  );
  return ledger;
}

async function expectLeftAlone(ledger: Ledger): Promise<void> {
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "delivered", contentHash: "o1", deliveredHash: "o1" });
  expect(await ledger.cases.list({ limit: 9 })).toEqual([]);
  expect((await ledger.bills.history("1")).map(({ event }) => event)).toContain("kept");
}

test("only the scheme has changed: what was delivered is left alone, and that is said once", async () => {
  const ledger = await openDelivered();
  await ledger.bills.recordRead([remapped("b", 2)]);
  expect(await verdictOf(ledger, remapped("b", 2), "o2")).toEqual(["already-delivered"]);
  expect(await verdictOf(ledger, remapped("b", 2), "o2")).toEqual(["already-delivered"]);
  await expectLeftAlone(ledger);
  expect((await ledger.bills.history("1")).map(({ event }) => event)).toEqual(["changed", "kept"]);
});

test("the same where the transformer is quicker than the record of the reading", async () => {
  const ledger = await openDelivered();
  expect(await verdictOf(ledger, remapped("b", 2), "o2")).toEqual(["already-delivered"]);
  await ledger.bills.recordRead([remapped("b", 2)]);
  await expectLeftAlone(ledger);
});

test("only a table has changed, so the bill is worked out again with other codes: what was delivered is left alone", async () => {
  const ledger = await openDelivered();
  expect(await verdictOf(ledger, changed("a", 1), "o2")).toEqual(["already-delivered"]);
  await expectLeftAlone(ledger);
});

test("a code that is missing in between does not make a change of the bill of it", async () => {
  const ledger = await openDelivered();
  await ledger.bills.recordHeld(changed("a", 1), REASON);
  expect(await verdictOf(ledger, changed("a", 1), "o2")).toEqual(["already-delivered"]);
  await expectLeftAlone(ledger);
});

test("a change of the bill that was not worked out yet stays one, however often the scheme changes after it", async () => {
  for (const hold of [false, true]) {
    const ledger = await openDelivered();
    await ledger.bills.recordRead([changed("b", 2)]);
    if (hold) await ledger.bills.recordHeld(changed("b", 2), REASON);
    await ledger.bills.recordRead([remapped("c", 3)]);
    expect(await verdictOf(ledger, remapped("c", 3), "o2")).toEqual(["changed-after-delivery"]);
  }
});

test("a bill that was withdrawn and came back is not taken for one that only the scheme has changed", async () => {
  const ledger = await openDelivered();
  await ledger.bills.recordRead([remapped("b", 2)]);
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "b" }, "unapproved");
  await ledger.bills.recordRead([changed("b", 3)]);
  expect(await verdictOf(ledger, changed("b", 3), "o2")).toEqual(["changed-after-delivery"]);
});

test("what is not delivered gets the content of the scheme of now", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(changed("a", 1), [planned("o1")]);
  expect(await ledger.bills.recordOrders(changed("a", 1), [planned("o2")])).toMatchObject([
    { verdict: "enqueue", revision: 2 },
  ]);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "waiting", contentHash: "o2" });
});

test("what a person has dropped stays dropped under another scheme", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(changed("a", 1), [planned("o1")]);
  await ledger.orders.recordHeld({ outerNo: NO, billId: "1", contentHash: "o1" }, REASON);
  await ledger.cases.accept(`order:${NO}`, { by: "li", note: "不发" });
  expect(await verdictOf(ledger, changed("a", 1), "o2")).toEqual(["already-delivered"]);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "withdrawn" });
});

test("a scheme that leaves a delivered order out leaves it alone, unless the same goods would leave under another key", async () => {
  const ledger = await openDelivered();
  await ledger.bills.recordExcluded(changed("a", 1), "规则");
  await expectLeftAlone(ledger);
  await ledger.bills.recordOrders(changed("a", 1), [planned("o2", "X1-OTHER")]);
  expect(await ledger.cases.find(`order:${NO}`)).toMatchObject({ code: "BILL_CHANGED_AFTER_DELIVERY" });
});

test("a dispute stays one, and asks for what the scheme of now gives", async () => {
  const ledger = await openDelivered();
  await ledger.bills.recordOrders(changed("b", 2), [planned("o2")]);
  expect(await verdictOf(ledger, changed("b", 2), "o3")).toEqual(["changed-after-delivery"]);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "disputed", contentHash: "o3", deliveredHash: "o1" });
});
