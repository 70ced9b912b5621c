import { decimal, Fault, hashContent, loadJobId, type LoadJob } from "@billferry/contracts";
import { enqueue, startWorker } from "@billferry/runtime";
import { expect, test } from "vitest";

import { settleCase, type Decision, type SettleOutcome } from "@billferry/desk";
import { BILL, ORDER, SCHEME, setup } from "./setup.ts";

type Bundle = Awaited<ReturnType<typeof setup>>;

const OUTER_NO = ORDER.order.outer_no;
const CASE = `order:${OUTER_NO}`;
const NEW_ORDER = { ...ORDER.order, detail_list: [{ spec_no: "SKU1", num: decimal("3") }] };
const DIFFERENCES = [{ specNo: "SKU1", wanted: decimal("3"), present: decimal("1") }];
const DIFFERENCE: Decision = { kind: "difference", isOldCancelled: false, isDryRun: false };

/** An order that was delivered with 1 piece and of which Kingdee now wants 3: its job has failed, and it is a case. */
async function setupChangedOrder() {
  const bundle = await setup();
  const { ledger, load, redis, log } = bundle;
  await ledger.keeping.open();
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [{ outerNo: OUTER_NO, contentHash: ORDER.contentHash }]);
  const old = { outerNo: OUTER_NO, billId: BILL.billId, contentHash: ORDER.contentHash };
  await ledger.orders.recordDelivered(old, { stockoutNo: "CK1", proof: "answered" });
  const changed = { ...BILL, contentHash: hashContent("changed"), revision: 2 };
  await ledger.bills.recordRead([changed]);
  const contentHash = hashContent(NEW_ORDER);
  const [planned] = (await ledger.bills.recordOrders(changed, [{ outerNo: OUTER_NO, contentHash }])) ?? [];
  const job: LoadJob = { ...ORDER, contentHash, revision: planned?.revision ?? 1, order: NEW_ORDER };
  const jobId = loadJobId({ scheme: SCHEME, outerNo: OUTER_NO, contentHash, revision: job.revision });
  await enqueue(load, [{ id: jobId, payload: job }]);
  const worker = startWorker({
    queue: load,
    connection: redis,
    concurrency: 1,
    log,
    perform: async () => {
      throw new Fault("BILL_CHANGED_AFTER_DELIVERY", OUTER_NO);
    },
  });
  await expect.poll(async () => load.getFailedCount()).toBe(1);
  await worker.stop();
  await ledger.orders.noteDifferences(OUTER_NO, DIFFERENCES);
  return { ...bundle, jobId };
}

async function settle(
  { redis, log }: Bundle,
  decision: Decision,
  change: { by?: string; caseId?: string } = {},
): Promise<SettleOutcome> {
  return settleCase(redis, log, {
    scheme: SCHEME,
    caseId: CASE,
    by: "lin",
    note: "已核对",
    signal: AbortSignal.timeout(10_000),
    ...change,
    decision,
  });
}

test("an accepted case is closed, its failed job is gone, and the person stands in the history", async () => {
  const bundle = await setupChangedOrder();
  expect(await settle(bundle, { kind: "accept" })).toEqual({ kind: "accepted" });
  expect(await bundle.ledger.cases.find(CASE)).toBeUndefined();
  expect(await bundle.load.getFailedCount()).toBe(0);
  const history = await bundle.ledger.bills.history(BILL.billId);
  expect(history.at(-1)).toMatchObject({ event: "accepted", outerNo: OUTER_NO, by: "lin", text: "已核对" });
  // The second person is told who was first.
  expect(await settle(bundle, { kind: "accept" }, { by: "wu" })).toEqual({
    kind: "not-a-case",
    settled: { by: "lin", note: "已核对", atMs: expect.any(Number) },
  });
  expect(await settle(bundle, { kind: "accept" }, { caseId: "order:X-1" })).toEqual({ kind: "not-a-case" });
});

test("a bill that waits for a person can be settled too, and is excluded from then on", async () => {
  const bundle = await setup();
  await bundle.ledger.bills.recordRead([BILL]);
  await bundle.ledger.bills.recordHeld(BILL, { code: "BILL_VALUE_INVALID", text: "…" });
  expect(await settle(bundle, { kind: "accept" }, { caseId: `bill:${BILL.billId}` })).toEqual({ kind: "accepted" });
  expect((await bundle.ledger.bills.find(BILL.billId))?.state).toBe("excluded");
});

test("a bill whose key another bill has is given keys of its own, and is to be made anew; no other case is", async () => {
  const bundle = await setup();
  const { ledger } = bundle;
  const own: Decision = { kind: "own-key" };
  const other = { ...BILL, billId: "100000", contentHash: hashContent("other") };
  await ledger.bills.recordOrders(other, [{ outerNo: OUTER_NO, contentHash: hashContent("o") }]);
  await ledger.bills.recordOrders(BILL, [{ outerNo: OUTER_NO, contentHash: ORDER.contentHash }]);
  await ledger.bills.recordHeld(BILL, { code: "BILL_KEY_TAKEN", text: "…" });
  const caseId = `bill:${BILL.billId}`;
  expect(await settle(bundle, own, { caseId })).toEqual({ kind: "own-key" });
  expect(await ledger.bills.hasOwnKeys(BILL.billId)).toBe(true);
  // The key's owner is asked too: whether it still lives decides who pushes.
  const anew = (await ledger.anew.list(9)).map(({ billId }) => billId);
  expect(anew.toSorted()).toEqual([other.billId, BILL.billId].toSorted());
  await ledger.bills.recordHeld(BILL, { code: "BILL_VALUE_INVALID", text: "…" });
  expect(await settle(bundle, own, { caseId })).toMatchObject({ kind: "refused" });
});

