import type { BillRef, Ledger } from "@billferry/ledger";
import { expect, test } from "vitest";

import { bill, openLedger, planned } from "./setup.ts";

const LEASE_MS = 60_000;
const NO = "XS1-CK1";
/** Bills 1 and 2 have one number: the first was deleted and made again, or their keys meet by chance. */
const as = (billId: string, contentHash: string, revision = 1): BillRef =>
  bill(contentHash, { billId, billNo: "XS1", revision });
const ref = (billId: string, contentHash: string, outerNo = NO) => ({ outerNo, billId, contentHash });
const delivery = { stockoutNo: "CK9", proof: "answered" } as const;
const anew = async (ledger: Ledger) => (await ledger.anew.list(9)).map(({ billId }) => billId);
const caseCodes = async (ledger: Ledger) =>
  Object.fromEntries((await ledger.cases.list({ limit: 9 })).map(({ caseId, code }) => [caseId, code]));
const events = async (ledger: Ledger, billId: string) =>
  (await ledger.bills.history(billId)).map(({ event, outerNo, text }) => [event, outerNo, text]);

/** Bill 1 has the key and is known to live, bill 2 waits for it. */
async function openContest(): Promise<Ledger> {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(as("1", "a"), [planned("o1", NO)]);
  await ledger.bills.recordRead([as("2", "b")]);
  await ledger.bills.recordOrders(as("2", "b"), [planned("o2", NO)]);
  await ledger.bills.recordHeld(as("2", "b"), { code: "BILL_KEY_TAKEN", text: "[BILL_KEY_TAKEN]" });
  for (const { billId, sinceMs } of await ledger.anew.list(9)) await ledger.anew.done(billId, sinceMs);
  return ledger;
}

test("an order is not pushed while another bill asks for its key and whether its own still lives is being asked", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(as("1", "a"), [planned("o1", NO)]);
  await ledger.bills.recordOrders(as("2", "b"), [planned("o2", NO)]);
  expect(await anew(ledger)).toEqual(["1"]);
  expect(await ledger.orders.beginPush(ref("1", "o1"), "w", LEASE_MS)).toEqual({ kind: "contested" });
  const [asked] = await ledger.anew.list(1);
  await ledger.anew.done("1", asked?.sinceMs ?? 0);
  // The second bill is transformed again and again; the first is known to live by now.
  await ledger.bills.recordOrders(as("2", "b"), [planned("o2", NO)]);
  expect(await anew(ledger)).toEqual([]);
  expect(await ledger.orders.beginPush(ref("1", "o1"), "w", LEASE_MS)).toMatchObject({ kind: "go" });
});

test("of a key that is delivered nobody is asked: nothing is to be pushed", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(as("1", "a"), [planned("o1", NO)]);
  await ledger.orders.recordDelivered(ref("1", "o1"), delivery);
  await ledger.bills.recordOrders(as("2", "b"), [planned("o2", NO)]);
  expect(await anew(ledger)).toEqual([]);
});

test("a key that another living bill asks for is contested, and nothing of the second bill is recorded", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(as("1", "a"), [planned("o1", NO)]);
  await ledger.bills.recordRead([as("2", "b")]);
  const verdicts = await ledger.bills.recordOrders(as("2", "b"), [planned("o2", "XS1-CK2"), planned("o2", NO)]);
  const owner = { billId: "1", billNo: "XS1" };
  expect(verdicts).toEqual([{ outerNo: NO, verdict: "contested", revision: 0, owner }]);
  expect(await ledger.orders.find(NO)).toMatchObject({ billId: "1", contentHash: "o1", state: "waiting" });
  expect(await ledger.orders.find("XS1-CK2")).toBeUndefined();
  expect(await ledger.bills.find("2")).toMatchObject({ state: "read", orders: [] });
  expect(await ledger.bills.ownersOfContestedKeys()).toEqual(["1"]);
});

