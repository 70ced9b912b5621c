import { expect, test } from "vitest";

import { bill, openLedger, order, planned, REASON } from "./setup.ts";

const NO = "X1-CK1";
const HOLD = { by: "li", note: "等新品建档", text: "[BILL_ON_HOLD] li:等新品建档" };
const RELEASE = { by: "wang", note: "已建档" };
const BILL = bill("b1");

async function openPlanned() {
  const world = await openLedger();
  await world.ledger.bills.recordRead([BILL]);
  await world.ledger.bills.recordOrders(BILL, [planned("o1")]);
  return world;
}

test("what a person holds back is a case with name and reason, and nobody gets the right to push it", async () => {
  const { ledger } = await openPlanned();
  expect(await ledger.holds.hold("1", HOLD)).toEqual(["held"]);
  expect((await ledger.bills.find("1"))?.hold).toMatchObject({ by: "li", note: "等新品建档" });
  expect(await ledger.cases.list({ limit: 5 })).toMatchObject([{ code: "BILL_ON_HOLD", text: HOLD.text }]);
  expect(await ledger.orders.beginPush(order("o1"), "me", 60_000)).toEqual({
    kind: "on-hold",
    by: "li",
    note: HOLD.note,
  });
  expect(await ledger.holds.hold("1", { ...HOLD, by: "wang" })).toEqual(["unchanged"]);
  expect(await ledger.bills.history("1")).toContainEqual(expect.objectContaining({ event: "held-back", by: "li" }));
});

test("new content of the bill, and new orders of it, are held back as well", async () => {
  const { ledger } = await openPlanned();
  await ledger.holds.hold("1", HOLD);
  const changed = bill("b2", { revision: 2 });
  await ledger.bills.recordRead([changed]);
  await ledger.bills.recordOrders(changed, [planned("o2"), planned("p1", "X1-CK2")]);
  for (const ref of [order("o2"), order("p1", "X1-CK2")])
    expect(await ledger.orders.beginPush(ref, "me", 60_000)).toMatchObject({ kind: "on-hold" });
});

test("a bill that was only read is held back with whatever orders it gets", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordRead([BILL]);
  expect(await ledger.holds.hold("1", HOLD)).toEqual(["held"]);
  await ledger.bills.recordOrders(BILL, [planned("o1")]);
  expect(await ledger.orders.beginPush(order("o1"), "me", 60_000)).toMatchObject({ kind: "on-hold" });
});

test("a push under way is told, and its next attempt finds the bill held back", async () => {
  const { ledger } = await openPlanned();
  await ledger.orders.beginPush(order("o1"), "me", 60_000);
  expect(await ledger.holds.hold("1", HOLD)).toEqual(["held", NO]);
  expect(await ledger.orders.renewPush(NO, "me", 60_000)).toBe(false);
  await ledger.orders.releasePush(NO, "me", true);
  expect(await ledger.orders.beginPush(order("o1"), "me", 60_000)).toMatchObject({ kind: "on-hold" });
});

test("a push under way that arrives is delivered: a hold denies no fact", async () => {
  const { ledger } = await openPlanned();
  await ledger.orders.beginPush(order("o1"), "me", 60_000);
  await ledger.holds.hold("1", HOLD);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK9", proof: "answered" });
  expect((await ledger.orders.find(NO))?.state).toBe("delivered");
});

test("released, it waits to be pushed and is made anew before all others", async () => {
  const { ledger } = await openPlanned();
  await ledger.holds.hold("1", HOLD);
  expect(await ledger.holds.release("1", RELEASE)).toBe("released");
  expect(await ledger.cases.list({ limit: 5 })).toEqual([]);
  expect((await ledger.orders.find(NO))?.state).toBe("waiting");
  expect(await ledger.anew.list(5)).toMatchObject([{ billId: "1", isRetry: true, isUrgent: true }]);
  expect(await ledger.orders.beginPush(order("o1"), "me", 60_000)).toMatchObject({ kind: "go" });
  expect(await ledger.holds.release("1", RELEASE)).toBe("not-held");
});

test("a case of another cause keeps that cause while it is held back, and after its release", async () => {
  const { ledger } = await openPlanned();
  await ledger.orders.recordHeld(order("o1"), REASON);
  await ledger.holds.hold("1", HOLD);
  expect(await ledger.cases.list({ limit: 5 })).toMatchObject([{ code: REASON.code }]);
  expect(await ledger.orders.beginPush(order("o1"), "me", 60_000)).toMatchObject({ kind: "on-hold" });
  await ledger.holds.release("1", RELEASE);
  expect(await ledger.cases.list({ limit: 5 })).toMatchObject([{ code: REASON.code }]);
});

test("of what is delivered nothing can be held back, and an unknown bill is told so", async () => {
  const { ledger } = await openPlanned();
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK9", proof: "answered" });
  expect(await ledger.holds.hold("1", HOLD)).toEqual(["nothing-left"]);
  expect(await ledger.holds.hold("9", HOLD)).toEqual(["unknown"]);
  expect(await ledger.holds.release("9", RELEASE)).toBe("unknown");
});

test("an order that another bill takes over is not held back by the bill that had it", async () => {
  const { ledger } = await openPlanned();
  await ledger.holds.hold("1", HOLD);
  await ledger.bills.recordWithdrawn(BILL, "deleted");
  const other = bill("t", { billId: "2" });
  await ledger.bills.recordOrders(other, [planned("t")]);
  expect(await ledger.orders.beginPush({ ...order("t"), billId: "2" }, "me", 60_000)).toMatchObject({ kind: "go" });
});
