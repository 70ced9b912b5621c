import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { type LoadJob } from "@billferry/contracts";
import { connectRedis } from "@billferry/redis";
import { createLogger, enqueue, openQueue } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

const WORKER = fileURLToPath(new URL("./fixtures/poisonable-worker.ts", import.meta.url));
const log = createLogger({ name: "test", level: "fatal", version: "0" });

let server: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => server.stop());

/** Keeps `replicas` worker processes running, as a container engine does, and counts their deaths. */
function supervise(url: string, replicas: number) {
  const state = { deaths: 0, isOver: false };
  const children = new Set<ChildProcess>();
  const startOne = (): void => {
    const child = spawn(process.execPath, [WORKER, url, "8"], { stdio: "inherit" });
    children.add(child);
    child.once("exit", () => {
      children.delete(child);
      if (state.isOver) return;
      state.deaths += 1;
      startOne();
    });
  };
  for (let index = 0; index < replicas; index += 1) startOne();
  onTestFinished(async () => {
    state.isOver = true;
    await Promise.all(
      [...children].map(async (child) => {
        child.kill("SIGKILL");
        await once(child, "exit");
      }),
    );
  });
  return state;
}

async function setup(billNos: readonly string[]) {
  const redis = connectRedis(server.url, log);
  await redis.flushall();
  const queue = openQueue({ stage: "load", scheme: "sal-outstock" }, redis, log);
  onTestFinished(async () => {
    await queue.close();
    redis.disconnect();
  });
  await enqueue(
    queue,
    billNos.map((billNo) => ({ id: `load-${billNo}`, payload: toJob(billNo) })),
  );
  return { redis, queue };
}

function toJob(billNo: string): LoadJob {
  return {
    scheme: "sal-outstock",
    schemeVersion: "1",
    billId: "1",
    billNo,
    contentHash: "0".repeat(32),
    revision: 1,
    target: "stockout_order_push",
    order: { outer_no: billNo, warehouse_no: "CK1", detail_list: [{ spec_no: "A", num: "1" as never }] },
    notes: [],
  };
}

const innocents = Array.from({ length: 40 }, (_, index) => `BILL${String(index).padStart(2, "0")}`);

test.each([1, 2])(
  "a bill that kills its process is parked at the third death, and all others flow (replicas: %i)",
  async (replicas) => {
    const { redis, queue } = await setup(innocents.toSpliced(4, 0, "POISON"));
    const supervised = supervise(server.url, replicas);
    const count = async () => queue.getJobCounts("completed", "failed");
    await expect.poll(count, { timeout: 60_000 }).toMatchObject({ completed: innocents.length, failed: 1 });
    const [poison] = await queue.getFailed();
    expect(poison?.id).toBe("load-POISON");
    expect(poison?.failedReason).toMatch(/^\[JOB_POISON\]/);
    expect(await redis.lrange("cases", 0, -1)).toEqual([JSON.stringify(["POISON", "JOB_POISON"])]);
    expect(supervised.deaths).toBe(3);
    const starts = await redis.lrange("starts", 0, -1);
    expect(starts.filter((id) => id === "load-POISON")).toHaveLength(3);
    expect(await redis.keys("*:suspects:*")).toEqual([]);
  },
  90_000,
);

test("several poisonous bills are told apart, and a person's retry gives a fresh start", async () => {
  const { redis, queue } = await setup(["POISON1", ...innocents.slice(0, 8), "POISON2"]);
  const supervised = supervise(server.url, 1);
  const count = async () => queue.getJobCounts("completed", "failed");
  await expect.poll(count, { timeout: 60_000 }).toMatchObject({ completed: 8, failed: 2 });
  const job = await queue.getJob("load-POISON1");
  const deathsBefore = supervised.deaths;
  await redis.del("cases");
  // What `retry` does; the program has been repaired for this bill meanwhile, but not for the other.
  await job?.updateData({ ...toJob("POISON1"), billNo: "MENDED" });
  await job?.retry("failed", { resetAttemptsMade: true });
  await expect.poll(count, { timeout: 60_000 }).toMatchObject({ completed: 9, failed: 1 });
  expect(supervised.deaths).toBe(deathsBefore);
  await (await queue.getJob("load-POISON2"))?.retry("failed", { resetAttemptsMade: true });
  await expect.poll(async () => redis.lrange("cases", 0, -1), { timeout: 60_000 }).toHaveLength(1);
  expect(supervised.deaths).toBe(deathsBefore + 2);
}, 120_000);
