import { CallGate } from "@billferry/call-gate";
import { done, Fault } from "@billferry/contracts";
import { enqueue, startWorker } from "@billferry/runtime";
import { wangdiantongGate } from "@billferry/wangdiantong";
import { QueueEvents } from "bullmq";
import { expect, test } from "vitest";

import { listCases, readStatus, retry, traceBill } from "@billferry/desk";
import { BILL, BILL_JOB_ID, ORDER, ORDER_JOB_ID, SCHEME, setup } from "./setup.ts";

type Bundle = Awaited<ReturnType<typeof setup>>;

/** Runs the load queue until its first job has failed for good, as a refused order does. */
async function failOrder({ redis, log, load, ledger }: Bundle): Promise<void> {
  const events = new QueueEvents("load", { connection: redis, prefix: "{billferry:sal-outstock}" });
  await events.waitUntilReady();
  const failed = new Promise((resolve) => events.once("failed", resolve));
  const worker = startWorker({
    queue: load,
    connection: redis,
    concurrency: 1,
    log,
    perform: async () => {
      throw new Fault("WDT_SKU_UNKNOWN", "SKU1");
    },
    recordCase: async (_payload, held) => ledger.orders.recordHeld({ ...ORDER, outerNo: ORDER.order.outer_no }, held),
  });
  await enqueue(load, [{ id: ORDER_JOB_ID, payload: ORDER }]);
  await failed;
  await worker.stop();
  await events.close();
}

async function recordBill({ ledger, transform }: Bundle): Promise<void> {
  await enqueue(transform, [{ id: BILL_JOB_ID, payload: BILL }]);
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [{ outerNo: ORDER.order.outer_no, contentHash: ORDER.contentHash }]);
}

test("an empty installation is not idle, and says why", async () => {
  const { redis, log } = await setup();
  const status = await readStatus(redis, SCHEME, log);
  expect(status.idle).toBe(false);
  expect(status.readUpTo).toBeNull();
  expect(status.queues.load).toMatchObject({ waiting: 0, workers: 0 });
  expect(status.reasons).toContain("尚未完成第一次读取");
  expect(status.reasons).toContain("读取 · Extract:没有运行中的进程(extractor)");
});

test("the status sees a running worker, and a queue that a person paused", async () => {
  const { redis, log, load } = await setup();
  const worker = startWorker({ queue: load, connection: redis, concurrency: 1, log, perform: async () => done({}) });
  await expect.poll(async () => (await readStatus(redis, SCHEME, log)).queues.load.workers).toBe(1);
  await load.pause();
  await enqueue(load, [{ id: ORDER_JOB_ID, payload: ORDER }]);
  const status = await readStatus(redis, SCHEME, log);
  await worker.stop();
  expect(status.queues.load).toMatchObject({ paused: true, waiting: 1 });
  expect(status.reasons).toContain("写入 · Load:队列已被人工暂停(在看板),1 个任务等待");
});

/** The gate of an account, as its loaders use it. */
function openGate(redis: Bundle["redis"], account: string): CallGate {
  return new CallGate(redis, { account, callsPerMinute: 2, longestCallMs: 5_000 });
}

const refuse = async (): Promise<never> => {
  throw new Fault("WDT_CREDENTIALS_REFUSED", "");
};

test("a rest of the load queue is explained by the gate of the scheme's account, and not by another's", async () => {
  const { redis, log, load, ledger } = await setup();
  const { signal } = new AbortController();
  await ledger.accounts.bind("wangdiantong", { id: "main", isFormer: () => false });
  await load.rateLimit(30_000);
  for (let call = 0; call < 2; call += 1)
    await openGate(redis, wangdiantongGate("main")).call(signal, async () => "ok");
  await expect(openGate(redis, wangdiantongGate("branch")).call(signal, refuse)).rejects.toThrow(
    "WDT_CREDENTIALS_REFUSED",
  );
  const quota = await readStatus(redis, SCHEME, log);
  expect(quota.reasons.join()).toContain("每分钟调用额度已用完(最近一分钟 2 次)");
  expect(quota.reasons.join()).not.toContain("WDT_CREDENTIALS_REFUSED");
});

