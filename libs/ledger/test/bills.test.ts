import type { Ledger } from "@billferry/ledger";
import { expect, test } from "vitest";

import { bill, isRecent, keyOf, nextMillisecond, openLedger, order, planned, REASON, seeSame } from "./setup.ts";

const LEASE_MS = 60_000;
const nth = (contentHash: string, revision: number) => bill(contentHash, { revision });
const told = async (ledger: Ledger) =>
  (await ledger.bills.history("1")).map(({ event, outerNo, text, by }) => [event, outerNo, text, by]);
const open = async (ledger: Ledger) =>
  (await ledger.openItems.list({ olderThanMs: 0, limit: 10 })).map((item) => item.caseId).toSorted();

test("a bill is recorded as it was read, and keeps the moment of its first reading", async () => {
  const { redis, ledger, scheme } = await openLedger();
  expect(await ledger.bills.recordRead([bill("a")])).toEqual({ fresh: 1, changed: 0 });
  const found = await ledger.bills.find("1");
  const rest = {
    earlierNumbers: [],
    hasOwnKeys: false,
    hold: null,
    reason: "",
    code: null,
    readAtMs: expect.any(Number),
  };
  expect(found).toEqual({ ...bill("a"), state: "read", orders: [], ...rest });
  expect(await isRecent(redis, found?.readAtMs)).toBe(true);
  await redis.hset(keyOf(scheme, "b:1"), "t", 7);
  expect(await ledger.bills.recordRead([nth("b", 2)])).toEqual({ fresh: 0, changed: 1 });
  expect(await ledger.bills.recordRead([nth("b", 2)])).toEqual({ fresh: 0, changed: 0 });
  expect(await ledger.bills.find("1")).toMatchObject({ contentHash: "b", revision: 2, readAtMs: 7_000 });
  expect(await ledger.progress.read()).toMatchObject({ bills: 1 });
});

test("the number of a content is the reader's, and the ledger keeps the highest that it was told", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordRead([nth("a", 1)]);
  const revisions: unknown[] = [];
  for (const [content, revision] of [
    ["b", 2],
    // Another reader that met the same change.
    ["c", 2],
    ["d", 9],
    ["e", 2],
  ] as const) {
    await ledger.bills.recordRead([nth(content, revision)]);
    revisions.push((await ledger.bills.find("1"))?.revision);
  }
  expect(revisions).toEqual([2, 2, 9, 9]);
  await ledger.bills.recordRead([bill("a", { billId: "2", revision: 3 })]);
  expect(await ledger.bills.find("2")).toMatchObject({ revision: 3 });
  expect((await ledger.bills.known(["1", "2"])).get("2")).toEqual({ contentHash: "a", state: "read", revision: 3 });
});

test("a withdrawn bill that is approved again as it was is new work, under a number of its own", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordRead([bill("a")]);
  expect(await ledger.bills.recordWithdrawn(bill("a"), "voided")).toBe("withdrawn");
  expect(await ledger.bills.recordWithdrawn(bill("a"), "deleted")).toBe("superseded");
  expect(await ledger.progress.read()).toMatchObject({ withdrawn: 1, open: 0 });
  // Jobs of before the withdrawal.
  expect(await ledger.bills.recordOrders(bill("a"), [planned("o1")])).toBeUndefined();
  expect(await ledger.bills.recordExcluded(bill("a"), "rule")).toBe("superseded");
  await ledger.bills.recordHeld(bill("a"), REASON);
  expect(await ledger.bills.find("1")).toMatchObject({ state: "withdrawn", reason: "voided" });
  expect(await ledger.bills.recordRead([nth("a", 2)])).toEqual({ fresh: 0, changed: 1 });
  expect(await ledger.bills.find("1")).toMatchObject({ state: "read", revision: 2, reason: "" });
  expect(await ledger.progress.read()).toMatchObject({ withdrawn: 0, open: 1 });
  expect(await told(ledger)).toEqual([
    ["withdrawn", undefined, "voided", undefined],
    ["changed", undefined, "w", undefined],
  ]);
});

test("a transformer that is quicker than the record of a new approval is believed", async () => {
  const { ledger } = await openLedger();
  for (const billId of ["1", "2"]) {
    await ledger.bills.recordRead([bill("a", { billId })]);
    await ledger.bills.recordWithdrawn({ billId, contentHash: "a" }, "unapproved");
  }
  expect(await ledger.bills.recordOrders(nth("a", 2), [planned("o1")])).toMatchObject([{ verdict: "enqueue" }]);
  await ledger.bills.recordHeld(bill("a", { billId: "2", revision: 2 }), REASON);
  expect(await ledger.bills.find("1")).toMatchObject({ state: "ordered", revision: 2 });
  expect(await ledger.bills.find("2")).toMatchObject({ state: "held", revision: 2 });
});