test("a dry run shows the correction and changes nothing", async () => {
  const bundle = await setupChangedOrder();
  const outcome = await settle(bundle, { ...DIFFERENCE, isDryRun: true });
  expect(outcome).toMatchObject({ kind: "planned", job: { order: { outer_no: `${OUTER_NO}-R1` } } });
  expect(await bundle.ledger.cases.find(CASE)).toBeDefined();
  expect(await bundle.load.getJobCountByTypes("waiting", "delayed")).toBe(0);
});

test("a correction is set up once, recorded with its order, and ready to be pushed at once", async () => {
  const bundle = await setupChangedOrder();
  const { ledger, load } = bundle;
  expect(await settle(bundle, DIFFERENCE)).toMatchObject({ kind: "corrected" });
  expect(await load.getFailedCount()).toBe(0);
  const [job] = await load.getWaiting();
  expect(job?.data).toMatchObject({
    corrects: OUTER_NO,
    revision: 1,
    order: { outer_no: `${OUTER_NO}-R1`, detail_list: [{ spec_no: "SKU1", num: "2" }] },
  });
  expect(await ledger.orders.find(OUTER_NO)).toMatchObject({ state: "delivered", corrections: [`${OUTER_NO}-R1`] });
  expect(await ledger.orders.find(`${OUTER_NO}-R1`)).toMatchObject({ state: "waiting" });
  expect(await ledger.cases.find(CASE)).toBeUndefined();
});

test("a correction passes by a key that another bill's order has", async () => {
  const bundle = await setupChangedOrder();
  const other = { ...BILL, billId: "100002", billNo: OUTER_NO, contentHash: hashContent("other") };
  await bundle.ledger.bills.recordOrders(other, [{ outerNo: `${OUTER_NO}-R1`, contentHash: hashContent("o") }]);
  const outcome = await settle(bundle, DIFFERENCE);
  expect(outcome).toMatchObject({ kind: "corrected", job: { order: { outer_no: `${OUTER_NO}-R2` } } });
  expect(await bundle.ledger.orders.find(OUTER_NO)).toMatchObject({ corrections: [`${OUTER_NO}-R2`] });
  expect(await bundle.ledger.orders.find(`${OUTER_NO}-R1`)).toMatchObject({ billId: "100002" });
});

test("two people at once make one correction, and one of them is told", async () => {
  const bundle = await setupChangedOrder();
  const outcomes = await Promise.all([settle(bundle, DIFFERENCE), settle(bundle, DIFFERENCE, { by: "wang" })]);
  const kinds = outcomes.map((outcome) => outcome.kind);
  expect(kinds).toContain("corrected");
  expect(kinds.filter((kind) => kind === "busy" || kind === "not-a-case")).toHaveLength(1);
  expect(await bundle.load.getJobCountByTypes("waiting", "delayed")).toBe(1);
});

test("after a crash between job and record, doing it again makes the same correction and no second one", async () => {
  const bundle = await setupChangedOrder();
  const planned = await settle(bundle, { ...DIFFERENCE, isDryRun: true });
  if (planned.kind !== "planned") throw new Error(planned.kind);
  const { job } = planned;
  const id = loadJobId({ scheme: SCHEME, outerNo: job.order.outer_no, contentHash: job.contentHash, revision: 1 });
  await enqueue(bundle.load, [{ id, payload: job }], { delayMs: 60_000 });
  expect(await settle(bundle, DIFFERENCE)).toMatchObject({ kind: "corrected", job: { order: job.order } });
  expect(await bundle.load.getJobCountByTypes("waiting", "delayed")).toBe(1);
});

test("what was never delivered, and what Kingdee does not ask for any more, is not corrected", async () => {
  const bundle = await setup();
  await bundle.ledger.bills.recordRead([BILL]);
  await bundle.ledger.bills.recordOrders(BILL, [{ outerNo: OUTER_NO, contentHash: ORDER.contentHash }]);
  const order = { outerNo: OUTER_NO, billId: BILL.billId, contentHash: ORDER.contentHash };
  await bundle.ledger.orders.recordHeld(order, { code: "WDT_SKU_UNKNOWN", text: "…" });
  expect(await settle(bundle, DIFFERENCE)).toMatchObject({ kind: "refused" });

  const other = await setupChangedOrder();
  const changed = { ...BILL, contentHash: hashContent("changed") };
  await other.ledger.bills.recordWithdrawn(changed, "unapproved");
  const outcome = await settle(other, DIFFERENCE);
  expect(outcome.kind === "refused" && outcome.reasons.join()).toContain("--accept");
});
