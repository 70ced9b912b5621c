import type { Ledger } from "@billferry/ledger";
import { expect, test } from "vitest";

import { bill, isRecent, keyOf, nextMillisecond, openLedger, order, planned, REASON } from "./setup.ts";

const LEASE_MS = 60_000;
const NO = "X1-CK1";
const nth = (contentHash: string, revision: number) => bill(contentHash, { revision });
const told = async (ledger: Ledger) =>
  (await ledger.bills.history("1")).map(({ event, outerNo, text }) => [event, outerNo, text]);
const delivery = { stockoutNo: "CK1", proof: "answered" } as const;

test("a permit to push tells all that is known of the order", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 3), [planned("o0")]);
  await ledger.bills.recordOrders(nth("b", 4), [planned("o1")]);
  const permit = await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  expect(permit).toEqual({
    kind: "go",
    pushes: 1,
    firstPushAtMs: expect.any(Number),
    evidence: null,
    revision: 2,
    inventory: "needed",
  });
  expect(await isRecent(redis, permit.kind === "go" ? permit.firstPushAtMs : null)).toBe(true);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "pushing", pushes: 1 });
  // The same owner asks again, as a job does that is run anew: the first push stays the first.
  await redis.hset(keyOf(scheme, `o:${NO}`), "f", 5_000);
  expect(await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).toMatchObject({
    kind: "go",
    pushes: 2,
    firstPushAtMs: 5_000,
  });
  await ledger.inventory.begin("me", LEASE_MS);
  await ledger.inventory.recordEvidence([{ outerNo: NO, stockoutNo: "", effectHash: "e1", isAudited: false }]);
  await ledger.inventory.finish("me", "unavailable");
  expect(await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).toMatchObject({
    evidence: { stockoutNo: "", effectHash: "e1", isAudited: false },
    inventory: "unavailable",
  });
});

test("an order that this ledger does not know may be pushed, and is known from then on", async () => {
  const { ledger } = await openLedger();
  expect(await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).toMatchObject({
    kind: "go",
    revision: 1,
    inventory: "needed",
  });
  expect(await ledger.orders.find(NO)).toMatchObject({
    billId: "1",
    contentHash: "o1",
    state: "pushing",
    deliveredHash: null,
  });
});

test("another attempt is told how long to wait, and waits no longer than the lease", async () => {
  const { ledger } = await openLedger();
  await ledger.orders.beginPush(order("o1"), "first", LEASE_MS);
  const waitOf = async (): Promise<number> => {
    const permit = await ledger.orders.beginPush(order("o1"), "second", LEASE_MS);
    return permit.kind === "busy" ? permit.waitMs : -1;
  };
  expect(await waitOf()).toBeGreaterThan(LEASE_MS / 2);
  expect(await waitOf()).toBeLessThanOrEqual(LEASE_MS);
  expect(await ledger.orders.renewPush(NO, "first", 3 * LEASE_MS)).toBe(true);
  expect(await waitOf()).toBeGreaterThan(2 * LEASE_MS);
  expect(await ledger.orders.renewPush(NO, "first", 0)).toBe(true);
  await expect.poll(waitOf).toBe(-1);
});

test("an order that is given back waits again and has no owner", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.orders.releasePush(NO, "me");
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "waiting" });
  expect(await redis.hmget(keyOf(scheme, `o:${NO}`), "l", "u")).toEqual([null, null]);
  expect(await ledger.orders.renewPush(NO, "me", LEASE_MS)).toBe(false);
  // Released late, when the order is no longer being pushed.
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.bills.recordWithdrawn(bill("a"), "voided");
  await ledger.orders.releasePush(NO, "me");
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "withdrawn" });
});