test("what was planned from the old content does not go out; what is on its way or there stays for now", async () => {
  const { ledger } = await openLedger();
  const orders = ["CK1", "CK2", "CK3", "CK4"].map((warehouse) => planned("o1", `X1-${warehouse}`));
  await ledger.bills.recordOrders(bill("a"), orders);
  await ledger.orders.recordHeld(order("o1", "X1-CK2"), REASON);
  await ledger.orders.beginPush(order("o1", "X1-CK3"), "me", LEASE_MS);
  await ledger.orders.recordDelivered(order("o1", "X1-CK4"), { stockoutNo: "CK4", proof: "answered" });
  await ledger.bills.recordRead([nth("b", 2)]);
  const states = await Promise.all(orders.map(async ({ outerNo }) => (await ledger.orders.find(outerNo))?.state));
  expect(states).toEqual(["withdrawn", "withdrawn", "pushing", "delivered"]);
  expect(await open(ledger)).toEqual(["bill:1", "order:X1-CK3"]);
  expect(await ledger.cases.list({ limit: 9 })).toEqual([]);
  expect(await ledger.orders.renewPush("X1-CK3", "me", LEASE_MS)).toBe(true);
  expect(await told(ledger)).toEqual([
    ["held", "X1-CK2", "WDT_SKU_UNKNOWN", undefined],
    ["changed", undefined, "o", undefined],
  ]);
});

test("an older job changes nothing, whatever it found", async () => {
  const { ledger } = await openLedger();
  for (const [content, revision] of [
    ["a", 1],
    ["b", 2],
    ["c", 3],
  ] as const)
    await ledger.bills.recordRead([nth(content, revision)]);
  expect(await ledger.bills.recordOrders(nth("b", 2), [planned("o2")])).toBeUndefined();
  expect(await ledger.bills.recordExcluded(nth("b", 2), "rule")).toBe("superseded");
  await ledger.bills.recordHeld(nth("b", 2), REASON);
  expect(await ledger.bills.find("1")).toMatchObject({ contentHash: "c", revision: 3, state: "read" });
  expect(await ledger.cases.list({ limit: 9 })).toEqual([]);
  // The same content under an older number: content comes back as it was between two readings.
  await ledger.bills.recordHeld(nth("c", 1), REASON);
  expect(await ledger.bills.find("1")).toMatchObject({ contentHash: "c", revision: 3, state: "held" });
  expect(await ledger.bills.recordOrders(nth("c", 1), [planned("o3")])).toMatchObject([{ verdict: "enqueue" }]);
  expect(await ledger.bills.find("1")).toMatchObject({ contentHash: "c", revision: 3, state: "ordered" });
});

test("a bill that cannot be transformed is a case with its reason, and a newer content settles it", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordHeld(nth("a", 1), REASON);
  expect(await ledger.bills.find("1")).toMatchObject({ ...bill("a"), state: "held", reason: REASON.text });
  expect(await ledger.cases.list({ limit: 9 })).toEqual([
    {
      caseId: "bill:1",
      kind: "bill",
      id: "1",
      billId: "1",
      billNo: "XSCKD000001",
      sinceMs: expect.any(Number),
      contentHash: "a",
      gaps: [],
      differences: [],
      ...REASON,
    },
  ]);
  await ledger.bills.recordHeld(nth("b", 2), { code: "PROGRAM_BUG", text: "[PROGRAM_BUG]" });
  expect(await ledger.cases.find("bill:1")).toMatchObject({ code: "PROGRAM_BUG", text: "[PROGRAM_BUG]" });
  expect(await told(ledger)).toEqual([
    ["held", undefined, "WDT_SKU_UNKNOWN", undefined],
    ["held", undefined, "PROGRAM_BUG", undefined],
  ]);
  await ledger.bills.recordRead([nth("c", 3)]);
  expect(await ledger.cases.find("bill:1")).toBeUndefined();
  expect(await ledger.bills.find("1")).toMatchObject({ state: "read", reason: "" });
});