test("a bill whose transformer was quicker than its reading is work all the same while its key is contested", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(as("1", "a"), [planned("o1", NO)]);
  await ledger.bills.recordOrders(as("2", "b"), [planned("o2", NO)]);
  expect(await ledger.bills.find("2")).toMatchObject({ state: "read" });
  expect((await ledger.openItems.list({ olderThanMs: 0, limit: 9 })).map(({ caseId }) => caseId)).toContain("bill:2");
});

test("a withdrawal before the push frees the key: the bill that waits is made anew, and its order goes out as its own", async () => {
  const ledger = await openContest();
  expect(await anew(ledger)).toEqual([]);
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "deleted");
  expect(await anew(ledger)).toEqual(["2"]);
  expect(await ledger.bills.recordOrders(as("2", "b"), [planned("o2", NO)])).toEqual([
    { outerNo: NO, verdict: "enqueue", revision: 2 },
  ]);
  expect(await ledger.orders.find(NO)).toMatchObject({ billId: "2", contentHash: "o2", state: "waiting" });
  expect(await ledger.bills.find("1")).toMatchObject({ state: "withdrawn", orders: [] });
  expect(await ledger.bills.find("2")).toMatchObject({ state: "ordered", orders: [NO] });
  expect(await ledger.orders.beginPush(ref("1", "o1"), "old", LEASE_MS)).toEqual({ kind: "superseded" });
  expect(await ledger.orders.beginPush(ref("2", "o2"), "new", LEASE_MS)).toMatchObject({ kind: "go" });
  expect(await caseCodes(ledger)).toEqual({});
  expect(await ledger.bills.ownersOfContestedKeys()).toEqual([]);
  expect(await events(ledger, "1")).toEqual([
    ["withdrawn", undefined, "deleted"],
    ["passed-on", NO, "2"],
  ]);
  expect((await events(ledger, "2")).at(-1)).toEqual(["taken-over", NO, "1"]);
});

test("the bill that was made again is seen after the withdrawal: same content, and still work of its own", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(as("1", "a"), [planned("o1", NO)]);
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "deleted");
  expect(await ledger.bills.recordOrders(as("2", "a"), [planned("o1", NO)])).toMatchObject([
    { verdict: "enqueue", revision: 2 },
  ]);
  // A withdrawal of the old bill that is seen again changes nothing of the new one.
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "deleted");
  await ledger.bills.recordOrders(as("1", "a", 2), []);
  expect(await ledger.orders.find(NO)).toMatchObject({ billId: "2", state: "waiting", contentHash: "o1" });
});

test("a withdrawal after delivery, seen while the new bill waits: the order is the new bill's, and nobody is told to cancel it", async () => {
  const ledger = await openContest();
  await ledger.orders.recordDelivered(ref("1", "o1"), delivery);
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "deleted");
  expect(await caseCodes(ledger)).toEqual({ "bill:2": "BILL_KEY_TAKEN" });
  expect(await ledger.orders.findByStockoutNo("CK9")).toMatchObject({ outerNo: NO, billId: "2" });
  expect(await anew(ledger)).toEqual(["2"]);
  await ledger.bills.recordOrders(as("2", "b"), [planned("o1", NO)]);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "delivered", billId: "2", contentHash: "o1" });
  expect(await caseCodes(ledger)).toEqual({});
});

test("made again with other content after delivery: a case of the new bill, with its content for a correction", async () => {
  const ledger = await openContest();
  await ledger.orders.recordDelivered(ref("1", "o1"), delivery);
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "deleted");
  expect(await ledger.bills.recordOrders(as("2", "b"), [planned("o2", NO)])).toEqual([
    { outerNo: NO, verdict: "changed-after-delivery", revision: 2 },
  ]);
  expect(await ledger.cases.find(`order:${NO}`)).toMatchObject({ code: "BILL_CHANGED_AFTER_DELIVERY", billId: "2" });
  expect(await ledger.orders.find(NO)).toMatchObject({ contentHash: "o2", deliveredHash: "o1" });
});

