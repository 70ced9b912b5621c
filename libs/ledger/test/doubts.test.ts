import type { Ledger, Look } from "@billferry/ledger";
import { expect, test } from "vitest";

import { bill, keyOf, openLedger, order, planned, REASON } from "./setup.ts";

const LEASE_MS = 60_000;
const NO = "X1-CK1";
const CASE = `order:${NO}`;
const nth = (contentHash: string, revision: number) => bill(contentHash, { revision });
const CANCELLED = { code: "WDT_ORDER_CANCELLED", text: "旺店通中已取消" } as const;
const UNVERIFIED = { code: "WDT_ORDER_UNVERIFIED", text: "尚未能查实" } as const;

async function deliver(ledger: Ledger, more: { doubt?: "content"; stockoutNo?: string | null } = {}): Promise<void> {
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1")]);
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered", ...more });
}

async function withdraw(ledger: Ledger): Promise<void> {
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "unapproved");
}

async function look(ledger: Ledger, seen: Look): Promise<void> {
  const [doubtful] = await ledger.doubts.list(1);
  if (doubtful === undefined) throw new Error("no order is in doubt");
  expect(await ledger.doubts.recordLook(doubtful, seen)).toBe("recorded");
}

const doubtsOf = async (ledger: Ledger) => (await ledger.progress.read()).doubts;
const NONE = { content: 0, life: 0, presence: 0 };

test("an order that is known by a refusal alone is delivered, its content in doubt until it was seen", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await deliver(ledger, { doubt: "content", stockoutNo: null });
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "delivered", doubt: "content" });
  expect(await doubtsOf(ledger)).toEqual({ ...NONE, content: 1 });
  await look(ledger, { kind: "same", stockoutNo: "CK7" });
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "delivered", doubt: null, stockoutNo: "CK7" });
  expect(await ledger.orders.findByStockoutNo("CK7")).toMatchObject({ outerNo: NO });
  expect(await doubtsOf(ledger)).toEqual(NONE);
  expect(await redis.zcard(keyOf(scheme, "doubts"))).toBe(0);
});

test("content in doubt that turns out to be another is a dispute, line by line, and the doubt is over", async () => {
  const { ledger } = await openLedger();
  await deliver(ledger, { doubt: "content" });
  const differences = [{ specNo: "A", wanted: "12" as never, present: "10" as never }];
  const reason = { code: "WDT_ORDER_DIFFERS", text: "A 应为 12,实为 10" } as const;
  await look(ledger, { kind: "wrong", stockoutNo: "CK1", reason, differences, restMs: null });
  expect(await ledger.cases.list({ limit: 9 })).toMatchObject([{ code: "WDT_ORDER_DIFFERS", differences }]);
  expect(await doubtsOf(ledger)).toEqual(NONE);
});

test("a delivered order that is asked for again is verified before its case is closed", async () => {
  const { ledger } = await openLedger();
  await deliver(ledger);
  await withdraw(ledger);
  expect(await ledger.bills.recordOrders(nth("a", 2), [planned("o1")])).toEqual([
    { outerNo: NO, verdict: "verify", revision: 2 },
  ]);
  // The transformer may run twice.
  expect(await ledger.bills.recordOrders(nth("a", 2), [planned("o1")])).toMatchObject([
    { verdict: "verify", revision: 2 },
  ]);
  expect(await ledger.cases.find(CASE)).toBeDefined();
  expect(await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).toMatchObject({
    kind: "verify",
    stockoutNo: "CK1",
    corrections: [],
    isAccepted: false,
  });
  await look(ledger, { kind: "wrong", stockoutNo: "CK1", reason: CANCELLED, differences: [], restMs: 60_000 });
  expect(await ledger.cases.find(CASE)).toMatchObject({ code: "WDT_ORDER_CANCELLED" });
  expect(await doubtsOf(ledger)).toEqual({ ...NONE, life: 1 });
  // Somebody has revived it there.
  await look(ledger, { kind: "same", stockoutNo: null });
  expect(await ledger.cases.find(CASE)).toBeUndefined();
  expect(await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).toMatchObject({ kind: "delivered" });
});

