import { decimal } from "@billferry/contracts";
import type { CaseWaits, Gap } from "@billferry/ledger";
import { expect, test } from "vitest";

import { bill, keyOf, nextMillisecond, openLedger, order, planned, REASON } from "./setup.ts";

const CK9: Gap = { kind: "table", subject: "warehouses", code: "CK9" };
const CK90: Gap = { kind: "table", subject: "warehouses", code: "CK90" };
const SKU: Gap = { kind: "target", subject: "spec_no", code: "A-117" };

function waits(gaps: readonly Gap[], billNo = "XSCKD000001", amount: string | null = "12.5"): CaseWaits {
  return { gaps, stake: { billNo, groups: ["CK2", "CK1"], amount: amount === null ? null : decimal(amount) } };
}

async function setup() {
  const { ledger, redis, scheme } = await openLedger();
  const codes = async (): Promise<readonly string[]> => (await ledger.gaps.list()).map(({ code }) => code);
  const holdBill = async (billId: string, ...args: Parameters<typeof waits>): Promise<void> => {
    await ledger.bills.recordRead([bill("a", { billId })]);
    await ledger.bills.recordHeld(bill("a", { billId }), REASON, waits(...args));
  };
  return { ledger, redis, scheme, codes, holdBill };
}

test("a missing code is one piece of work for all that wait: bills, groups and amounts are summed, the oldest first", async () => {
  const { ledger, redis, holdBill } = await setup();
  await holdBill("1", [CK9]);
  await nextMillisecond(redis);
  await holdBill("2", [SKU, CK9], "XSCKD000002", "0.5");
  const [first, second, ...more] = await ledger.gaps.list();
  expect(more).toEqual([]);
  expect(first).toEqual({
    ...CK9,
    bills: 2,
    members: 2,
    groups: ["CK1", "CK2"],
    amount: "13",
    sinceMs: expect.any(Number),
  });
  expect(second).toMatchObject({ ...SKU, bills: 1, amount: "0.5" });
  expect(second?.sinceMs).toBeGreaterThan(first?.sinceMs ?? Infinity);
  expect(await ledger.gaps.members(SKU)).toEqual([
    { kind: "bill", id: "2", billNo: "XSCKD000002", groups: ["CK2", "CK1"], amount: "0.5" },
  ]);
});

test("a code keeps the moment from which it was missing, however many come to wait for it", async () => {
  const { ledger, redis, holdBill } = await setup();
  await holdBill("1", [CK9]);
  const since = (await ledger.gaps.list())[0]?.sinceMs;
  await nextMillisecond(redis);
  await holdBill("2", [CK9]);
  expect((await ledger.gaps.list())[0]?.sinceMs).toBe(since);
});

test("a code that a bill still lacks when it is held again keeps its moment too, though nobody else waits for it", async () => {
  const { ledger, redis, holdBill } = await setup();
  await holdBill("1", [CK9, SKU, CK90]);
  const before = await ledger.gaps.list();
  await nextMillisecond(redis);
  await ledger.bills.recordHeld(bill("a"), REASON, waits([CK9, SKU, CK90]));
  expect(before).toHaveLength(3);
  expect(await ledger.gaps.list()).toEqual(before);
});

test("a bill that is held again waits for what it lacks now, and for nothing it lacked before", async () => {
  const { ledger, codes } = await setup();
  await ledger.bills.recordRead([bill("a")]);
  await ledger.bills.recordHeld(bill("a"), REASON, waits([CK9, SKU]));
  // A code whose text is the beginning of another's is another code.
  await ledger.bills.recordHeld(bill("a"), REASON, waits([CK90, SKU]));
  expect(new Set(await codes())).toEqual(new Set(["A-117", "CK90"]));
  expect(await ledger.gaps.of({ kind: "bill", id: "1" })).toEqual([CK90, SKU]);
  await ledger.bills.recordHeld(bill("a"), REASON, waits([CK9]));
  expect(await codes()).toEqual(["CK9"]);
  await ledger.bills.recordHeld(bill("a"), REASON);
  expect([await codes(), await ledger.gaps.of({ kind: "bill", id: "1" })]).toEqual([[], []]);
});

test("a code that is there by now is dropped for one bill and stays for those that still wait", async () => {
  const { ledger, codes, holdBill } = await setup();
  await holdBill("1", [CK9, SKU]);
  await holdBill("2", [CK9]);
  await ledger.gaps.drop(CK9, { kind: "bill", id: "1" });
  expect(await ledger.gaps.of({ kind: "bill", id: "1" })).toEqual([SKU]);
  expect((await ledger.gaps.members(CK9)).map(({ id }) => id)).toEqual(["2"]);
  expect(await ledger.gaps.members(SKU)).toMatchObject([{ id: "1", amount: "12.5" }]);
  await ledger.gaps.drop(CK9, { kind: "bill", id: "1" });
  expect((await codes()).length).toBe(2);
  await ledger.gaps.drop(CK9, { kind: "bill", id: "2" });
  expect(await codes()).toEqual(["A-117"]);
});

test("with the case its codes are gone: read again, turned into orders, withdrawn or accepted, and nothing is left behind", async () => {
  const { ledger, redis, scheme, codes, holdBill } = await setup();
  for (const leave of [
    async () => ledger.bills.recordRead([bill("b", { revision: 2 })]),
    async () => ledger.bills.recordOrders(bill("a"), [planned("o1")]),
    async () => ledger.bills.recordWithdrawn(bill("a"), "voided"),
    async () => ledger.cases.accept("bill:1", { by: "test", note: "知道了" }),
  ]) {
    await redis.del(keyOf(scheme, "b:1"));
    await holdBill("1", [CK9, SKU]);
    expect(await codes()).toHaveLength(2);
    await leave();
    expect(await codes()).toEqual([]);
    expect(await redis.keys(keyOf(scheme, "g:*"))).toEqual([]);
    expect(await redis.hget(keyOf(scheme, "b:1"), "z")).toBeNull();
  }
});

test("an order waits for a code of Wangdiantong, and not once it was delivered", async () => {
  const { ledger, codes } = await setup();
  await ledger.bills.recordRead([bill("a")]);
  await ledger.bills.recordOrders(bill("a"), [planned("o1")]);
  await ledger.orders.recordHeld(order("o1"), REASON, waits([SKU], "XSCKD000001", null));
  expect(await ledger.gaps.list()).toMatchObject([{ ...SKU, members: 1, amount: null }]);
  expect(await ledger.gaps.members(SKU)).toMatchObject([{ kind: "order", id: "X1-CK1" }]);
  await ledger.gaps.drop(CK9, { kind: "order", id: "X1-CK1" });
  expect(await ledger.gaps.of({ kind: "order", id: "X1-CK1" })).toEqual([SKU]);
  await ledger.orders.recordDelivered(order("o1"), { stockoutNo: "CK1", proof: "answered" });
  expect(await codes()).toEqual([]);
});

test("a code with line breaks in it is one code still", async () => {
  const { ledger, codes, holdBill } = await setup();
  await holdBill("1", [{ ...CK9, code: "CK\n9\tx" }]);
  expect(await codes()).toEqual(["CK 9 x"]);
  await ledger.gaps.drop({ ...CK9, code: "CK\n9\tx" }, { kind: "bill", id: "1" });
  expect(await codes()).toEqual([]);
});
