import { Ledger, type BillRef, type OrderRef } from "@billferry/ledger";
import { startRedis } from "@billferry/testing";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

let server: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => server.stop());

let schemes = 0;

async function setup() {
  const redis = new Redis(server.url);
  onTestFinished(() => redis.disconnect());
  schemes += 1;
  const ledger = new Ledger(redis, `scheme-${schemes}`);
  await ledger.open();
  return { redis, ledger, name: `scheme-${schemes}` };
}

const bill = (hash: string, billId = "1"): BillRef => ({
  billId,
  billNo: `XSCKD00000${billId}`,
  contentHash: hash,
  approvedAt: "2026-11-23T10:00:00",
});
const order = (hash: string, outerNo = "X1-CK1"): OrderRef => ({ outerNo, billId: "1", contentHash: hash });
const planned = (hash: string, outerNo = "X1-CK1") => ({ outerNo, contentHash: hash });
const LEASE_MS = 60_000;

test("a bill counts once however often it is read, and is known once its orders are", async () => {
  const { ledger } = await setup();
  await ledger.recordRead([bill("a")]);
  await ledger.recordRead([bill("a")]);
  expect((await ledger.knownBills(["1"])).size).toBe(0);
  await ledger.recordOrders(bill("a"), [planned("o1")]);
  expect(await ledger.knownBills(["1", "2"])).toEqual(new Map([["1", "a"]]));
  expect(await ledger.progress()).toMatchObject({ bills: 1, open: 1, held: 0, delivered: 0 });
});

test("an order goes from waiting over pushing to delivered, and nothing is open then", async () => {
  const { ledger } = await setup();
  await ledger.recordRead([bill("a")]);
  expect(await ledger.recordOrders(bill("a"), [planned("o1")])).toEqual([{ outerNo: "X1-CK1", verdict: "enqueue" }]);
  expect((await ledger.beginPush(order("o1"), "me", LEASE_MS)).kind).toBe("go");
  await ledger.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  expect(await ledger.findOrder("X1-CK1")).toMatchObject({
    state: "delivered",
    stockoutNo: "CK1",
    proof: "answered",
    pushes: 1,
  });
  expect(await ledger.progress()).toMatchObject({ open: 0, held: 0, delivered: 1 });
  expect(await ledger.beginPush(order("o1"), "me", LEASE_MS)).toEqual({ kind: "delivered", stockoutNo: "CK1" });
});

test("only one attempt at a time may push an order, until it gives it back", async () => {
  const { ledger } = await setup();
  await ledger.beginPush(order("o1"), "first", LEASE_MS);
  expect((await ledger.beginPush(order("o1"), "second", LEASE_MS)).kind).toBe("busy");
  expect(await ledger.renewPush("X1-CK1", "second", LEASE_MS)).toBe(false);
  await ledger.releasePush("X1-CK1", "second");
  expect(await ledger.renewPush("X1-CK1", "first", LEASE_MS)).toBe(true);
  await ledger.releasePush("X1-CK1", "first");
  expect(await ledger.beginPush(order("o1"), "second", LEASE_MS)).toMatchObject({ kind: "go", pushes: 2 });
});

test("a lease that has run out is free for another attempt, and its old owner notices", async () => {
  const { ledger } = await setup();
  await ledger.beginPush(order("o1"), "sleeper", 0);
  await expect.poll(async () => (await ledger.beginPush(order("o1"), "next", LEASE_MS)).kind).toBe("go");
  expect(await ledger.renewPush("X1-CK1", "sleeper", LEASE_MS)).toBe(false);
});

test("content that was replaced before its push is superseded and never sent", async () => {
  const { ledger } = await setup();
  await ledger.recordRead([bill("a")]);
  await ledger.recordOrders(bill("a"), [planned("o1")]);
  await ledger.recordRead([bill("b")]);
  expect(await ledger.recordOrders(bill("a"), [planned("o1")])).toBeUndefined();
  await ledger.recordOrders(bill("b"), [planned("o2")]);
  expect((await ledger.beginPush(order("o1"), "me", LEASE_MS)).kind).toBe("superseded");
  expect((await ledger.beginPush(order("o2"), "me", LEASE_MS)).kind).toBe("go");
});

