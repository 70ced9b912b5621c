import { EventEmitter, once } from "node:events";

import { Fault, type CaseReason, type LoadJob } from "@billferry/contracts";
import { connectRedis } from "@billferry/redis";
import {
  createLogger,
  enqueue,
  JobDelay,
  openQueue,
  QueuePause,
  startWorker,
  type Attempt,
  type RunningWorker,
} from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

const log = createLogger({ name: "test", level: "fatal", version: "0" });
const payload: LoadJob = {
  scheme: "sal-outstock",
  schemeVersion: "1",
  billId: "1",
  billNo: "X1",
  contentHash: "0".repeat(32),
  revision: 1,
  target: "stockout_order_push",
  order: { outer_no: "X1-CK1", warehouse_no: "CK1", detail_list: [{ spec_no: "A", num: "1" as never }] },
  notes: [],
};

let server: Awaited<ReturnType<typeof startRedis>>;
const open: { close: () => Promise<void> }[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});
afterAll(async () => server.stop());

async function setup(perform: (attempt: Attempt<"load">) => Promise<object>, data: unknown = payload) {
  const connection = connectRedis(server.url, log);
  await connection.flushall();
  const queue = openQueue({ stage: "load", scheme: "sal-outstock" }, connection, log);
  const events = new EventEmitter();
  const cases: CaseReason[] = [];
  const start = (): RunningWorker => {
    const worker = startWorker({
      queue,
      connection,
      concurrency: 1,
      log,
      perform: async (attempt) => {
        const outcome = await perform(attempt);
        setImmediate(() => events.emit("done"));
        return outcome;
      },
      onCase: async (_payload, reason) => {
        cases.push(reason);
        setImmediate(() => events.emit("case"));
      },
    });
    open.push({ close: async () => worker.stop() });
    return worker;
  };
  open.push({ close: async () => connection.disconnect() }, { close: async () => queue.close() });
  await queue.add("load", data as LoadJob, { jobId: "load-1" });
  const job = async () => {
    const found = await queue.getJob("load-1");
    if (!found) throw new Error("the job is gone");
    return found;
  };
  return { queue, events, cases, start, job };
}

test("waiting for quota burns no attempt, and the job goes on by itself", async () => {
  let calls = 0;
  const { events, start, job } = await setup(async () => {
    calls += 1;
    if (calls < 3) throw new QueuePause("quota", 20);
    return { kind: "ok" };
  });
  start();
  await once(events, "done");
  await expect.poll(async () => (await job()).finishedOn).toBeDefined();
  expect((await job()).attemptsMade).toBe(1);
});

test("waiting for another process burns no attempt either", async () => {
  let calls = 0;
  const { events, start, job } = await setup(async () => {
    calls += 1;
    if (calls < 3) throw new JobDelay("busy", 20);
    return { kind: "ok" };
  });
  start();
  await once(events, "done");
  await expect.poll(async () => (await job()).finishedOn).toBeDefined();
  expect((await job()).attemptsMade).toBe(1);
});

test("a refusal by the business fails at once, as a case, with the remedy in Chinese", async () => {
  const { events, cases, start, job } = await setup(async () => {
    throw new Fault("WDT_SKU_UNKNOWN", "A-117");
  });
  start();
  await once(events, "case");
  await expect.poll(async () => (await job()).failedReason).toMatch(/WDT_SKU_UNKNOWN.*A-117 → 在旺店通中建立/);
  expect(cases).toEqual([{ code: "WDT_SKU_UNKNOWN", text: (await job()).failedReason }]);
  expect((await job()).attemptsMade).toBe(1);
});

test("a payload that breaks the contract is held and names what is wrong", async () => {
  const { events, cases, start, job } = await setup(async () => ({}), { scheme: 1 });
  start();
  await once(events, "case");
  expect(cases[0]?.code).toBe("JOB_INVALID");
  await expect.poll(async () => (await job()).failedReason).toMatch(/JOB_INVALID.*order/);
});

test("a network failure is retried by the queue", async () => {
  let calls = 0;
  const { events, start, job } = await setup(async () => {
    calls += 1;
    if (calls === 1) throw new Fault("HTTP_NETWORK", "connection refused");
    return { kind: "ok" };
  });
  start();
  await once(events, "done");
  await expect.poll(async () => (await job()).finishedOn).toBeDefined();
  expect((await job()).attemptsMade).toBe(2);
});

test("stopping puts an interrupted job back with its attempts intact, and another worker finishes it", async () => {
  const started = new EventEmitter();
  const first = await setup(async (attempt) => {
    if (attempt.signal.aborted) return {};
    started.emit("running");
    if (!attempt.signal.aborted) await Promise.race([once(attempt.signal as never, "abort"), once(started, "finish")]);
    if (attempt.signal.aborted) throw new Fault("SHUTDOWN", "stopping");
    return { kind: "ok" };
  });
  const worker = first.start();
  await once(started, "running");
  await worker.stop();
  expect(await (await first.job()).getState()).toBe("waiting");
  first.start();
  await once(started, "running");
  setImmediate(() => started.emit("finish"));
  await once(first.events, "done");
  await expect.poll(async () => (await first.job()).finishedOn).toBeDefined();
  expect((await first.job()).attemptsMade).toBe(1);
});

test("a worker that is told to stop just as its queue begins to rest stops at once and not when the rest is over", async () => {
  const stopped = Promise.withResolvers<void>();
  const { start } = await setup(async () => {
    void worker.stop().then(stopped.resolve);
    throw new QueuePause("quota", 600_000);
  });
  const worker = start();
  await stopped.promise;
  expect(worker.isRunning()).toBe(false);
}, 10_000);

test("enqueueing the same key again changes nothing, and a wrong payload is refused before it is stored", async () => {
  const { queue, job } = await setup(async () => ({}));
  await enqueue(queue, [{ id: "load-1", payload: { ...payload, billNo: "OTHER" } }]);
  expect((await job()).data).toMatchObject({ billNo: "X1" });
  await expect(enqueue(queue, [{ id: "load-2", payload: { scheme: "x" } as never }])).rejects.toThrow(/order/);
});
