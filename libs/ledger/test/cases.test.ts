import type { Ledger } from "@billferry/ledger";
import { expect, test } from "vitest";

import { bill, nextMillisecond, openLedger, order, planned, REASON } from "./setup.ts";

const LEASE_MS = 60_000;
const NO = "X1-CK1";
const CASE = `order:${NO}`;
const BY = { by: "li", note: "知道了" };
const nth = (contentHash: string, revision: number) => bill(contentHash, { revision });
const told = async (ledger: Ledger) =>
  (await ledger.bills.history("1")).map(({ event, outerNo, text, by }) => [event, outerNo, text, by]);

/** An order that was delivered as o1, while the bill asks for o2. */
async function openDispute(): Promise<Ledger> {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  await ledger.bills.recordOrders(nth("b", 2), [planned("o2")]);
  return ledger;
}

const correct = (contentHash: string, correctionNo: string) => ({
  outerNo: NO,
  contentHash,
  correction: { outerNo: correctionNo, contentHash: "r1" },
  by: "li",
  note: "补发 2 件",
});

test("a held bill that a person settles is excluded, with the person's words", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordHeld(bill("a"), REASON);
  expect(await ledger.cases.accept("bill:1", { ...BY, contentHash: "b" })).toBe("not-a-case");
  expect(await ledger.cases.accept("bill:1", { ...BY, contentHash: "a" })).toBe("settled");
  expect(await ledger.bills.find("1")).toMatchObject({ state: "excluded", reason: "知道了" });
  expect(await ledger.progress.read()).toMatchObject({ excluded: 1, held: 0, open: 0 });
  expect(await ledger.cases.find("bill:1")).toBeUndefined();
  expect((await told(ledger)).at(-1)).toEqual(["accepted", undefined, "知道了", "li"]);
});

test("what is not a case cannot be settled", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  for (const caseId of ["bill:1", CASE, "order:X9", "nonsense", ""])
    expect(await ledger.cases.accept(caseId, BY)).toBe("not-a-case");
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "waiting" });
  expect(await ledger.bills.history("1")).toEqual([]);
});

test("a settled dispute is delivered with the content of now, and told with who decided and why", async () => {
  const ledger = await openDispute();
  expect(await ledger.cases.accept(CASE, { ...BY, contentHash: "o1" })).toBe("not-a-case");
  expect(await ledger.cases.accept(CASE, { ...BY, contentHash: "o2" })).toBe("settled");
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "delivered", contentHash: "o2", code: null, reason: "" });
  expect((await told(ledger)).at(-1)).toEqual(["accepted", NO, "知道了", "li"]);
});

test("each correction is remembered, waits for its own push, and is told", async () => {
  const ledger = await openDispute();
  expect(await ledger.cases.recordCorrection(correct("o2", `${NO}-R1`))).toBe("recorded");
  expect(await ledger.orders.find(`${NO}-R1`)).toMatchObject({
    billId: "1",
    state: "waiting",
    contentHash: "r1",
    revision: 1,
  });
  expect(await ledger.orders.find(NO)).toMatchObject({
    state: "delivered",
    contentHash: "o2",
    deliveredHash: "o2",
    code: null,
  });
  expect((await told(ledger)).at(-1)).toEqual(["corrected", NO, `${NO}-R1 补发 2 件`, "li"]);
  await ledger.bills.recordOrders(nth("c", 3), [planned("o3")]);
  expect(await ledger.cases.recordCorrection(correct("o3", `${NO}-R2`))).toBe("recorded");
  expect((await ledger.orders.find(NO))?.corrections).toEqual([`${NO}-R1`, `${NO}-R2`]);
  const items = await ledger.openItems.list({ olderThanMs: 0, limit: 9 });
  expect(items.map(({ caseId, billId }) => [caseId, billId])).toEqual([
    [`order:${NO}-R1`, "1"],
    [`order:${NO}-R2`, "1"],
  ]);
  // A page that was open too long asks for what is done; one number is not taken for another that it begins.
  expect(await ledger.cases.recordCorrection(correct("o2", `${NO}-R1`))).toBe("recorded");
  expect(await ledger.cases.recordCorrection(correct("o3", `${NO}-R`))).toBe("superseded");
  await ledger.bills.recordOrders(nth("d", 4), [planned("o4")]);
  expect(await ledger.cases.recordCorrection(correct("o4", `${NO}-R1`))).toBe("recorded");
  expect(await ledger.orders.find(NO)).toMatchObject({ state: "disputed" });
});

test("only a dispute can be corrected, not an order that merely waits for a person", async () => {
  const { ledger } = await openLedger();
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordHeld(order("o1"), REASON);
  expect(await ledger.cases.recordCorrection(correct("o1", `${NO}-R1`))).toBe("superseded");
  expect(await ledger.orders.find(`${NO}-R1`)).toBeUndefined();
});

test("a correction that has already been pushed stays what it is", async () => {
  const ledger = await openDispute();
  await ledger.orders.recordDelivered(order("r1", `${NO}-R1`), { stockoutNo: "CK2", proof: "looked-up" });
  expect(await ledger.cases.recordCorrection(correct("o2", `${NO}-R1`))).toBe("recorded");
  expect(await ledger.orders.find(`${NO}-R1`)).toMatchObject({ state: "delivered", stockoutNo: "CK2" });
  expect(await ledger.openItems.list({ olderThanMs: 0, limit: 9 })).toEqual([]);
});

test("what a person once accepted no longer counts after a correction", async () => {
  const ledger = await openDispute();
  await ledger.cases.accept(CASE, BY);
  await ledger.bills.recordOrders(nth("c", 3), [planned("o3")]);
  await ledger.cases.recordCorrection(correct("o3", `${NO}-R1`));
  expect(await ledger.bills.recordOrders(nth("b", 4), [planned("o2")])).toMatchObject([
    { verdict: "changed-after-delivery" },
  ]);
});

test("an order is found by Wangdiantong's number of its correction too", async () => {
  const ledger = await openDispute();
  await ledger.cases.recordCorrection(correct("o2", `${NO}-R1`));
  await ledger.orders.recordDelivered(order("r1", `${NO}-R1`), { stockoutNo: "CK2", proof: "answered" });
  expect(await ledger.orders.findByStockoutNo("CK2")).toMatchObject({ outerNo: `${NO}-R1` });
  expect(await ledger.orders.findByStockoutNo("CK1")).toMatchObject({ outerNo: NO });
});

test("cases come oldest first, a page at a time, and only so many as were asked for", async () => {
  const { redis, ledger } = await openLedger();
  for (const id of ["3", "1", "2"]) {
    await ledger.bills.recordHeld(bill("a", { billId: id }), REASON);
    await nextMillisecond(redis);
  }
  const ids = async (limit: number) => (await ledger.cases.list({ limit })).map((each) => each.id);
  expect(await ids(2)).toEqual(["3", "1"]);
  expect(await ids(9)).toEqual(["3", "1", "2"]);
  await ledger.bills.recordRead([bill("a", { billId: "9" })]);
  expect(await ledger.openItems.list({ olderThanMs: LEASE_MS, limit: 9 })).toEqual([]);
});
