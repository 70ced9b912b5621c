import { expect, test } from "vitest";

import { bill, keyOf, openLedger, order, planned, REASON } from "./setup.ts";

const NO = "X1-CK1";
const second = (contentHash: string) => bill(contentHash, { revision: 2 });

test("a bill whose record has lost its state is read anew under the next number, and is no new bill", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordRead([bill("a")]);
  await redis.hdel(keyOf(scheme, "b:1"), "s");
  expect(await ledger.bills.recordRead([second("b")])).toEqual({ fresh: 0, changed: 1 });
  expect(await ledger.bills.find("1")).toMatchObject({ contentHash: "b", state: "read", revision: 2 });
  expect(await ledger.bills.history("1")).toEqual([{ atMs: expect.any(Number), event: "changed", text: "" }]);
});

test("a bill whose record has lost its state still knows an older job from a newer one", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordRead([second("b")]);
  await redis.hdel(keyOf(scheme, "b:1"), "s");
  expect(await ledger.bills.recordOrders(bill("a"), [planned("o1")])).toBeUndefined();
  expect(await ledger.bills.recordOrders(bill("c", { revision: 3 }), [planned("o3")])).toMatchObject([
    { verdict: "enqueue" },
  ]);
});

test("an order whose record is lost is not made up, undelivered, when its bill asks for it no more", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await redis.del(keyOf(scheme, `o:${NO}`));
  await ledger.bills.recordOrders(second("b"), []);
  expect(await ledger.orders.find(NO)).toBeUndefined();
});

test("an order that says it waits, though it was delivered, is a dispute when its bill changes, and stays delivered", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await redis.hset(keyOf(scheme, `o:${NO}`), "s", "w");
  await ledger.bills.recordRead([second("b")]);
  expect(await ledger.orders.find(NO)).toMatchObject({
    state: "disputed",
    deliveredHash: "o1",
    code: "BILL_CHANGED_AFTER_DELIVERY",
  });
});

test("a case whose record is lost is closed by a person, and no record is made up for it", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordHeld(bill("a"), REASON);
  await ledger.orders.recordHeld(order("o1"), REASON);
  await redis.del(keyOf(scheme, "b:1"), keyOf(scheme, `o:${NO}`));
  for (const caseId of ["bill:1", `order:${NO}`])
    expect(await ledger.cases.accept(caseId, { by: "li", note: "知道了" })).toBe("settled");
  expect(await ledger.cases.list({ limit: 9 })).toEqual([]);
  expect(await ledger.keeping.inspect()).toEqual({ bills: 0, orders: 0, unreadable: [] });
  expect(await ledger.bills.listDay("2026-11-23")).toEqual([]);
});

test.each([
  ["state", "s", 0],
  ["number", "n", 1],
] as const)("pruning goes on where a bill has lost its %s", async (_what, field, gone) => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordExcluded(bill("a"), "没有明细");
  await ledger.bills.recordExcluded(bill("a", { billId: "2" }), "没有明细");
  await redis.hdel(keyOf(scheme, "b:1"), field);
  expect(await ledger.keeping.prune("2026-11-24", 10)).toBe(1 + gone);
  expect(await redis.exists(keyOf(scheme, "b:1"))).toBe(1 - gone);
  expect(await redis.exists(keyOf(scheme, "b:2"))).toBe(0);
});

test("a bill that is pruned leaves nothing where its number or one of its orders was lost before", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1"), planned("o1", "X1-CK2")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await redis.del(keyOf(scheme, "o:X1-CK2"), ...(await redis.keys(keyOf(scheme, "n:*"))));
  expect(await ledger.keeping.prune("2026-11-24", 10)).toBe(1);
  for (const kept of ["n", "k", "o", "b", "d"]) expect(await redis.keys(keyOf(scheme, `${kept}:*`))).toEqual([]);
});