test("a bill that changes after delivery is held and never becomes a second order", async () => {
  const { ledger } = await setup();
  await ledger.recordOrders(bill("a"), [planned("o1")]);
  await ledger.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await ledger.recordRead([bill("b")]);
  expect(await ledger.recordOrders(bill("b"), [planned("o2")])).toEqual([
    { outerNo: "X1-CK1", verdict: "changed-after-delivery" },
  ]);
  expect((await ledger.beginPush(order("o2"), "me", LEASE_MS)).kind).toBe("changed");
  expect(await ledger.held(10)).toMatchObject([{ kind: "order", id: "X1-CK1", reason: "BILL_CHANGED_AFTER_DELIVERY" }]);
});

test("a warehouse that falls away before its push is withdrawn, after its push it is held", async () => {
  const { ledger } = await setup();
  await ledger.recordOrders(bill("a"), [planned("o1", "X1-CK1"), planned("o2", "X1-CK2"), planned("o3", "X1-CK3")]);
  await ledger.recordDelivered(order("o2", "X1-CK2"), { stockoutNo: "CK2", proof: "answered" });
  await ledger.recordRead([bill("b")]);
  await ledger.recordOrders(bill("b"), [planned("o1", "X1-CK1")]);
  expect((await ledger.findOrder("X1-CK3"))?.state).toBe("withdrawn");
  expect((await ledger.beginPush(order("o3", "X1-CK3"), "me", LEASE_MS)).kind).toBe("superseded");
  expect((await ledger.findOrder("X1-CK2"))?.state).toBe("held");
  expect(await ledger.progress()).toMatchObject({ open: 1, held: 1 });
});

test("a held order is open again when a person retries it, and settled when it arrives", async () => {
  const { ledger } = await setup();
  await ledger.recordOrders(bill("a"), [planned("o1")]);
  await ledger.recordHeldOrder(order("o1"), "[WDT_SKU_UNKNOWN] …");
  expect(await ledger.progress()).toMatchObject({ open: 0, held: 1 });
  await ledger.beginPush(order("o1"), "me", LEASE_MS);
  expect(await ledger.progress()).toMatchObject({ open: 1, held: 0 });
  await ledger.recordDelivered(order("o1"), { stockoutNo: null, proof: "duplicate" });
  expect(await ledger.progress()).toMatchObject({ open: 0, held: 0, delivered: 1 });
});

test("a transformer that is quicker than the extractor's record loses nothing", async () => {
  const { ledger } = await setup();
  await ledger.recordOrders(bill("a"), [planned("o1")]);
  await ledger.recordRead([bill("a")]);
  expect((await ledger.findBill("1"))?.state).toBe("ordered");
  expect(await ledger.progress()).toMatchObject({ bills: 1, open: 1 });
});

test("an excluded bill is counted with its rule and is not open", async () => {
  const { ledger } = await setup();
  await ledger.recordRead([bill("a")]);
  expect(await ledger.recordExcluded(bill("a"), "rule")).toBe("excluded");
  expect(await ledger.recordExcluded(bill("stale"), "rule")).toBe("superseded");
  expect(await ledger.progress()).toMatchObject({ excluded: 1, open: 0 });
});

test("the watermark never goes back", async () => {
  const { ledger } = await setup();
  await ledger.advance(2_000, 3_000);
  await ledger.advance(1_000, 4_000);
  expect(await ledger.progress()).toMatchObject({ watermarkMs: 2_000, firstReadAtMs: 3_000, lastReadAtMs: 4_000 });
});

test("a state that another version wrote is refused and left as it is", async () => {
  const { redis, ledger, name } = await setup();
  await redis.hset(`{billferry}:ledger:${name}:progress`, "version", "99");
  await expect(ledger.open()).rejects.toMatchObject({ code: "STATE_UNREADABLE" });
});