test("an order that was passed on to a bill which is then withdrawn as well is a case", async () => {
  const ledger = await openContest();
  await ledger.orders.recordDelivered(ref("1", "o1"), delivery);
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "deleted");
  await ledger.bills.recordWithdrawn({ billId: "2", contentHash: "b" }, "voided");
  expect(await ledger.cases.find(`order:${NO}`)).toMatchObject({ code: "BILL_WITHDRAWN_AFTER_DELIVERY", billId: "2" });
});

test("a push of the withdrawn bill that was under way and lands late is a fact: same content is delivered, other is a dispute", async () => {
  for (const [content, state] of [
    ["o1", "delivered"],
    ["o2", "disputed"],
  ] as const) {
    const { ledger } = await openLedger();
    await ledger.bills.recordOrders(as("1", "a"), [planned("o1", NO)]);
    await ledger.orders.beginPush(ref("1", "o1"), "old", LEASE_MS);
    await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "deleted");
    await ledger.bills.recordOrders(as("2", "b"), [planned(content, NO)]);
    // Its call may be on the way: nobody else pushes before its lease is over, and who has not called yet does not.
    expect(await ledger.orders.beginPush(ref("2", content), "new", LEASE_MS)).toMatchObject({ kind: "busy" });
    expect(await ledger.orders.renewPush(NO, "old", LEASE_MS)).toBe(false);
    await ledger.orders.recordDelivered(ref("1", "o1"), delivery);
    expect(await ledger.orders.find(NO)).toMatchObject({
      billId: "2",
      state,
      contentHash: content,
      deliveredHash: "o1",
    });
    expect(await ledger.orders.findByStockoutNo("CK9")).toMatchObject({ billId: "2" });
  }
});

test("a job of the former owner holds nothing up", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(as("1", "a"), [planned("o1", NO)]);
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "deleted");
  await ledger.bills.recordOrders(as("2", "a"), [planned("o1", NO)]);
  await ledger.orders.recordHeld(ref("1", "o1"), { code: "WDT_REFUSED", text: "late" });
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "waiting" });
});

test("what a person had settled for the old bill does not settle the new one", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(as("1", "a"), [planned("o1", NO)]);
  await ledger.orders.recordHeld(ref("1", "o1"), { code: "WDT_REFUSED", text: "refused" });
  await ledger.cases.accept(`order:${NO}`, { by: "li", note: "不发" });
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "deleted");
  expect(await ledger.bills.recordOrders(as("2", "b"), [planned("o1", NO)])).toMatchObject([{ verdict: "enqueue" }]);
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "waiting", billId: "2" });
});

test.each([
  [
    "changes its number",
    async (ledger: Ledger) => ledger.bills.recordOrders(as("1", "a2", 2), [planned("o1", "XS8-CK1")]),
  ],
  ["is excluded by a rule", async (ledger: Ledger) => ledger.bills.recordExcluded(as("1", "a2", 2), "规则")],
  [
    "is dropped by a person",
    async (ledger: Ledger) => {
      await ledger.orders.recordHeld(ref("1", "o1"), { code: "WDT_REFUSED", text: "refused" });
      await ledger.cases.accept(`order:${NO}`, { by: "li", note: "不发" });
    },
  ],
])("the owner %s: the key is free for the bill that waits", async (_words, letGo) => {
  const ledger = await openContest();
  await letGo(ledger);
  expect(await anew(ledger)).toEqual(["2"]);
  expect(await ledger.bills.recordOrders(as("2", "b"), [planned("o2", NO)])).toMatchObject([{ verdict: "enqueue" }]);
});