test("also after a person has settled the withdrawal, and after a change that was taken back", async () => {
  const { ledger } = await openLedger();
  await deliver(ledger);
  await withdraw(ledger);
  await ledger.cases.accept(CASE, { by: "王", note: "已取消" });
  expect(await ledger.bills.recordOrders(nth("a", 2), [planned("o1")])).toMatchObject([{ verdict: "verify" }]);
  await look(ledger, { kind: "same", stockoutNo: null });
  await ledger.bills.recordOrders(nth("b", 3), [planned("o2")]);
  expect(await ledger.bills.recordOrders(nth("a", 4), [planned("o1")])).toMatchObject([
    { verdict: "verify", revision: 4 },
  ]);
  await ledger.bills.recordOrders(nth("c", 5), [planned("o3")]);
  expect(await doubtsOf(ledger)).toEqual(NONE);
  expect(await ledger.cases.list({ limit: 9 })).toMatchObject([{ code: "BILL_CHANGED_AFTER_DELIVERY" }]);
});

test("what a person had accepted, and is asked for again, is in doubt for its life alone", async () => {
  const { ledger } = await openLedger();
  await deliver(ledger);
  await ledger.bills.recordOrders(nth("b", 2), [planned("o2")]);
  await ledger.cases.accept(CASE, { by: "王", note: "已线下处理" });
  await ledger.bills.recordOrders(nth("c", 3), [planned("o3")]);
  expect(await ledger.bills.recordOrders(nth("d", 4), [planned("o2")])).toMatchObject([{ verdict: "verify" }]);
  expect(await ledger.orders.beginPush(order("o2"), "me", LEASE_MS)).toMatchObject({
    kind: "verify",
    isAccepted: true,
  });
});

test("content in doubt stays so when the bill goes and comes back, and is never called a change", async () => {
  const { ledger } = await openLedger();
  await deliver(ledger, { doubt: "content" });
  await withdraw(ledger);
  expect(await ledger.bills.recordOrders(nth("b", 2), [planned("o2")])).toMatchObject([{ verdict: "verify" }]);
  await look(ledger, { kind: "same", stockoutNo: null });
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "delivered", contentHash: "o2", deliveredHash: "o2" });
});

test("an order that may have been let out is remembered when its bill goes: while pushed, after a refusal, after a kill", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1")]);
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.orders.recordHeld(order("o1"), REASON);
  expect(await doubtsOf(ledger)).toEqual({ ...NONE, presence: 1 });
  await withdraw(ledger);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "withdrawn", doubt: "presence" });
  await ledger.orders.recordPresent({ outerNo: NO, billId: "1" }, "CK9");
  expect(await ledger.cases.list({ limit: 9 })).toMatchObject([{ id: NO, code: "BILL_WITHDRAWN_AFTER_DELIVERY" }]);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "disputed", stockoutNo: "CK9", doubt: null });
  // Nobody knows its content, so that whatever comes back is looked at.
  expect(await ledger.bills.recordOrders(nth("a", 2), [planned("o1")])).toMatchObject([{ verdict: "verify" }]);
});

test("an attempt that surely had no effect leaves no doubt, and one of two leaves one", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1")]);
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.orders.releasePush(NO, "me", true);
  expect(await ledger.orders.find(NO)).toMatchObject({ pushes: 0, firstPushAtMs: null });
  await ledger.orders.recordHeld(order("o1"), REASON);
  expect(await doubtsOf(ledger)).toEqual(NONE);
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.orders.releasePush(NO, "me");
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.orders.releasePush(NO, "me", true);
  await withdraw(ledger);
  expect(await doubtsOf(ledger)).toEqual({ ...NONE, presence: 1 });
});

