import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
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
  const isolation = isolateSuspects({
    connection: redis,
    prefix: "{billferry:sal-outstock}:suspects:load",
    concurrency: 4,
  });
  const order: string[] = [];
  /** Starts a job that runs until it is told to end. */
  const begin = (job: ReturnType<typeof ordinary>) => {
    const { promise: started, resolve: hasStarted } = Promise.withResolvers<void>();
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const run = async (): Promise<void> => {
      const turn = await isolation.enter(job, never);
      order.push(`${job.id} starts`);
      hasStarted();
      await ended;
      order.push(`${job.id} ends`);
      await turn.leave();
    };
    return { started, end, result: run() };
  };
  const visit = async (job: ReturnType<typeof ordinary>) => {
    const turn = await isolation.enter(job, never);
    const counts = await redis.keys("*");
    await turn.leave();
    return { suspicion: turn.suspicion, counts: counts.length };
  };
  return { redis, isolation, order, begin, visit };
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
  await expect(isolation.enter(ordinary("d"), AbortSignal.abort())).rejects.toMatchObject({ code: "SHUTDOWN" });
});

test("an attempt that ends leaves no count behind, however often the job is tried", async () => {
  const { redis, visit } = await setup();
  for (let time = 0; time < 5; time += 1)
    expect(await visit(suspect("s"))).toEqual({ suspicion: "suspect", counts: 1 });
  expect(await visit(ordinary("a"))).toEqual({ suspicion: "none", counts: 0 });
  expect(await redis.keys("*")).toEqual([]);
});

test("a job whose worker dies before its case is recorded is found out again, and a retry after that starts afresh", async () => {
  const { redis } = await setup();
  // A process that dies leaves nothing but its count: each of these is a worker of its own.
  const enter = async () =>
    isolateSuspects({ connection: redis, prefix: "{billferry:sal-outstock}:suspects:load", concurrency: 4 }).enter(
      suspect("s"),
      never,
    );
  const turns = [await enter(), await enter(), await enter(), await enter()];
  expect(turns.map((turn) => turn.suspicion)).toEqual(["suspect", "suspect", "proved", "proved"]);
  await turns.at(-1)?.leave();
  expect((await enter()).suspicion).toBe("suspect");
});

test("a job that is added again under the key of one that killed its worker begins without its guilt", async () => {
  const { redis, visit } = await setup();
  // What two deaths of the first job leave behind.
  await redis.set("{billferry:sal-outstock}:suspects:load:s:1", 2);
  expect((await visit(suspect("s", 2))).suspicion).toBe("suspect");
  expect((await visit(suspect("s", 1))).suspicion).toBe("proved");
  expect((await visit(suspect("s", 1))).suspicion).toBe("suspect");
});
