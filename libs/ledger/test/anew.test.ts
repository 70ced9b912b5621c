import { expect, test } from "vitest";

import { bill, isRecent, openLedger, planned, REASON } from "./setup.ts";

test("bills that are asked for anew are listed once each, the one that was asked for first in front", async () => {
  const { redis, ledger } = await openLedger();
  expect(await ledger.anew.list(9)).toEqual([]);
  await ledger.anew.ask([]);
  await ledger.anew.ask(["3"]);
  await ledger.anew.ask(["1", "2"]);
  await ledger.anew.ask(["3"]);
  const listed = await ledger.anew.list(9);
  expect(listed.map(({ billId }) => billId)).toEqual(["1", "2", "3"]);
  for (const { sinceMs } of listed) expect(await isRecent(redis, sinceMs)).toBe(true);
  expect((await ledger.anew.list(2)).map(({ billId }) => billId)).toEqual(["1", "2"]);
});

test("a bill that was made anew leaves the list, unless it was asked for again since", async () => {
  const { ledger } = await openLedger();
  await ledger.anew.ask(["1", "2"]);
  const [first, second] = await ledger.anew.list(9);
  // However quickly: another asking has another time.
  await ledger.anew.ask(["1"]);
  await ledger.anew.done("1", first?.sinceMs ?? 0);
  await ledger.anew.done("2", second?.sinceMs ?? 0);
  const [again, ...others] = await ledger.anew.list(9);
  expect(again).toMatchObject({ billId: "1" });
  expect(others).toEqual([]);
  await ledger.anew.done("1", again?.sinceMs ?? 0);
  expect(await ledger.anew.list(9)).toEqual([]);
});

test("what is asked for anew is work: it is counted, and its age is that of the oldest work", async () => {
  const { redis, ledger } = await openLedger();
  expect(await ledger.progress.read()).toMatchObject({ anew: 0, oldestOpenMs: null });
  await ledger.anew.ask(["1", "2"]);
  const { anew, open, oldestOpenMs } = await ledger.progress.read();
  expect({ anew, open }).toEqual({ anew: 2, open: 0 });
  expect(await isRecent(redis, oldestOpenMs)).toBe(true);
  await ledger.keeping.rebuild();
  await ledger.bills.recordRead([bill("a")]);
  const { oldestOpenMs: read } = await ledger.progress.read();
  await ledger.anew.ask(["1"]);
  expect(await ledger.progress.read()).toMatchObject({ anew: 1, open: 1, oldestOpenMs: read });
});

test("urgent bills come before all others, stay so when they are asked for again, and end by their own asking", async () => {
  const { ledger, redis } = await openLedger();
  await ledger.anew.ask(["1", "2"]);
  await ledger.anew.ask(["3", "2"], { retry: true, urgent: true });
  const ids = async () => (await ledger.anew.list(9)).map(({ billId, isUrgent }) => `${billId}${isUrgent ? "!" : ""}`);
  expect(await ids()).toEqual(["2!", "3!", "1"]);
  expect(await isRecent(redis, (await ledger.progress.read()).oldestOpenMs ?? 0)).toBe(true);
  const [second] = await ledger.anew.list(1);
  await ledger.anew.ask(["2"]);
  await ledger.anew.done("2", second?.sinceMs ?? 0);
  expect(await ids()).toEqual(["3!", "2!", "1"]);
  for (const { billId, sinceMs } of await ledger.anew.list(9)) await ledger.anew.done(billId, sinceMs);
  expect(await ids()).toEqual([]);
});

test("where the mapping changes while orders are refused, each of them is made anew, as work or as a case", async () => {
  const { ledger } = await openLedger();
  const billIds = Array.from({ length: 1_500 }, (_, index) => String(index + 1));
  await Promise.all(
    billIds.map(async (billId) => ledger.bills.recordOrders(bill("b", { billId }), [planned("o", `X${billId}-CK1`)])),
  );
  const refusing = billIds.map(async (billId) =>
    ledger.orders.recordHeld({ outerNo: `X${billId}-CK1`, billId, contentHash: "o" }, REASON),
  );
  await Promise.all([ledger.anew.askUnfinished(), ...refusing]);
  expect(await ledger.anew.list(2_000)).toHaveLength(billIds.length);
});