test("while the owner is only read anew, or held, the key is not taken from under it", async () => {
  const ledger = await openContest();
  await ledger.bills.recordRead([as("1", "a2", 2)]);
  expect(await ledger.bills.recordOrders(as("2", "b"), [planned("o2", NO)])).toMatchObject([{ verdict: "contested" }]);
  await ledger.bills.recordHeld(as("1", "a2", 2), { code: "MAP_CODE_MISSING", text: "missing" });
  expect(await ledger.bills.recordOrders(as("2", "b"), [planned("o2", NO)])).toMatchObject([{ verdict: "contested" }]);
  await ledger.cases.accept("bill:1", { by: "li", note: "不发" });
  expect(await anew(ledger)).toEqual(["2"]);
  expect(await ledger.bills.recordOrders(as("2", "b"), [planned("o2", NO)])).toMatchObject([{ verdict: "enqueue" }]);
});

test("a bill is not held for a key that it got meanwhile", async () => {
  const ledger = await openContest();
  await ledger.bills.recordWithdrawn({ billId: "1", contentHash: "a" }, "deleted");
  await ledger.bills.recordOrders(as("2", "b"), [planned("o2", NO)]);
  await ledger.bills.recordHeld(as("2", "b"), { code: "BILL_KEY_TAKEN", text: "late" });
  expect(await ledger.bills.find("2")).toMatchObject({ state: "ordered" });
});

test("a person gives the second bill keys of its own, which is remembered and makes it anew", async () => {
  const ledger = await openContest();
  expect(await ledger.bills.giveOwnKeys("1", { by: "li", note: "" })).toBe("not-a-case");
  expect(await ledger.bills.hasOwnKeys("2")).toBe(false);
  expect(await ledger.bills.giveOwnKeys("2", { by: "li", note: "两张都发" })).toBe("settled");
  expect(await ledger.bills.hasOwnKeys("2")).toBe(true);
  expect(await anew(ledger)).toEqual(["2"]);
  expect(await ledger.bills.recordPlainOrders(as("2", "b"), [planned("o2", NO)])).toBe("own-keys");
  expect((await ledger.bills.find("2"))?.orders).toEqual([]);
  await ledger.bills.recordOrders(as("2", "b"), [planned("o2", `${NO}-F2`)]);
  expect(await ledger.bills.find("2")).toMatchObject({ state: "ordered", orders: [`${NO}-F2`], hasOwnKeys: true });
  expect(await caseCodes(ledger)).toEqual({});
});

test("pruning a bill leaves the orders that are another bill's by now, and frees those that others wait for", async () => {
  const ledger = await openContest();
  await ledger.orders.recordDelivered(ref("1", "o1"), delivery);
  await ledger.keeping.prune("2026-11-24", 10);
  expect(await ledger.bills.find("1")).toBeUndefined();
  expect(await anew(ledger)).toEqual(["2"]);
  await ledger.bills.recordOrders(as("2", "b"), [planned("o2", NO)]);
  await ledger.bills.recordRead([as("1", "c")]);
  await ledger.bills.recordExcluded(as("1", "c"), "规则");
  await ledger.keeping.prune("2026-11-24", 10);
  expect(await ledger.bills.find("1")).toBeUndefined();
  expect(await ledger.orders.find(NO)).toMatchObject({ billId: "2", state: "waiting" });
});

test("a correction whose key another bill has is not recorded", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("z", { billId: "3", billNo: NO }), [planned("z1", `${NO}-R1`)]);
  await ledger.bills.recordOrders(as("1", "a"), [planned("o1", NO)]);
  await ledger.orders.recordDelivered(ref("1", "o1"), delivery);
  await ledger.bills.recordOrders(as("1", "a2", 2), [planned("o2", NO)]);
  const correct = async (outerNo: string) =>
    ledger.cases.recordCorrection({
      outerNo: NO,
      contentHash: "o2",
      correction: { outerNo, contentHash: "r1" },
      by: "li",
      note: "",
    });
  expect(await correct(`${NO}-R1`)).toBe("superseded");
  expect(await correct(`${NO}-R2`)).toBe("recorded");
  expect(await ledger.orders.find(`${NO}-R1`)).toMatchObject({ billId: "3", contentHash: "z1" });
});