test("a delivered order is recorded once and as it is", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.inventory.recordEvidence([{ outerNo: NO, stockoutNo: "CK1", effectHash: "e1", isAudited: true }]);
  await ledger.orders.recordDelivered(order("o1"), delivery);
  await ledger.orders.recordDelivered(order("o1"), delivery);
  const found = await ledger.orders.find(NO);
  expect(found).toEqual({
    outerNo: NO,
    billId: "1",
    state: "delivered",
    contentHash: "o1",
    deliveredHash: "o1",
    stockoutNo: "CK1",
    proof: "answered",
    revision: 1,
    pushes: 1,
    firstPushAtMs: null,
    deliveredAtMs: expect.any(Number),
    reason: "",
    code: null,
    corrections: [],
    doubt: null,
  });
  expect(await isRecent(redis, found?.deliveredAtMs)).toBe(true);
  expect(await ledger.progress.read()).toMatchObject({ delivered: 1 });
  expect(await ledger.bills.history("1")).toEqual([]);
  // Half a year of orders is kept, so a finished one holds nothing that can be told from the rest.
  const stored = await redis.hgetall(keyOf(scheme, `o:${NO}`));
  expect(stored).toEqual({ b: "1", h: "!o1", s: "d", d: "=", k: "CK1", p: "a", t: expect.any(String) });
  expect(await redis.hgetall(keyOf(scheme, "found"))).toEqual({});
});

test("an order that took several pushes says so, and one without a number of Wangdiantong's has none", async () => {
  const { redis, ledger, scheme } = await openLedger();
  for (let count = 0; count < 3; count += 1) await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: null, proof: "duplicate" });
  expect(await ledger.orders.find(NO)).toMatchObject({ pushes: 3, stockoutNo: null, proof: "duplicate" });
  expect(await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).toEqual({ kind: "delivered", stockoutNo: null });
  expect(await redis.keys(keyOf(scheme, "k:*"))).toEqual([]);
});

test("a delivery that a wiped ledger knows nothing of is believed", async () => {
  const { ledger } = await openLedger();
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "looked-up" });
  expect(await ledger.orders.find(NO)).toMatchObject({ billId: "1", state: "delivered", contentHash: "o1", pushes: 1 });
  expect(await ledger.progress.read()).toMatchObject({ delivered: 1, held: 0 });
  // A transformer that comes later finds it delivered.
  expect(await ledger.bills.recordOrders(bill("a"), [planned("o1")])).toMatchObject([{ verdict: "already-delivered" }]);
});

test("a change after delivery comes with the time of the delivery and its number, where they are known", async () => {
  const { redis, ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1"), planned("o1", "X1-CK2")]);
  await ledger.orders.recordDelivered(order("o1"), delivery);
  await ledger.orders.recordDelivered(order("o1", "X1-CK2"), { stockoutNo: null, proof: "duplicate" });
  await ledger.bills.recordOrders(nth("b", 2), [planned("o2"), planned("o2", "X1-CK2")]);
  const permit = await ledger.orders.beginPush(order("o2"), "me", LEASE_MS);
  expect(permit).toEqual({ kind: "changed", stockoutNo: "CK1", deliveredAtMs: expect.any(Number), corrections: [] });
  expect(await isRecent(redis, permit.kind === "changed" ? permit.deliveredAtMs : null)).toBe(true);
  expect(await ledger.orders.beginPush(order("o2", "X1-CK2"), "me", LEASE_MS)).toMatchObject({ stockoutNo: null });
  expect(await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).toEqual({ kind: "superseded" });
});

test("a repeated report of a delivery does not open again what a person has settled", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), delivery);
  await ledger.bills.recordOrders(nth("b", 2), [planned("o2")]);
  await ledger.cases.accept(`order:${NO}`, { by: "li", note: "客户同意" });
  await ledger.orders.recordDelivered(order("o1"), delivery);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "delivered", contentHash: "o2", deliveredHash: "o1" });
  expect(await ledger.cases.list({ limit: 9 })).toEqual([]);
});

test("a push that lands late is told as what is wrong with it by now, not as what was wrong with it then", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.bills.recordOrders(nth("b", 2), [planned("o2")]);
  const dispute = { code: "WDT_NOT_AUDITED", text: "[WDT_NOT_AUDITED]" } as const;
  await ledger.orders.recordDelivered(order("o1"), { ...delivery, dispute });
  expect(await ledger.cases.list({ limit: 9 })).toMatchObject([{ code: "BILL_CHANGED_AFTER_DELIVERY", text: "" }]);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "disputed", contentHash: "o2", deliveredHash: "o1" });
  expect(await told(ledger)).toEqual([["disputed", NO, "BILL_CHANGED_AFTER_DELIVERY"]]);
});

