import { connectRedis, createLogger } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { isolateSuspects } from "../src/suspects.ts";

const log = createLogger({ name: "test", level: "fatal", version: "0" });
const never = new AbortController().signal;
const ordinary = (id: string) => ({ id, timestamp: 1, stalledCounter: 0 });
const suspect = (id: string, timestamp = 1) => ({ id, timestamp, stalledCounter: 1 });

let server: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => server.stop());

async function setup() {
  const redis = connectRedis(server.url, log);
  await redis.flushall();
  onTestFinished(() => redis.disconnect());
  const isolation = isolateSuspects({ connection: redis, queueName: "load", concurrency: 4 });
  const order: string[] = [];
  /** Starts a job that runs until it is told to end. */
  const begin = (job: ReturnType<typeof ordinary>) => {
    const { promise: started, resolve: hasStarted } = Promise.withResolvers<void>();
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const result = isolation.run(job, never, async () => {
      order.push(`${job.id} starts`);
      hasStarted();
      await ended;
      order.push(`${job.id} ends`);
    });
    return { started, end, result };
  };
  return { redis, isolation, order, begin };
}

test("ordinary jobs run side by side, a suspect waits for them and then has the worker for itself", async () => {
  const { order, begin } = await setup();
  const [a, b] = [begin(ordinary("a")), begin(ordinary("b"))];
  const s = begin(suspect("s"));
  const c = begin(ordinary("c"));
  await Promise.all([a.started, b.started]);
  a.end();
  b.end();
  await s.started;
  s.end();
  await c.started;
  c.end();
  await Promise.all([a, b, s, c].map((each) => each.result));
  expect(order.slice(-4)).toEqual(["s starts", "s ends", "c starts", "c ends"]);
});

test("stopping sends back who waits for a turn, uncounted, and lets the running one finish", async () => {
  const { redis, isolation, begin } = await setup();
  const running = begin(ordinary("a"));
  const waiting = [begin(suspect("s")), begin(ordinary("b"))];
  await running.started;
  isolation.stop();
  for (const each of waiting) await expect(each.result).rejects.toMatchObject({ code: "SHUTDOWN" });
  expect(await redis.keys("*")).toEqual([]);
  running.end();
  await running.result;
  await expect(isolation.run(ordinary("d"), AbortSignal.abort(), async () => {})).rejects.toMatchObject({
    code: "SHUTDOWN",
  });
});

test("an attempt that ends, well or badly, leaves no count behind", async () => {
  const { redis, isolation } = await setup();
  for (let time = 0; time < 5; time += 1) {
    await isolation.run(suspect("s"), never, async () => {
      expect(await redis.keys("*")).toHaveLength(1);
    });
    await expect(isolation.run(suspect("s"), never, async () => Promise.reject(new Error("x")))).rejects.toThrow("x");
  }
  expect(await redis.keys("*")).toEqual([]);
});

test("a job that is added again under the key of one that killed its worker begins without its guilt", async () => {
  const { redis, isolation } = await setup();
  // What two deaths of the first job leave behind.
  await redis.set("{billferry}:suspects:load:s:1", 2);
  await isolation.run(suspect("s", 2), never, async () => {});
  await expect(isolation.run(suspect("s", 1), never, async () => {})).rejects.toMatchObject({ code: "JOB_POISON" });
  await isolation.run(suspect("s", 1), never, async () => {});
});
