import { Fault, loadJobId, transformJobId } from "@billferry/contracts";
import { enqueue, startWorker, type TypedQueue } from "@billferry/runtime";
import { expect, test } from "vitest";

import { retry, type RetrySelection } from "@billferry/desk";
import { BILL, BILL_JOB_ID, ORDER, ORDER_JOB_ID, SCHEME, setup } from "./setup.ts";

type Bundle = Awaited<ReturnType<typeof setup>>;

const GAP = { kind: "target", subject: "spec_no", code: "SKU1" } as const;
const REASON = { code: "WDT_SKU_UNKNOWN", text: "[WDT_SKU_UNKNOWN] SKU1" } as const;

async function failAll<Name extends "transform" | "load">(
  queue: TypedQueue<Name>,
  { redis, log }: Pick<Bundle, "redis" | "log">,
): Promise<void> {
  const worker = startWorker({
    queue,
    connection: redis,
    concurrency: 8,
    log,
    perform: async () => {
      throw new Fault("MAP_TEXT_TOO_LONG", "LOT");
    },
  });
  await expect.poll(async () => queue.getJobCountByTypes("waiting", "active"), { timeout: 30_000 }).toBe(0);
  await worker.stop();
}

/** A bill with a held order and another that is delivered, and their jobs. */
async function heldOrder(bundle: Bundle): Promise<void> {
  const { ledger, load, transform } = bundle;
  await ledger.bills.recordRead([BILL]);
  const delivered = { outerNo: "XSCKD000001-CK02", billId: BILL.billId, contentHash: ORDER.contentHash };
  await ledger.bills.recordOrders(BILL, [
    { outerNo: ORDER.order.outer_no, contentHash: ORDER.contentHash },
    { outerNo: delivered.outerNo, contentHash: ORDER.contentHash },
  ]);
  await ledger.orders.recordDelivered(delivered, { stockoutNo: "CK1", proof: "answered" });
  const stake = { billNo: BILL.billNo, groups: ["CK01"], amount: null };
  await ledger.orders.recordHeld({ ...ORDER, outerNo: ORDER.order.outer_no }, REASON, { gaps: [GAP], stake });
  await enqueue(load, [{ id: ORDER_JOB_ID, payload: ORDER }]);
  await failAll(load, bundle);
  expect(await transform.getJobCountByTypes("waiting", "failed")).toBe(0);
}

const SELECTIONS: readonly (readonly [string, RetrySelection])[] = [
  ["its bill's number", { kind: "bills", billNos: ["XSCKD000001"] }],
  ["its own number", { kind: "orders", outerNos: ["XSCKD000001-CK01"] }],
  ["the code it waits for", { kind: "gap", name: "spec_no/SKU1" }],
  ["its class", { kind: "class", faultClass: "master-data" }],
  ["its case", { kind: "case", caseId: "order:XSCKD000001-CK01" }],
  ["all", { kind: "all" }],
];

for (const isCleaned of [false, true])
  test.each(SELECTIONS)(
    `a held order is set going by %s${isCleaned ? ", though its failed job was cleaned away" : ""}; the second press is told so`,
    async (_words, selection) => {
      const bundle = await setup();
      const { redis, log, ledger, load } = bundle;
      await heldOrder(bundle);
      if (isCleaned) await load.clean(0, 0, "failed");
      const ask = async (isDryRun: boolean) => retry(redis, log, { scheme: SCHEME, selection, isDryRun });

      const planned = await ask(true);
      expect(planned.retried).toMatchObject([{ queue: "load", id: ORDER_JOB_ID }]);
      expect(await ledger.anew.list(9)).toEqual([]);

      expect((await ask(false)).retried).toEqual(planned.retried);
      expect(await ledger.anew.list(9)).toMatchObject([{ billId: BILL.billId, isRetry: true }]);
      expect(await ask(false)).toMatchObject({ retried: [], skipped: 1 });
      // Made anew by now, and waiting for the transformer.
      await enqueue(bundle.transform, [{ id: BILL_JOB_ID, payload: { ...BILL, anew: "retry" } }]);
      await ledger.anew.done(BILL.billId, (await ledger.anew.list(1))[0]?.sinceMs ?? 0);
      expect(await ask(false)).toMatchObject({ retried: [], skipped: 1 });
    },
  );

