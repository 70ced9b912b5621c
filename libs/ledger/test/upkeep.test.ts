import type { Ledger } from "@billferry/ledger";
import { expect, test } from "vitest";

import { bill, isRecent, keyOf, openLedger, order, planned, REASON } from "./setup.ts";

const LEASE_MS = 60_000;
const AFTER = "2026-11-24";
const delivery = (stockoutNo: string) => ({ stockoutNo, proof: "answered" }) as const;

/** A bill with one order that is delivered. */
async function finish(ledger: Ledger, billId: string, more: Parameters<typeof bill>[1] = {}): Promise<string> {
  const outerNo = `X${billId}-CK1`;
  await ledger.bills.recordOrders(bill("a", { billId, ...more }), [planned("o1", outerNo)]);
  await ledger.orders.recordDelivered({ ...order("o1", outerNo), billId }, delivery(`CK${billId}`));
  return outerNo;
}

test("what the reader last met is told until a reading goes well", async () => {
  const { redis, ledger } = await openLedger();
  await ledger.progress.noteReadError("金蝶无法连接");
  expect(await ledger.progress.read()).toMatchObject({
    lastError: "金蝶无法连接",
    watermarkMs: null,
    lastReadWallMs: null,
  });
  await ledger.progress.advance(2_000, 3_000);
  const progress = await ledger.progress.read();
  expect(progress).toMatchObject({ lastError: null, watermarkMs: 2_000, firstReadAtMs: 3_000, lastReadAtMs: 3_000 });
  expect(await isRecent(redis, progress.lastReadWallMs)).toBe(true);
});

test("a scheme that rests says why and until when", async () => {
  const { redis, ledger } = await openLedger();
  await ledger.progress.stop("字段已改名", LEASE_MS);
  const { lastError, stoppedUntilMs } = await ledger.progress.read();
  expect(lastError).toBe("字段已改名");
  expect(await isRecent(redis, (stoppedUntilMs ?? 0) - LEASE_MS)).toBe(true);
  await ledger.progress.resume();
  expect(await ledger.progress.read()).toMatchObject({ stoppedUntilMs: null });
});

test("an inventory belongs to one replica until its lease ends, and to its owner whenever it asks", async () => {
  const { redis, ledger, scheme } = await openLedger();
  expect(await ledger.inventory.renew("one", LEASE_MS)).toBe(false);
  await ledger.inventory.finish("one", "done");
  expect(await ledger.progress.read()).toMatchObject({ inventory: "needed" });
  expect(await ledger.inventory.begin("one", 0)).toBe("begun");
  await expect.poll(async () => ledger.inventory.begin("two", LEASE_MS)).toBe("begun");
  expect(await ledger.inventory.begin("two", LEASE_MS)).toBe("begun");
  await ledger.inventory.finish("one", "done");
  expect(await ledger.progress.read()).toMatchObject({ inventory: "running" });
  expect(await ledger.inventory.isOver()).toBe(false);
  expect(await ledger.inventory.renew("two", 0)).toBe(true);
  await expect.poll(async () => ledger.inventory.begin("three", 0)).toBe("begun");
  expect(await ledger.inventory.renew("three", LEASE_MS)).toBe(true);
  expect(await ledger.inventory.begin("two", LEASE_MS)).toBe("busy");
  await ledger.inventory.finish("three", "unavailable");
  expect(await ledger.inventory.isOver()).toBe(true);
  expect(await ledger.progress.read()).toMatchObject({ inventory: "unavailable" });
  expect(await ledger.inventory.renew("three", LEASE_MS)).toBe(false);
  expect(await ledger.inventory.begin("three", LEASE_MS)).toBe("over");
  const stored = await redis.hmget(keyOf(scheme, "progress"), "inventoryOwner", "inventoryUntil");
  expect(stored).toEqual([null, null]);
});

test("the lease of an installation goes on while it is renewed, and names its holder", async () => {
  const { redis, ledger, scheme } = await openLedger();
  const claim = { installation: "a", holder: "host-a", ttlMs: 0 };
  expect(await ledger.keeping.takeLease(claim)).toEqual({ isOurs: true, installation: "a", holder: "host-a" });
  expect(await ledger.keeping.takeLease({ ...claim, holder: "host-a2", ttlMs: LEASE_MS })).toMatchObject({
    holder: "host-a2",
  });
  const other = { installation: "b", holder: "host-b", ttlMs: LEASE_MS };
  expect(await ledger.keeping.takeLease(other)).toEqual({ isOurs: false, installation: "a", holder: "host-a2" });
  const until = await redis.hget(keyOf(scheme, "lease"), "until");
  expect(await isRecent(redis, Number(until) - LEASE_MS)).toBe(true);
});

test("a ledger is claimed once: what an inventory found out is kept when it is opened again", async () => {
  const { ledger } = await openLedger();
  await ledger.inventory.begin("one", LEASE_MS);
  await ledger.inventory.finish("one", "done");
  await ledger.keeping.open();
  expect(await ledger.progress.read()).toMatchObject({ inventory: "done" });
});

test.each(["read", "held"])("a bill that is %s is not pruned, however old it is", async (state) => {
  const { ledger } = await openLedger();
  if (state === "read") await ledger.bills.recordRead([bill("a")]);
  else await ledger.bills.recordHeld(bill("a"), REASON);
  expect(await ledger.keeping.prune(AFTER, 10)).toBe(0);
  expect(await ledger.bills.find("1")).toMatchObject({ state });
  expect(await ledger.bills.idsOfDay("2026-11-23")).toEqual(["1"]);
});

