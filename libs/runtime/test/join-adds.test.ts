import type { LoadJob } from "@billferry/contracts";
import { connectRedis, type RedisConnection } from "@billferry/redis";
import { createLogger, enqueue, openQueue, type TypedQueue } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

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
  notes: ["单价 1.00005 舍入为 1.0001"],
};

let server: Awaited<ReturnType<typeof startRedis>>;
let redis: RedisConnection;
let queue: TypedQueue<"load">;
beforeAll(async () => {
  server = await startRedis();
  redis = connectRedis(server.url, log);
  queue = openQueue({ stage: "load", scheme: "sal-outstock" }, redis, log);
});
afterAll(async () => {
  await queue.close();
  redis.disconnect();
  await server.stop();
});
beforeEach(async () => {
  await redis.flushall();
  await enqueue(queue, [{ id: "warm", payload }]);
  await redis.config("RESETSTAT");
});

async function countScripts(): Promise<number> {
  return Number(/^cmdstat_evalsha:calls=(\d+)/m.exec(await redis.info("commandstats"))?.[1] ?? 0);
}

test("orders of many bills that are enqueued at once are one script call, and wait in their order", async () => {
  const bills = Array.from({ length: 20 }, (_, bill) => [`load-${bill}-a`, `load-${bill}-b`]);
  await Promise.all(
    bills.map(async (ids) =>
      enqueue(
        queue,
        ids.map((id) => ({ id, payload })),
      ),
    ),
  );
  expect(await countScripts()).toBe(1);
  const waiting = await queue.getWaiting();
  expect(waiting.map(({ id }) => id)).toEqual(["warm", ...bills.flat()]);
  expect(waiting.at(-1)).toMatchObject({ data: payload, opts: { attempts: 12, backoff: { type: "capped" } } });
});

test("a key that is there is left alone, among others that are new", async () => {
  const ids = ["load-1", "warm", "load-2"];
  await enqueue(
    queue,
    ids.map((id) => ({ id, payload: { ...payload, billNo: "OTHER" } })),
  );
  const waiting = await queue.getWaiting();
  expect(waiting.map(({ id, data }) => [id, data.billNo])).toEqual([
    ["warm", "X1"],
    ["load-1", "OTHER"],
    ["load-2", "OTHER"],
  ]);
});

test("one that is too large is refused, and those beside it are enqueued", async () => {
  const large = { ...payload, notes: ["长".repeat(3_000_000)] };
  const settled = await Promise.allSettled([
    enqueue(queue, [{ id: "load-large", payload: large }]),
    enqueue(queue, [{ id: "load-small", payload }]),
  ]);
  expect(settled).toEqual([
    { status: "rejected", reason: expect.objectContaining({ message: expect.stringContaining("8388608") }) },
    { status: "fulfilled", value: undefined },
  ]);
  expect((await queue.getWaiting()).map(({ id }) => id)).toEqual(["warm", "load-small"]);
});

test("one that is held back goes its own way", async () => {
  await Promise.all([
    enqueue(queue, [{ id: "load-later", payload }], { delayMs: 60_000 }),
    enqueue(queue, [{ id: "load-now", payload }]),
  ]);
  expect(await queue.getJobCounts("waiting", "delayed")).toEqual({ waiting: 2, delayed: 1 });
});