test("four presses at one moment are one", async () => {
  const bundle = await setup();
  await heldOrder(bundle);
  const press = async () =>
    retry(bundle.redis, bundle.log, { scheme: SCHEME, selection: { kind: "all" }, isDryRun: false });
  const reports = await Promise.all([press(), press(), press(), press()]);
  expect(reports.map(({ retried }) => retried.length).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 1]);
  expect(reports.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(3);
});

test("what is delivered, withdrawn or unknown is left alone, and said", async () => {
  const bundle = await setup();
  const { redis, log, ledger } = bundle;
  await heldOrder(bundle);
  const ask = async (selection: RetrySelection) => retry(redis, log, { scheme: SCHEME, selection, isDryRun: false });
  expect(await ask({ kind: "orders", outerNos: ["XSCKD000001-CK02", "X-1"] })).toMatchObject({
    retried: [],
    leftAlone: [{ id: "XSCKD000001-CK02", why: "已送达,不再推送" }],
    notFound: ["X-1"],
  });
  expect(await ask({ kind: "bills", billNos: ["XSCKD000001", "X"] })).toMatchObject({
    retried: [{ id: ORDER_JOB_ID }],
    leftAlone: [{ id: "XSCKD000001-CK02" }],
    notFound: ["X"],
  });
  await ledger.bills.recordWithdrawn(BILL, "deleted");
  expect(await ask({ kind: "bills", billNos: ["XSCKD000001"] })).toMatchObject({
    retried: [],
    leftAlone: [{ id: "XSCKD000001", why: expect.stringContaining("重新审核之后会自动读取") }],
  });
  expect(await ask({ kind: "gap", name: "spec_no/NONE" })).toMatchObject({ notFound: ["spec_no/NONE"] });
});

test("an order whose job has failed in a way that nobody could record is made anew by a retry of all", async () => {
  const { redis, log, ledger, load } = await setup();
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [{ outerNo: ORDER.order.outer_no, contentHash: ORDER.contentHash }]);
  await enqueue(load, [{ id: ORDER_JOB_ID, payload: ORDER }]);
  await (await load.getJob(ORDER_JOB_ID))?.updateData({ ...ORDER, order: {} } as never);
  await failAll(load, { redis, log });
  const all = { scheme: SCHEME, selection: { kind: "all" }, isDryRun: false } as const;
  expect((await retry(redis, log, all)).retried).toMatchObject([{ queue: "load", id: ORDER_JOB_ID }]);
  expect(await ledger.anew.list(9)).toMatchObject([{ billId: BILL.billId, isRetry: true }]);
});

test("an order that waits for its next attempt is tried at once", async () => {
  const { redis, log, ledger, load } = await setup();
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [{ outerNo: ORDER.order.outer_no, contentHash: ORDER.contentHash }]);
  await enqueue(load, [{ id: ORDER_JOB_ID, payload: ORDER }], { delayMs: 300_000 });
  const selection = { kind: "bills", billNos: [BILL.billNo] } as const;
  expect((await retry(redis, log, { scheme: SCHEME, selection, isDryRun: false })).retried).toHaveLength(1);
  expect(await load.getJobState(ORDER_JOB_ID)).toBe("waiting");
});

