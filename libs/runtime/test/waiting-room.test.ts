import { done, schemePrefix, type LoadJob } from "@billferry/contracts";
import { connectRedis, type RedisConnection } from "@billferry/redis";
import { createLogger, enqueue, openQueue, startWorker } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";

const log = createLogger({ name: "test", level: "fatal", version: "0" });
const SCHEMES = Array.from({ length: 20 }, (_, index) => `shop-${index + 1}`);

let server: Awaited<ReturnType<typeof startRedis>>;
let watcher: RedisConnection;
beforeAll(async () => {
  server = await startRedis();
  watcher = connectRedis(server.url, log);
});
beforeEach(async () => void (await watcher.flushall()));
afterAll(async () => {
  watcher.disconnect();
  await server.stop();
});

/** A process' workers, one for each scheme, and what they have done. */
function startWorkers(schemes: readonly string[]) {
  const redis = connectRedis(server.url, log);
  const finished: string[] = [];
  const served = schemes.map((scheme) => {
    const queue = openQueue({ stage: "load", scheme }, redis, log);
    const perform = async ({ payload }: { payload: LoadJob }) => {
      finished.push(`${scheme} ${payload.billNo}`);
      return done({ outerNo: payload.order.outer_no });
    };
    return { queue, worker: startWorker({ queue, connection: redis, concurrency: 1, log, perform }) };
  });
  const stop = async (): Promise<void> => {
    await Promise.all(served.map(async ({ worker }) => worker.stop()));
    await Promise.all(served.map(async ({ queue }) => queue.close()));
    redis.disconnect();
  };
  onTestFinished(stop);
  return { queues: served.map(({ queue }) => queue), finished, stop };
}

type Queue = ReturnType<typeof startWorkers>["queues"][number];

async function add(queue: Queue, billNo: string, delayMs?: number): Promise<void> {
  const scheme = queue.opts.prefix?.slice("{billferry:".length, -1) ?? "";
  const payload: LoadJob = {
    scheme,
    schemeVersion: "1",
    billId: "1",
    billNo,
    contentHash: "0".repeat(32),
    revision: 1,
    target: "stockout_order_push",
    order: { outer_no: `${billNo}-CK1`, warehouse_no: "CK1", detail_list: [{ spec_no: "A", num: "1" as never }] },
    notes: [],
  };
  await enqueue(queue, [{ id: `load-${billNo}`, payload }], delayMs === undefined ? {} : { delayMs });
}

/** Those of services: without the watcher's own. */
async function countConnections(): Promise<number> {
  return (
    String(await watcher.client("LIST"))
      .trim()
      .split("\n").length - 1
  );
}

/** Calls since the last reset, by command. */
async function countCalls(): Promise<ReadonlyMap<string, number>> {
  const lines = (await watcher.info("commandstats")).matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm);
  return new Map([...lines].map(([, name = "", calls]) => [name, Number(calls)]));
}

async function untilSeen(queues: readonly Queue[], workers: number): Promise<void> {
  const counts = async () => Promise.all(queues.map(async (queue) => (await queue.getWorkers()).length));
  await expect.poll(counts, { timeout: 20_000 }).toEqual(queues.map(() => workers));
}

test("workers of twenty queues share two connections, each queue shows who works, and each is woken by its own jobs", async () => {
  const { queues, finished, stop } = startWorkers(SCHEMES);
  await untilSeen(queues, 1);
  expect(await countConnections()).toBe(2);
  for (const round of ["X1", "X2"]) {
    await Promise.all(queues.map(async (queue) => add(queue, round)));
    const all = SCHEMES.map((scheme) => `${scheme} ${round}`);
    await expect.poll(() => finished.slice(-all.length).toSorted(), { timeout: 20_000 }).toEqual(all.toSorted());
  }
  await stop();
  await expect.poll(countConnections).toBe(0);
});

test("two processes serve the same queues, and a queue that one has left is still served by the other", async () => {
  const [first, second] = [startWorkers(SCHEMES), startWorkers(SCHEMES.slice(0, 2))];
  await untilSeen(first.queues.slice(0, 2), 2);
  await untilSeen(first.queues.slice(2), 1);
  await first.stop();
  await untilSeen(second.queues, 1);
  await Promise.all(second.queues.map(async (queue) => add(queue, "X1")));
  await expect.poll(() => second.finished.toSorted(), { timeout: 20_000 }).toEqual(["shop-1 X1", "shop-2 X1"]);
});

test("a job is taken after its time, and one whose wake was lost is taken as well", async () => {
  const { queues, finished } = startWorkers(SCHEMES.slice(0, 2));
  const [early, lost] = queues as [Queue, Queue];
  await untilSeen(queues, 1);
  await add(early, "X1", 300);
  await add(lost, "X2", 3_600_000);
  await expect.poll(() => finished, { timeout: 20_000 }).toEqual(["shop-1 X1"]);
  await watcher.multi().zrem(lost.toKey("delayed"), "load-X2").lpush(lost.toKey("wait"), "load-X2").exec();
  await expect.poll(() => finished, { timeout: 20_000 }).toEqual(["shop-1 X1", "shop-2 X2"]);
});

test("work goes on when the connection at which workers wait is cut, and when Redis was wiped", async () => {
  const { queues, finished } = startWorkers(SCHEMES.slice(0, 3));
  await untilSeen(queues, 1);
  const clients = String(await watcher.client("LIST"));
  const [, id = ""] = /^id=(\d+) .* name=billferry:/m.exec(clients) ?? [];
  await watcher.client("KILL", "ID", Number(id));
  await Promise.all(queues.map(async (queue) => add(queue, "X1")));
  await expect.poll(() => finished.length, { timeout: 20_000 }).toBe(3);
  await untilSeen(queues, 1);
  await watcher.flushall();
  await Promise.all(queues.map(async (queue) => add(queue, "X2")));
  await expect.poll(() => finished.length, { timeout: 20_000 }).toBe(6);
});

test("idle queues cost nothing each: two commands a second for a process, whatever the number of its queues", async () => {
  const { queues } = startWorkers(SCHEMES);
  await untilSeen(queues, 1);
  await watcher.config("RESETSTAT");
  await expect.poll(async () => (await countCalls()).get("exists") ?? 0, { timeout: 20_000 }).toBeGreaterThan(3);
  const calls = await countCalls();
  expect(calls.get("evalsha") ?? 0).toBeLessThanOrEqual(SCHEMES.length);
  expect(calls.get("exists")).toBeLessThanOrEqual(5);
  expect(await watcher.keys(`${schemePrefix("*")}*stalled-check`)).toEqual([]);
});