test("a refused order is a case with its reason, which is told once for each reason", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.orders.beginPush(order("o1"), "me", LEASE_MS);
  await ledger.orders.recordHeld(order("o1"), REASON);
  await ledger.orders.recordHeld(order("o1"), REASON);
  expect(await ledger.cases.list({ limit: 9 })).toMatchObject([{ caseId: `order:${NO}`, billId: "1", ...REASON }]);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "held", reason: REASON.text, code: REASON.code });
  expect(await told(ledger)).toEqual([["held", NO, REASON.code]]);
  await ledger.orders.recordHeld(order("o1"), { code: "PROGRAM_BUG", text: "[PROGRAM_BUG]" });
  expect(await ledger.cases.find(`order:${NO}`)).toMatchObject({ code: "PROGRAM_BUG" });
  expect(await told(ledger)).toHaveLength(2);
  // It belongs to nobody: a retry need not wait for a lease.
  expect(await redis.hmget(keyOf(scheme, `o:${NO}`), "l", "u")).toEqual([null, null]);
  expect(await ledger.orders.beginPush(order("o1"), "other", LEASE_MS)).toMatchObject({ kind: "go" });
});

test("an order that is refused without ever having been planned belongs to its bill all the same", async () => {
  const { ledger } = await openLedger();
  await ledger.orders.recordHeld(order("o1"), REASON);
  expect(await ledger.orders.find(NO)).toMatchObject({ billId: "1", contentHash: "o1", state: "held" });
  expect(await told(ledger)).toEqual([["held", NO, REASON.code]]);
});

test("a delivered order that turns out wrong is disputed, with its reason and its history", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), delivery);
  await ledger.orders.recordHeld(order("o1"), REASON);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "disputed", deliveredHash: "o1", code: REASON.code });
  expect(await told(ledger)).toEqual([["disputed", NO, REASON.code]]);
});

test("a refusal of what nobody wants any more is no case", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1"), planned("o1", "X1-CK2")]);
  await ledger.orders.recordHeld(order("o1"), REASON);
  await ledger.cases.accept(`order:${NO}`, { by: "li", note: "不发" });
  await ledger.orders.recordHeld(order("o1"), REASON);
  await ledger.bills.recordOrders(nth("b", 2), [planned("o1"), planned("o2", "X1-CK2")]);
  await ledger.orders.recordHeld(order("o1", "X1-CK2"), REASON);
  expect(await ledger.cases.list({ limit: 9 })).toEqual([]);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "withdrawn" });
  expect(await ledger.orders.find("X1-CK2")).toMatchObject({ state: "waiting", contentHash: "o2" });
});

test("an order that somebody else had pushed is counted and told", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.noteForeignDuplicate(NO);
  await ledger.orders.noteForeignDuplicate(NO);
  expect(await ledger.progress.read()).toMatchObject({ foreignDuplicates: 2 });
  expect(await told(ledger)).toEqual([
    ["lost-to-other", NO, ""],
    ["lost-to-other", NO, ""],
  ]);
  // Of an order that belongs to no bill nothing can be told.
  await ledger.orders.noteForeignDuplicate("X9");
  expect(await ledger.bills.history("")).toEqual([]);
});

test("a delivery that turns into a dispute keeps the time of its delivery and is open since then", async () => {
  const { redis, ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), delivery);
  const deliveredAtMs = (await ledger.orders.find(NO))?.deliveredAtMs;
  await nextMillisecond(redis);
  await ledger.orders.recordHeld(order("o1"), REASON);
  expect(await ledger.orders.find(NO)).toMatchObject({ deliveredAtMs, stockoutNo: "CK1", proof: "answered" });
  expect(await isRecent(redis, (await ledger.cases.find(`order:${NO}`))?.sinceMs)).toBe(true);
});