test("an order that is dropped in mid-push is in doubt until that push has told", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1")]);
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await withdraw(ledger);
  expect(await doubtsOf(ledger)).toEqual({ ...NONE, presence: 1 });
  await ledger.orders.releasePush(NO, "me", true);
  expect(await doubtsOf(ledger)).toEqual(NONE);
});

test("what is not there is forgotten; what cannot be told is a case, which a person ends", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1"), planned("p1", "X1-CK2")]);
  for (const [outerNo, hash] of [
    [NO, "o1"],
    ["X1-CK2", "p1"],
  ] as const)
    await ledger.orders.beginPush(order(hash, outerNo), "me", LEASE_MS);
  await withdraw(ledger);
  expect(await doubtsOf(ledger)).toEqual({ ...NONE, presence: 2 });
  for (const doubtful of await ledger.doubts.list(9))
    await ledger.doubts.recordLook(doubtful, { kind: "vain", restMs: 5_000, reason: UNVERIFIED });
  expect(await ledger.cases.list({ limit: 9 })).toMatchObject([
    { code: "WDT_ORDER_UNVERIFIED" },
    { code: "WDT_ORDER_UNVERIFIED" },
  ]);
  expect((await ledger.doubts.list(9)).map(({ looks }) => looks)).toEqual([1, 1]);
  expect(await ledger.doubts.due(9)).toEqual([]);
  await ledger.cases.accept("order:X1-CK2", { by: "王", note: "旺店通中没有" });
  await look(ledger, { kind: "gone" });
  expect(await ledger.progress.read()).toMatchObject({ held: 0, doubts: NONE });
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "withdrawn", pushes: 0 });
  expect((await ledger.bills.history("1")).at(-1)).toMatchObject({ event: "not-there", outerNo: NO });
});

test("an order in doubt that is pushed again is in none, and a look that comes late changes nothing", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1")]);
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.orders.recordHeld(order("o1"), REASON);
  const [doubtful] = await ledger.doubts.list(1);
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  expect(await doubtsOf(ledger)).toEqual(NONE);
  expect(doubtful && (await ledger.doubts.recordLook(doubtful, { kind: "gone" }))).toBe("superseded");
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "pushing", pushes: 2 });
});

test("the job of an order in doubt or dispute is kept, and goes with it", async () => {
  const { redis, ledger, scheme } = await openLedger();
  const job = { billNo: "X1" } as never;
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: null, proof: "duplicate", doubt: "content", job });
  expect(await ledger.doubts.list(1)).toMatchObject([{ job: '{"billNo":"X1"}' }]);
  await look(ledger, { kind: "same", stockoutNo: null });
  expect(await redis.hexists(keyOf(scheme, `o:${NO}`), "g")).toBe(0);
});

test("a bill with an order in doubt is not pruned, and a person may end any doubt", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordRead([bill("a")]);
  await deliver(ledger, { doubt: "content" });
  expect(await ledger.keeping.prune("2027-01-01", 10)).toBe(0);
  expect(await ledger.cases.canBeSettled(CASE)).toBe(true);
  expect(await ledger.cases.accept(CASE, { by: "王", note: "已核对" })).toBe("settled");
  expect(await doubtsOf(ledger)).toEqual(NONE);
  expect(await ledger.cases.canBeSettled(CASE)).toBe(false);
  expect(await ledger.cases.accept(CASE, { by: "王", note: "已核对" })).toBe("not-a-case");
  expect(await ledger.keeping.prune("2027-01-01", 10)).toBe(1);
});

const SEEN = { outerNo: NO, stockoutNo: "CK1", effectHash: "e1", isAudited: true } as const;
const STRANGER = { billId: "9", billNo: "X1", approvedAt: "2026-11-20T10:00:00" };

async function foundIn(ledger: Ledger): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const documents of ledger.inventory.found()) found.push(...documents.map(({ outerNo }) => outerNo));
  return found;
}

