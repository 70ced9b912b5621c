import { EventEmitter, once } from "node:events";

import { done, Fault, heldBy, MustWait, putOff, type Held, type LoadJob, type Outcome } from "@billferry/contracts";
import { connectRedis } from "@billferry/redis";
import { createLogger, enqueue, openQueue, startWorker, type Attempt, type RunningWorker } from "@billferry/runtime";
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

async function setup(perform: (attempt: Attempt<"load">) => Promise<Outcome>, data: unknown = payload) {
  const connection = connectRedis(server.url, log);
  await connection.flushall();
  const queue = openQueue({ stage: "load", scheme: "sal-outstock" }, connection, log);
  const events = new EventEmitter();
  const cases: Held[] = [];
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
      recordCase: async (_payload, held) => {
        cases.push(held);
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
    if (calls < 3) throw new MustWait({ scope: "queue", forMs: 20, reason: "quota" });
    return done({ kind: "ok" });
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
    return calls < 3 ? putOff(20, "busy") : done({ kind: "ok" });
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
  expect(cases).toMatchObject([{ code: "WDT_SKU_UNKNOWN", text: (await job()).failedReason }]);
  expect((await job()).attemptsMade).toBe(1);
});

test("a payload that breaks the contract is held and names what is wrong", async () => {
  const { events, cases, start, job } = await setup(async () => done({}), { scheme: 1 });
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
    return done({ kind: "ok" });
  });
  start();
  await once(events, "done");
  await expect.poll(async () => (await job()).finishedOn).toBeDefined();
  expect((await job()).attemptsMade).toBe(2);
});

test("stopping puts an interrupted job back with its attempts intact, and another worker finishes it", async () => {
  const started = new EventEmitter();
  const first = await setup(async (attempt) => {
    if (attempt.signal.aborted) return done({});
    started.emit("running");
    if (!attempt.signal.aborted) await Promise.race([once(attempt.signal as never, "abort"), once(started, "finish")]);
    if (attempt.signal.aborted) throw new Fault("SHUTDOWN", "stopping");
    return done({ kind: "ok" });
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
    return { kind: "wait", scope: "queue", forMs: 600_000, reason: "quota" };
  });
  const worker = start();
  await stopped.promise;
  expect(worker.isRunning()).toBe(false);
}, 10_000);

test("enqueueing the same key again changes nothing", async () => {
  const { queue, job } = await setup(async () => done({}));
  await enqueue(queue, [{ id: "load-1", payload: { ...payload, billNo: "OTHER" } }]);
  expect((await job()).data).toMatchObject({ billNo: "X1" });
});

test("a case that cannot be recorded for now is no failed job: it comes again, with no attempt burned", async () => {
  const connection = connectRedis(server.url, log);
  await connection.flushall();
  const queue = openQueue({ stage: "load", scheme: "sal-outstock" }, connection, log);
  open.push({ close: async () => connection.disconnect() }, { close: async () => queue.close() });
  let tries = 0;
  const worker = startWorker({
    queue,
    connection,
    concurrency: 1,
    log,
    perform: async () => heldBy(new Fault("WDT_SKU_UNKNOWN", "A-117")),
    recordCase: async () => {
      tries += 1;
      if (tries === 1) throw new Error("MISCONF Redis is configured to save RDB snapshots");
    },
  });
  open.push({ close: async () => worker.stop() });
  await enqueue(queue, [{ id: "load-1", payload }]);
  await expect.poll(async () => (await queue.getJob("load-1"))?.getState()).toBe("delayed");
  await (await queue.getJob("load-1"))?.promote();
  await expect.poll(async () => (await queue.getJob("load-1"))?.getState()).toBe("failed");
  expect((await queue.getJob("load-1"))?.attemptsMade).toBe(1);
});

test("a failed job lets its queue rest where whoever came next would meet the same", async () => {
  const { queue, start, job } = await setup(async () => ({
    ...heldBy(new Fault("HTTP_NETWORK", "x")),
    restMs: 60_000,
  }));
  start();
  await expect.poll(async () => (await job()).failedReason).toContain("HTTP_NETWORK");
  expect(await queue.getRateLimitTtl(0)).toBeGreaterThan(0);
});

test("a scheme is stopped once, and its job fails with the reason", async () => {
  const connection = connectRedis(server.url, log);
  await connection.flushall();
  const queue = openQueue({ stage: "extract", scheme: "sal-outstock" }, connection, log);
  open.push({ close: async () => connection.disconnect() }, { close: async () => queue.close() });
  const fault = new Fault("KD_FIELD_UNKNOWN", "FRealQty");
  const stops: number[] = [];
  const worker = startWorker({
    queue,
    connection,
    concurrency: 1,
    log,
    perform: async () => ({ kind: "stop-scheme", fault, forMs: 7 }),
    stopScheme: async ({ forMs }) => void stops.push(forMs),
  });
  open.push({ close: async () => worker.stop() });
  await enqueue(queue, [{ id: "reading", payload: { scheme: "sal-outstock" } }]);
  await expect.poll(async () => (await queue.getJob("reading"))?.failedReason).toContain("KD_FIELD_UNKNOWN");
  expect(stops).toEqual([7]);
});
