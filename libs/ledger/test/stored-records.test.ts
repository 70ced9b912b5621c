import { expect, test } from "vitest";

import { bill, keyOf, openLedger, order, planned } from "./setup.ts";

const NO = "X1-CK1";

test("a finished bill holds nothing that can be told from the rest, for half a year of bills is kept", async () => {
  const { redis, ledger, scheme } = await openLedger();
  const rest = { h: "!a", a: "20261123100000000", t: expect.any(String) };
  await ledger.bills.recordRead([bill("a")]);
  await ledger.bills.recordOrders(bill("a"), [planned("o1", "XSCKD000001-CK1"), planned("o1", "X1-CK2")]);
  expect(await redis.hgetall(keyOf(scheme, "b:1"))).toEqual({
    ...rest,
    n: "XSCKD000001",
    s: "o",
    o: "=-CK1\nX1-CK2",
  });
  await ledger.bills.recordExcluded(bill("a", { billId: "2" }), "没有明细");
  expect(await redis.hgetall(keyOf(scheme, "b:2"))).toEqual({ ...rest, n: "XSCKD000002", s: "e", r: "没有明细" });
});

test("content that comes back to what was delivered is stored once again, not twice", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: null, proof: "answered" });
  await ledger.bills.recordOrders(bill("b", { revision: 2 }), [planned("o2")]);
  expect(await redis.hmget(keyOf(scheme, `o:${NO}`), "h", "d")).toEqual(["!o2", "!o1"]);
  await ledger.bills.recordOrders(bill("c", { revision: 3 }), [planned("o1")]);
  expect(await redis.hmget(keyOf(scheme, `o:${NO}`), "h", "d")).toEqual(["!o1", "="]);
});

test("the bills of a day are spread by the last four digits of their ids, and one without digits is found too", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordRead([bill("a", { billId: "10015839" }), bill("a", { billId: "new" })]);
  expect((await redis.keys(keyOf(scheme, "d:*"))).toSorted()).toEqual([
    keyOf(scheme, "d:20261123:0"),
    keyOf(scheme, "d:20261123:15"),
  ]);
  expect((await ledger.bills.idsOfDay("2026-11-23")).toSorted()).toEqual(["10015839", "new"]);
});

test("a delivery that a wiped ledger knows nothing of is stored as short as any other", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: null, proof: "looked-up" });
  expect(await redis.hgetall(keyOf(scheme, `o:${NO}`))).toEqual({
    b: "1",
    h: "!o1",
    s: "d",
    d: "=",
    p: "l",
    t: expect.any(String),
  });
});