test("a document that the inventory saw is a case of the bill that was withdrawn, and lives on when it comes back", async () => {
  const { ledger } = await openLedger();
  const correction = { ...SEEN, outerNo: `${NO}-R1`, isCorrection: true } as const;
  await ledger.inventory.recordEvidence([SEEN, correction]);
  expect(await foundIn(ledger)).toEqual([NO]);
  expect(await ledger.inventory.recordStray(SEEN, { ...STRANGER, cause: "unapproved" })).toBe("recorded");
  expect(await ledger.cases.list({ limit: 9 })).toMatchObject([
    { id: NO, billNo: "X1", code: "BILL_WITHDRAWN_AFTER_DELIVERY" },
  ]);
  expect(await ledger.bills.find("9")).toMatchObject({ state: "withdrawn", reason: "unapproved", orders: [NO] });
  expect(await foundIn(ledger)).toEqual([]);
  const again = bill("a", { billId: "9", billNo: "X1", revision: 2 });
  expect(await ledger.bills.recordRead([again])).toMatchObject({ changed: 1 });
  expect(await ledger.bills.recordOrders(again, [planned("o1")])).toMatchObject([{ verdict: "verify" }]);
});

test("a document of a bill that stands and does not ask for it is a case of its change", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o2", "X1-CK2")]);
  await ledger.inventory.recordEvidence([SEEN]);
  await ledger.inventory.recordStray(SEEN, { billId: "1", billNo: "XSCKD000001", approvedAt: "2026-11-20T10:00:00" });
  expect(await ledger.cases.list({ limit: 9 })).toMatchObject([{ id: NO, code: "BILL_CHANGED_AFTER_DELIVERY" }]);
  expect(await ledger.bills.find("1")).toMatchObject({ state: "ordered", orders: ["X1-CK2", NO] });
});

test("a document that is asked for after all is no stray, and one that nobody asks for is counted until it is", async () => {
  const { ledger } = await openLedger();
  await ledger.inventory.recordEvidence([SEEN]);
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  expect(await ledger.inventory.recordStray(SEEN, STRANGER)).toBe("claimed");
  await ledger.inventory.recordEvidence([
    { ...SEEN, outerNo: "Z1-CK1" },
    { ...SEEN, outerNo: "Z2-CK1" },
  ]);
  await ledger.inventory.recordUnclaimed(["Z1-CK1", "Z2-CK1"]);
  expect((await ledger.progress.read()).unclaimed).toBe(2);
  expect(await ledger.inventory.unclaimed()).toMatchObject([
    { outerNo: "Z1-CK1", stockoutNo: "CK1" },
    { outerNo: "Z2-CK1" },
  ]);
  await ledger.orders.recordDelivered(order("z1", "Z1-CK1"), { stockoutNo: "CK1", proof: "looked-up" });
  expect(await ledger.cases.accept("order:Z2-CK1", { by: "王", note: "不是本系统的" })).toBe("settled");
  expect((await ledger.progress.read()).unclaimed).toBe(0);
});

test("an inventory is tried again only where it was impossible, after its rest, and pushes do not wait for it", async () => {
  const { ledger } = await openLedger();
  expect(await ledger.inventory.beginAgain("me", LEASE_MS, 0)).toBe("over");
  expect((await ledger.progress.read()).inventory).toBe("needed");
  await ledger.inventory.begin("me", LEASE_MS);
  expect(await ledger.inventory.beginAgain("me", LEASE_MS, 0)).toBe("over");
  await ledger.inventory.finish("me", "unavailable", "没有权限");
  expect(await ledger.inventory.beginAgain("me", LEASE_MS, 60_000)).toBe("over");
  expect(await ledger.inventory.beginAgain("me", LEASE_MS, 0)).toBe("begun");
  expect(await ledger.progress.read()).toMatchObject({ inventory: "unavailable", inventoryError: "没有权限" });
  expect(await ledger.inventory.begin("other", LEASE_MS)).toBe("over");
  await ledger.inventory.finish("me", "done");
  expect(await ledger.progress.read()).toMatchObject({ inventory: "done", inventoryError: null });
});