test("refused credentials of the scheme's account are told as the reason for its rest", async () => {
  const { redis, log, load, ledger } = await setup();
  await ledger.accounts.bind("wangdiantong", { id: "main", isFormer: () => false });
  await load.rateLimit(30_000);
  await expect(openGate(redis, wangdiantongGate("main")).call(new AbortController().signal, refuse)).rejects.toThrow(
    "WDT_CREDENTIALS_REFUSED",
  );
  const { reasons } = await readStatus(redis, SCHEME, log);
  expect(reasons.join()).toContain("旺店通不可用,已熔断([WDT_CREDENTIALS_REFUSED]");
});

test("a retry by hand gives a failed job all its attempts back, and pressing twice is harmless", async () => {
  const bundle = await setup();
  const { redis, log, load } = bundle;
  await failOrder(bundle);
  expect((await load.getJob(ORDER_JOB_ID))?.attemptsMade).toBe(1);

  const rehearsal = await retry(redis, log, { scheme: SCHEME, selection: { kind: "all" }, isDryRun: true });
  expect(rehearsal.retried).toEqual([
    { queue: "load", id: ORDER_JOB_ID, reason: expect.stringContaining("WDT_SKU_UNKNOWN") },
  ]);
  expect(await load.getFailedCount()).toBe(1);

  const first = await retry(redis, log, {
    scheme: SCHEME,
    selection: { kind: "job", id: ORDER_JOB_ID },
    isDryRun: false,
  });
  expect(first.retried).toHaveLength(1);
  const job = await load.getJob(ORDER_JOB_ID);
  expect(await job?.getState()).toBe("waiting");
  expect([job?.attemptsMade, job?.attemptsStarted]).toEqual([0, 0]);

  const second = await retry(redis, log, {
    scheme: SCHEME,
    selection: { kind: "job", id: ORDER_JOB_ID },
    isDryRun: false,
  });
  expect(second).toMatchObject({ retried: [], skipped: 0 });
  expect(await load.getWaitingCount()).toBe(1);
});

test("what waits for a person is listed with its bill number, class, owner and reason", async () => {
  const bundle = await setup();
  await recordBill(bundle);
  await failOrder(bundle);
  const cases = await listCases(bundle.redis, SCHEME, { limit: 10 });
  expect(cases).toMatchObject([
    {
      caseId: "order:XSCKD000001-CK01",
      billNo: "XSCKD000001",
      faultClass: "master-data",
      owner: "master-data",
      reason: expect.stringContaining("[WDT_SKU_UNKNOWN] 旺店通中没有该商家编码"),
      sinceMs: expect.any(Number),
    },
  ]);
  expect(await listCases(bundle.redis, SCHEME, { limit: 10, faultClass: "poison" })).toEqual([]);
});

test("a bill is traced by its number through the ledger and the queues", async () => {
  const bundle = await setup();
  await recordBill(bundle);
  await failOrder(bundle);
  const trace = await traceBill(bundle.redis, bundle.log, { scheme: SCHEME, number: "XSCKD000001" });
  expect(trace.bills).toMatchObject([{ billId: "100001", state: "ordered", orders: ["XSCKD000001-CK01"] }]);
  expect(trace.orders).toMatchObject([{ outerNo: "XSCKD000001-CK01", state: "held" }]);
  expect(trace.jobs.map(({ queue, id, state }) => [queue, id, state])).toEqual([
    ["transform", BILL_JOB_ID, "waiting"],
    ["load", ORDER_JOB_ID, "failed"],
  ]);
  const byOrder = await traceBill(bundle.redis, bundle.log, { scheme: SCHEME, number: "XSCKD000001-CK01" });
  expect(byOrder.bills).toEqual(trace.bills);
  const stranger = await traceBill(bundle.redis, bundle.log, { scheme: SCHEME, number: "XSCKD00000*" });
  expect(stranger).toEqual({ asked: "XSCKD00000*", scheme: SCHEME, bills: [], orders: [], history: [], jobs: [] });
});