test("a bill that nobody had read is found by its number and by its day, whichever stage met it first", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordHeld(bill("a", { billId: "2" }), REASON);
  await ledger.bills.recordOrders(bill("a", { billId: "3" }), []);
  await ledger.bills.recordExcluded(bill("a", { billId: "4" }), "没有明细");
  for (const billId of ["2", "3", "4"])
    expect(await ledger.bills.findByNumber(`XSCKD00000${billId}`)).toMatchObject([bill("a", { billId })]);
  expect((await ledger.bills.idsOfDay("2026-11-23")).toSorted()).toEqual(["2", "3", "4"]);
  expect(await ledger.bills.find("4")).toMatchObject({ state: "excluded", reason: "没有明细" });
  expect(await ledger.progress.read()).toMatchObject({ bills: 3, excluded: 1, held: 1, open: 0 });
});

test("planning the same orders again changes nothing, and each keeps its number", async () => {
  const { ledger } = await openLedger();
  const first = await ledger.bills.recordOrders(nth("a", 1), [planned("o1", "X1-CK1"), planned("o1", "X1-CK2")]);
  expect(first).toEqual([
    { outerNo: "X1-CK1", verdict: "enqueue", revision: 1 },
    { outerNo: "X1-CK2", verdict: "enqueue", revision: 1 },
  ]);
  const again = await ledger.bills.recordOrders(nth("a", 1), [planned("o1", "X1-CK1"), planned("o1", "X1-CK2")]);
  expect(again).toEqual(first);
  expect(await ledger.orders.find("X1-CK1")).toMatchObject({ billId: "1", contentHash: "o1", revision: 1, pushes: 0 });
  expect(await open(ledger)).toEqual(["order:X1-CK1", "order:X1-CK2"]);
});

test("orders that are not asked for any more stay listed behind those that are", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1", "XSCKD000001-CK1"), planned("o1", "X1-CK2")]);
  await ledger.bills.recordOrders(nth("b", 2), [planned("o1", "X1-CK3")]);
  expect((await ledger.bills.find("1"))?.orders).toEqual(["X1-CK3", "XSCKD000001-CK1", "X1-CK2"]);
  await ledger.bills.recordExcluded(nth("c", 3), "rule");
  expect((await ledger.bills.find("1"))?.orders).toEqual(["X1-CK3", "XSCKD000001-CK1", "X1-CK2"]);
  expect(await open(ledger)).toEqual([]);
});

test("a change after delivery is told once, however often it is planned, and other content tells it anew", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await ledger.bills.recordOrders(nth("b", 2), [planned("o2")]);
  const difference = { specNo: "A", wanted: "12" as never, present: "10" as never };
  await ledger.orders.noteDifferences("X1-CK1", [difference]);
  expect(await ledger.bills.recordOrders(nth("b", 2), [planned("o2")])).toEqual([
    { outerNo: "X1-CK1", verdict: "changed-after-delivery", revision: 2 },
  ]);
  expect(await ledger.cases.list({ limit: 9 })).toMatchObject([{ text: "", differences: [difference] }]);
  const code = "BILL_CHANGED_AFTER_DELIVERY";
  expect(await told(ledger)).toEqual([["disputed", "X1-CK1", code, undefined]]);
  expect(await ledger.orders.find("X1-CK1")).toMatchObject({ contentHash: "o2", deliveredHash: "o1", code });
  await ledger.bills.recordOrders(nth("c", 3), [planned("o3")]);
  expect(await ledger.cases.list({ limit: 9 })).toMatchObject([{ differences: [] }]);
  expect(await told(ledger)).toHaveLength(2);
  // Back to what was delivered: once it was seen alive nothing is left to settle, and nothing to push.
  expect(await ledger.bills.recordOrders(nth("d", 4), [planned("o1")])).toMatchObject([
    { verdict: "verify", revision: 4 },
  ]);
  await seeSame(ledger);
  expect(await ledger.orders.find("X1-CK1")).toMatchObject({
    state: "delivered",
    contentHash: "o1",
    deliveredHash: "o1",
  });
  expect(await ledger.orders.beginPush(order("o1"), "me", LEASE_MS)).toEqual({ kind: "delivered", stockoutNo: "CK1" });
});

test("an order that falls away after delivery is a case of its bill's change, once", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1"), planned("p1", "X1-CK2")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await ledger.bills.recordOrders(nth("b", 2), [planned("p1", "X1-CK2")]);
  const code = "BILL_CHANGED_AFTER_DELIVERY";
  expect(await ledger.cases.list({ limit: 9 })).toMatchObject([{ caseId: "order:X1-CK1", code, billId: "1" }]);
  expect(await ledger.orders.find("X1-CK1")).toMatchObject({ contentHash: "", deliveredHash: "o1" });
  expect(await ledger.cases.accept("order:X1-CK1", { by: "li", note: "客户留下" })).toBe("settled");
  await ledger.bills.recordOrders(nth("b", 2), [planned("p1", "X1-CK2")]);
  expect(await ledger.orders.find("X1-CK1")).toMatchObject({ state: "delivered" });
  expect(await told(ledger)).toEqual([
    ["disputed", "X1-CK1", code, undefined],
    ["accepted", "X1-CK1", "客户留下", "li"],
  ]);
});

