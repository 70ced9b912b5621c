import { expect, test } from "vitest";

import { bill, openLedger, order, planned, REASON } from "./setup.ts";

const NO = "X1-CK1";
const CHANGES = [{ place: "logistics_code", value: "YTO" }];
const BILL = bill("b1");
const editOf = (contentHash: string, changes = CHANGES) => ({
  contentHash,
  changes,
  by: "li",
  note: "改发圆通",
  atMs: 1,
});

async function openHeld() {
  const world = await openLedger();
  const { ledger } = world;
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [planned("o1")]);
  await ledger.orders.recordHeld(order("o1"), REASON);
  const begin = async (contentHash = "o1") => ledger.orders.beginPush(order(contentHash), "me", 60_000);
  return { ...world, begin };
}

test("what a person changed of an order comes with the right to push it, and stands in the bill's history", async () => {
  const { ledger, begin } = await openHeld();
  expect(await ledger.orders.edit(NO, editOf("o1"))).toBe("edited");
  expect(await begin()).toMatchObject({ kind: "go", edit: editOf("o1") });
  expect((await ledger.orders.findEdits([NO, "X9"])).get(NO)).toEqual(editOf("o1"));
  expect(await ledger.bills.history("1")).toContainEqual(
    expect.objectContaining({ event: "edited", outerNo: NO, text: "改发圆通", by: "li" }),
  );
});

test("of other content the edit is none: the bill has changed since", async () => {
  const { ledger, begin } = await openHeld();
  await ledger.orders.edit(NO, editOf("o1"));
  await ledger.bills.recordOrders(bill("b2", { revision: 2 }), [planned("o2")]);
  const permit = await begin("o2");
  expect(permit).toMatchObject({ kind: "go" });
  expect(permit).not.toHaveProperty("edit");
});

test("an edit without changes takes the former one back", async () => {
  const { ledger, begin } = await openHeld();
  await ledger.orders.edit(NO, editOf("o1"));
  expect(await ledger.orders.edit(NO, editOf("o1", []))).toBe("edited");
  expect(await begin()).not.toHaveProperty("edit");
  expect((await ledger.bills.history("1")).at(-1)).toMatchObject({ event: "edit-dropped", by: "li" });
});

test("nothing is changed of an order that is unknown, delivered, on its way, or of other content than was seen", async () => {
  const { ledger, begin } = await openHeld();
  expect(await ledger.orders.edit("X9", editOf("o1"))).toBe("unknown");
  expect(await ledger.orders.edit(NO, editOf("o0"))).toBe("changed");
  await begin();
  expect(await ledger.orders.edit(NO, editOf("o1"))).toBe("on-its-way");
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  expect(await ledger.orders.edit(NO, editOf("o1"))).toBe("delivered");
  expect((await ledger.orders.findEdits([NO])).size).toBe(0);
});