test.each(["excluded", "withdrawn"])("a bill that is %s is pruned", async (state) => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  if (state === "excluded") await ledger.bills.recordExcluded(bill("a"), "rule");
  else await ledger.bills.recordWithdrawn(bill("a"), "voided");
  expect(await ledger.keeping.prune(AFTER, 10)).toBe(1);
  expect(await redis.keys(keyOf(scheme, "[box]:*"))).toEqual([]);
});

test.each(["waiting", "pushing", "held", "disputed"])(
  "a bill with an order that is %s is not pruned",
  async (state) => {
    const { ledger } = await openLedger();
    await finish(ledger, "1");
    await ledger.bills.recordOrders(bill("b", { revision: 2 }), [planned("o1", "X1-CK1"), planned("o1", "X1-CK2")]);
    const other = order("o1", "X1-CK2");
    if (state === "pushing") await ledger.orders.beginPush(other, "me", LEASE_MS);
    if (state === "disputed") await ledger.orders.recordDelivered(other, delivery("CK9"));
    if (state === "held" || state === "disputed") await ledger.orders.recordHeld(other, REASON);
    expect((await ledger.orders.find("X1-CK2"))?.state).toBe(state);
    expect(await ledger.keeping.prune(AFTER, 10)).toBe(0);
    expect(await ledger.orders.find("X1-CK1")).toMatchObject({ state: "delivered" });
    expect(await ledger.orders.findByStockoutNo("CK1")).toMatchObject({ outerNo: "X1-CK1" });
  },
);

test("a pruned bill leaves nothing: no order, no correction, no history, no number, no day", async () => {
  const { redis, ledger, scheme } = await openLedger();
  const outerNo = await finish(ledger, "1");
  await ledger.bills.recordOrders(bill("b", { revision: 2 }), [planned("o2", outerNo)]);
  const correction = { outerNo: `${outerNo}-R1`, contentHash: "r1" };
  await ledger.cases.recordCorrection({ outerNo, contentHash: "o2", correction, by: "li", note: "补发" });
  expect(await ledger.keeping.prune(AFTER, 10)).toBe(0);
  await ledger.orders.recordDelivered(order("r1", correction.outerNo), delivery("CK2"));
  expect(await ledger.keeping.prune(AFTER, 10)).toBe(1);
  const left = (await redis.keys(keyOf(scheme, "*"))).map((key) => key.slice(keyOf(scheme, "").length));
  // What came and went goes away by itself.
  expect(left.filter((key) => !key.startsWith("f:")).toSorted()).toEqual(["count", "progress"]);
  expect(await redis.hget(keyOf(scheme, "count"), "pruned")).toBe("1");
  expect(await ledger.keeping.prune(AFTER, 10)).toBe(0);
});

test("a number that several bills had still leads to those that are not pruned", async () => {
  const { ledger } = await openLedger();
  const billNo = "XSCKD000001";
  for (const billId of ["1", "2"]) await finish(ledger, billId, { billNo });
  for (const billId of ["3", "4"]) await finish(ledger, billId, { billNo, approvedAt: `2026-11-2${billId}T00:00:00` });
  await finish(ledger, "5", { billNo, approvedAt: "2026-11-25T00:00:00" });
  expect(await ledger.keeping.prune(AFTER, 10)).toBe(3);
  expect(await ledger.numbers.find("N", [billNo])).toEqual([["4", "5"]]);
  expect(await ledger.bills.idsOfDay("2026-11-24")).toEqual(["4"]);
  expect(await ledger.keeping.prune("2026-11-25", 10)).toBe(1);
  expect((await ledger.bills.findByNumber(billNo)).map((each) => each.billId)).toEqual(["5"]);
});

test("a bill that was approved again on a later day is pruned by that day", async () => {
  const { ledger } = await openLedger();
  await finish(ledger, "1");
  await ledger.bills.recordRead([bill("b", { revision: 2, approvedAt: "2026-11-25T00:00:00" })]);
  await ledger.bills.recordOrders(bill("b", { revision: 2, approvedAt: "2026-11-25T00:00:00" }), [planned("o1")]);
  expect(await ledger.keeping.prune(AFTER, 10)).toBe(0);
  expect(await ledger.bills.idsOfDay("2026-11-23")).toEqual([]);
  expect(await ledger.bills.find("1")).toMatchObject({ contentHash: "b" });
  expect(await ledger.keeping.prune("2026-11-26", 10)).toBe(1);
});

test("pruning ends at its limit, goes on with the oldest, and forgets a mention of a bill that is gone", async () => {
  const { redis, ledger, scheme } = await openLedger();
  for (const billId of ["1", "2", "3"]) await finish(ledger, billId, { approvedAt: `2026-11-0${billId}T00:00:00` });
  await redis.del(keyOf(scheme, "b:1"));
  expect(await ledger.keeping.prune(AFTER, 1)).toBe(1);
  expect(await ledger.bills.find("2")).toBeUndefined();
  expect(await ledger.bills.find("3")).toMatchObject({ state: "ordered" });
  expect(await ledger.bills.idsOfDay("2026-11-01")).toEqual([]);
  expect(await ledger.keeping.prune(AFTER, 10)).toBe(1);
  expect(await redis.zrange(keyOf(scheme, "days"), "0", "-1")).toEqual([]);
});
