import { expect, test } from "vitest";

import { bill, keyOf, openLedger, order, planned } from "./setup.ts";

const NO = "X1-CK1";
const second = (contentHash: string) => bill(contentHash, { revision: 2 });

test("a bill whose record has lost its state is read anew under the next number, and is no new bill", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.recordRead([bill("a")]);
  await redis.hdel(keyOf(scheme, "b:1"), "s");
  expect(await ledger.recordRead([bill("b")])).toEqual({ fresh: 0, changed: 1 });
  expect(await ledger.findBill("1")).toMatchObject({ contentHash: "b", state: "read", revision: 2 });
  expect(await ledger.history("1")).toEqual([{ atMs: expect.any(Number), event: "changed", text: "" }]);
});

test("a bill whose record has lost its state still knows an older job from a newer one", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.recordRead([second("b")]);
  await redis.hdel(keyOf(scheme, "b:1"), "s");
  expect(await ledger.recordOrders(bill("a"), [planned("o1")])).toBeUndefined();
  expect(await ledger.recordOrders(bill("c", { revision: 3 }), [planned("o3")])).toMatchObject([
    { verdict: "enqueue" },
  ]);
});

test("an order whose record is lost is not made up, undelivered, when its bill asks for it no more", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.recordOrders(bill("a"), [planned("o1")]);
  await ledger.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await redis.del(keyOf(scheme, `o:${NO}`));
  await ledger.recordOrders(second("b"), []);
  expect(await ledger.findOrder(NO)).toBeUndefined();
});

test("an order that says it waits, though it was delivered, is a dispute when its bill changes, and stays delivered", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.recordOrders(bill("a"), [planned("o1")]);
  await ledger.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await redis.hset(keyOf(scheme, `o:${NO}`), "s", "w");
  await ledger.recordRead([second("b")]);
  expect(await ledger.findOrder(NO)).toMatchObject({
    state: "disputed",
    deliveredHash: "o1",
    code: "BILL_CHANGED_AFTER_DELIVERY",
  });
});
