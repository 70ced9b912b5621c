import { done, loadJobId, type ExtractResult, type WorkTold } from "@billferry/contracts";
import { enqueue, openQueue, startWorker } from "@billferry/runtime";
import { Worker } from "bullmq";
import { expect, onTestFinished, test } from "vitest";

import { askForReading, askForSweep, inspectState, readStatus, rebuildState } from "@billferry/desk";
import { BILL, BILL_JOB_ID, ORDER, ORDER_JOB_ID, SCHEME, setup } from "./setup.ts";

const READ: ExtractResult = { kind: "read", from: "a", to: "b", rows: 1, bills: 1, fresh: 1, unchanged: 0 };

function ask(timeoutMs: number) {
  return { scheme: SCHEME, timeoutMs, signal: new AbortController().signal };
}

test("a reading that is asked for is told with its outcome", async () => {
  const { redis, log } = await setup();
  const queue = openQueue({ stage: "extract", scheme: "sal-outstock" }, redis, log);
  const worker = startWorker({ queue, connection: redis, concurrency: 1, log, perform: async () => done(READ) });
  onTestFinished(async () => {
    await worker.stop();
    await queue.close();
  });
  expect(await askForReading(redis, log, ask(10_000))).toEqual({ kind: "done", outcome: READ });
});

test("a sweep that nobody does is told to be late, with nobody there", async () => {
  const { redis, log } = await setup();
  const asked = await askForSweep(redis, log, { ...ask(300), depthMs: 86_400_000 });
  expect(asked).toEqual({ kind: "late", state: "waiting", workers: 0 });
});

test("records that are not ours are named, and the others are counted", async () => {
  const { redis, ledger } = await setup();
  await ledger.keeping.open();
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [{ outerNo: ORDER.order.outer_no, contentHash: ORDER.contentHash }]);
  const [key = ""] = await redis.keys(`*:o:${ORDER.order.outer_no}`);
  await redis.hset(key.replace(ORDER.order.outer_no, "BROKEN"), "s", "nonsense");
  const told: WorkTold[] = [];
  const report = await inspectState(redis, SCHEME, (work) => told.push(work));
  expect(report).toEqual({ bills: 1, orders: 1, unreadable: ["o:BROKEN"] });
  expect(told.at(-1)).toMatchObject({ zh: "台账:已检查 1 张单据、1 个订单", done: 1, share: 1 });
});

test("a full Redis is told first, though nothing can be noted there any more", async () => {
  const { redis, log } = await setup();
  const first = async () => (await readStatus(redis, SCHEME, log)).reasons[0];
  expect(await first()).not.toContain("拒绝写入");
  await redis.config("SET", "maxmemory", "1");
  expect(await first()).toContain("Redis 内存已用尽,拒绝写入");
});

test("a rebuild forgets the scheme's ledger and jobs, leaves those of others, and keeps a person's pause", async () => {
  const { redis, log, transform, load, ledger } = await setup();
  await ledger.keeping.open();
  await ledger.bills.recordRead([BILL]);
  const foreign = { ...ORDER, scheme: "other", order: { ...ORDER.order, outer_no: "Y1-CK01" } };
  const foreignId = loadJobId({ scheme: "other", outerNo: "Y1-CK01", contentHash: ORDER.contentHash, revision: 1 });
  await enqueue(transform, [{ id: BILL_JOB_ID, payload: BILL }]);
  await enqueue(load, [
    { id: ORDER_JOB_ID, payload: ORDER },
    { id: foreignId, payload: foreign },
  ]);
  await load.pause();
  const told: WorkTold[] = [];
  const onProgress = (work: WorkTold) => told.push(work);
  expect(await rebuildState(redis, log, { scheme: SCHEME, onProgress })).toEqual({ kind: "rebuilt", removedJobs: 2 });
  expect(told).toContainEqual(expect.objectContaining({ zh: "任务:已移除 2 个", en: "Jobs: 2 removed" }));
  expect(told.at(-1)).toMatchObject({ step: "forget", zh: expect.stringMatching(/台账:已清除 [1-9]\d* 条/) });
  expect(await ledger.bills.find(BILL.billId)).toBeUndefined();
  expect(await transform.getJob(BILL_JOB_ID)).toBeUndefined();
  expect(await load.getJob(foreignId)).toBeDefined();
  expect([await transform.isPaused(), await load.isPaused()]).toEqual([false, true]);
});

test("a rebuild waits for work that is under way, and gives up without touching anything", async () => {
  const { redis, log, transform, ledger } = await setup();
  const { promise: finished, resolve: finish } = Promise.withResolvers<object>();
  await ledger.bills.recordRead([BILL]);
  const worker = startWorker({
    queue: transform,
    connection: redis,
    concurrency: 1,
    log,
    perform: async () => done(finished),
  });
  onTestFinished(async () => {
    finish({});
    await worker.stop();
  });
  await enqueue(transform, [{ id: BILL_JOB_ID, payload: BILL }]);
  await expect.poll(async () => transform.getActiveCount()).toBe(1);
  const told: WorkTold[] = [];
  const onProgress = (work: WorkTold) => told.push(work);
  const outcome = await rebuildState(redis, log, { scheme: SCHEME, quietLimitMs: 300, onProgress });
  expect(outcome).toEqual({ kind: "busy", active: 1 });
  expect(told[0]).toMatchObject({ zh: "等待 1 个任务结束", en: "Waiting for 1 jobs to end" });
  expect(await ledger.bills.find(BILL.billId)).toBeDefined();
  expect(await transform.isPaused()).toBe(false);
});

test("a rebuild does not wait for a job whose worker has died, though nobody takes it over, and removes it", async () => {
  const { redis, log, transform, ledger } = await setup();
  await ledger.bills.recordRead([BILL]);
  await enqueue(transform, [{ id: BILL_JOB_ID, payload: BILL }]);
  const dead = new Worker(transform.name, null, {
    connection: redis,
    prefix: transform.opts.prefix ?? "",
    lockDuration: 500,
  });
  onTestFinished(async () => dead.close());
  expect((await dead.getNextJob("token"))?.id).toBe(BILL_JOB_ID);
  expect(await transform.getActiveCount()).toBe(1);
  expect(await rebuildState(redis, log, { scheme: SCHEME })).toEqual({ kind: "rebuilt", removedJobs: 1 });
  expect(await transform.getJob(BILL_JOB_ID)).toBeUndefined();
});