test("a correction whose job was cleaned away is set up with what was kept of it", async () => {
  const { redis, log, ledger, load } = await setup();
  const order = { outerNo: ORDER.order.outer_no, billId: BILL.billId, contentHash: ORDER.contentHash };
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [order]);
  await ledger.orders.recordDelivered(order, {
    stockoutNo: "CK1",
    proof: "answered",
    dispute: { code: "WDT_ORDER_DIFFERS", text: "" },
  });
  const outerNo = `${order.outerNo}-R1`;
  const job = { ...ORDER, order: { ...ORDER.order, outer_no: outerNo }, corrects: order.outerNo };
  const correction = { outerNo, contentHash: job.contentHash };
  await ledger.cases.recordCorrection({ ...order, correction, by: "w", note: "n" });
  await ledger.cases.keepCorrection(outerNo, JSON.stringify(job));
  await ledger.orders.recordHeld({ ...correction, billId: BILL.billId }, REASON);
  const selection = { kind: "orders", outerNos: [outerNo] } as const;
  const report = await retry(redis, log, { scheme: SCHEME, selection, isDryRun: false });
  const id = loadJobId({ scheme: SCHEME, ...correction, revision: 1 });
  expect(report.retried).toMatchObject([{ queue: "load", id }]);
  expect((await load.getJob(id))?.data).toEqual(job);
});

test("thousands of failed jobs are retried page by page, and a stop keeps what was retried by then", async () => {
  const bundle = await setup();
  const { redis, log, transform } = bundle;
  const COPIES = 1_200;
  const jobs = Array.from({ length: COPIES }, (_, index) => {
    const payload = { ...BILL, billNo: `COPY${index}` };
    return { id: transformJobId(payload), payload };
  });
  await enqueue(transform, jobs);
  await failAll(transform, bundle);
  const stop = new AbortController();
  const told: (readonly [number, number])[] = [];
  const onProgress = (done: number, total: number): void => {
    told.push([done, total]);
    if (done >= 700) stop.abort();
  };
  const all = { scheme: SCHEME, selection: { kind: "all" }, isDryRun: false } as const;
  const first = await retry(redis, log, { ...all, signal: stop.signal, onProgress });
  expect(first.isCutShort).toBe(true);
  expect(first.retried).toHaveLength(700);
  expect(told.at(-1)).toEqual([700, COPIES]);
  expect(await transform.getFailedCount()).toBe(COPIES - 700);
  const second = await retry(redis, log, all);
  expect([second.retried.length, second.isCutShort]).toEqual([COPIES - 700, false]);
  expect(await transform.getWaitingCount()).toBe(COPIES);
});

test("of a retry the first hundred overtake the backlog, and the others stand in line", async () => {
  const { redis, log, ledger } = await setup();
  const bills = Array.from({ length: 120 }, (_, index) => ({ ...BILL, billId: `${500 + index}`, billNo: `B${index}` }));
  await ledger.bills.recordRead(bills);
  for (const bill of bills) await ledger.bills.recordHeld(bill, { code: "MAP_CODE_MISSING", text: "" });
  const all = { scheme: SCHEME, selection: { kind: "all" }, isDryRun: false } as const;
  expect((await retry(redis, log, all)).retried).toHaveLength(120);
  const listed = await ledger.anew.list(120);
  expect(listed.map(({ isUrgent }) => isUrgent)).toEqual([...Array(100).fill(true), ...Array(20).fill(false)]);
  expect(listed.every(({ isRetry }) => isRetry)).toBe(true);
});

test("an order that waits in the backlog is brought to its front by whoever names it", async () => {
  const { redis, log, ledger, load } = await setup();
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [{ outerNo: ORDER.order.outer_no, contentHash: ORDER.contentHash }]);
  await enqueue(
    load,
    ["load-first", ORDER_JOB_ID, "load-last"].map((id) => ({ id, payload: ORDER })),
  );
  const ask = async (isDryRun: boolean) =>
    retry(redis, log, { scheme: SCHEME, selection: { kind: "bills", billNos: [BILL.billNo] }, isDryRun });
  // The one that is next stands at the end of the list.
  const next = async () => (await redis.lrange(load.toKey("wait"), -1, -1))[0];
  expect([(await ask(true)).skipped, await next()]).toEqual([1, "load-first"]);
  expect([(await ask(false)).skipped, await next()]).toEqual([1, ORDER_JOB_ID]);
});