test("a bill whose work had got lost says so in its history", async () => {
  const { redis, ledger } = await openLedger();
  await ledger.bills.noteRevived("1");
  expect(await told(ledger)).toEqual([["revived", undefined, "", undefined]]);
  expect(await isRecent(redis, (await ledger.bills.history("1"))[0]?.atMs)).toBe(true);
  for (let count = 0; count < 60; count += 1) await ledger.bills.noteRevived("1");
  await ledger.bills.recordHeld(bill("a"), REASON);
  const entries = await ledger.bills.history("1");
  expect(entries).toHaveLength(50);
  expect(entries.at(-1)).toMatchObject({ event: "held" });
});

test("what is open or a case keeps the moment since when, whatever is repeated", async () => {
  const { redis, ledger } = await openLedger();
  const since = async () => {
    const items = await ledger.openItems.list({ olderThanMs: 0, limit: 9 });
    const cases = await ledger.cases.list({ limit: 9 });
    return new Map([...items, ...cases].map((item) => [item.caseId, item.sinceMs]));
  };
  await ledger.bills.recordRead([bill("a", { billId: "2" })]);
  await ledger.bills.recordHeld(bill("a", { billId: "3" }), REASON);
  await ledger.bills.recordOrders(nth("a", 1), [planned("o1")]);
  await ledger.bills.recordOrders(bill("a", { billId: "4" }), [planned("o1", "X4-CK1")]);
  await ledger.orders.recordHeld({ ...order("o1", "X4-CK1"), billId: "4" }, REASON);
  const before = await since();
  expect([...before.keys()].toSorted()).toEqual(["bill:2", "bill:3", "order:X1-CK1", "order:X4-CK1"]);
  for (const at of before.values()) expect(await isRecent(redis, at)).toBe(true);
  await nextMillisecond(redis);
  await ledger.bills.recordRead([bill("b", { billId: "2", revision: 2 })]);
  await ledger.bills.recordHeld(bill("a", { billId: "3" }), REASON);
  await ledger.bills.recordOrders(nth("b", 2), [planned("o2")]);
  await ledger.orders.beginPush(order("o2"), "me", LEASE_MS);
  await ledger.orders.recordHeld({ ...order("o1", "X4-CK1"), billId: "4" }, REASON);
  expect(await since()).toEqual(before);
});

test("a bill number that is used again leads to all its bills, each once", async () => {
  const { ledger } = await openLedger();
  const billNo = "XSCKD000001";
  for (const billId of ["1", "11", "1", "111"]) await ledger.bills.recordRead([bill(`a${billId}`, { billId, billNo })]);
  await ledger.bills.recordRead([bill("b", { billNo, revision: 2 })]);
  expect((await ledger.bills.findByNumber(billNo)).map((each) => each.billId)).toEqual(["1", "11", "111"]);
  expect(await ledger.bills.findByNumber("XSCKD9")).toEqual([]);
});

test("a bill that is approved again on another day is found on the new day, and only there listed", async () => {
  const { redis, ledger, scheme } = await openLedger();
  await ledger.bills.recordRead([bill("a", { billId: "100031" })]);
  await ledger.bills.recordRead([bill("b", { billId: "100031", revision: 2, approvedAt: "2026-11-25T09:30:00.5" })]);
  expect(await ledger.bills.idsOfDay("2026-11-25")).toEqual(["100031"]);
  expect(await ledger.bills.listDay("2026-11-23")).toEqual([]);
  expect(await ledger.bills.listDay("2026-11-25")).toMatchObject([{ approvedAt: "2026-11-25T09:30:00.5" }]);
  expect(await redis.zrange(keyOf(scheme, "days"), "0", "-1", "WITHSCORES")).toEqual([
    "20261123",
    "20261123",
    "20261125",
    "20261125",
  ]);
  // Spread over 32 sets by the end of the id, so that each stays small.
  expect(await redis.keys(keyOf(scheme, "d:20261125:*"))).toEqual([keyOf(scheme, "d:20261125:31")]);
});
