import { done, Fault } from "@billferry/contracts";
import { connectRedis, pingRedis, proveRedis } from "@billferry/redis";
import { createLogger, enqueue, openQueue, startWorker } from "@billferry/runtime";
import { startFaultProxy, startRedis, type TestRedis } from "@billferry/testing";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

const log = createLogger({ name: "test", level: "silent", version: "0" });

const QUICK = { extraArgs: ["--repl-diskless-sync-delay", "0"] };

/** Two servers, the second a replica of the first, and one name that leads to the first. */
async function openPair() {
  const [old, next] = await Promise.all([startRedis(QUICK), startRedis(QUICK)]);
  const proxy = await startFaultProxy({ targetHost: "127.0.0.1", targetPort: old.port });
  const direct = { old: new Redis(old.url), next: new Redis(next.url) };
  onTestFinished(async () => {
    direct.old.disconnect();
    direct.next.disconnect();
    await proxy.stop();
    await Promise.all([old.stop(), next.stop()]);
  });
  await follow(direct.next, old);
  return { old, next, direct, proxy, url: `redis://127.0.0.1:${proxy.port}` };
}

async function follow(replica: Redis, primary: TestRedis): Promise<void> {
  await replica.replicaof("127.0.0.1", primary.port);
  await expect.poll(async () => replica.info("replication"), { timeout: 20_000 }).toContain("master_link_status:up");
}

/**
 * What an operator does: the replica becomes primary, the old primary its replica, and the name leads to the new one.
 */
async function failOver({ direct, next, old, proxy }: Awaited<ReturnType<typeof openPair>>): Promise<void> {
  await direct.next.replicaof("NO", "ONE");
  await direct.old.replicaof("127.0.0.1", next.port);
  await expect.poll(async () => direct.old.info("replication")).toContain("role:slave");
  expect(old.port).not.toBe(next.port);
  proxy.leadTo(next.port);
}

function open(url: string) {
  const redis = connectRedis(url, log);
  onTestFinished(() => redis.disconnect());
  return redis;
}

test("a write that meets a former primary is made at the new one, once, and nobody has to start anything anew", async () => {
  const pair = await openPair();
  const redis = open(pair.url);
  await redis.set("before", "1");
  await failOver(pair);
  expect(await redis.incr("count")).toBe(1);
  expect(await redis.eval("return redis.call('incr', KEYS[1])", 1, "count")).toBe(2);
  expect(await pair.direct.next.get("count")).toBe("2");
});

test("a connection that only reads leaves a former primary, whose answers grow old", async () => {
  const pair = await openPair();
  const redis = open(pair.url);
  await redis.get("watermark");
  await failOver(pair);
  // The former primary stands still from now on, as a network that is cut in two leaves it.
  await pair.direct.old.replicaof("127.0.0.1", 1);
  await pair.direct.next.set("watermark", "new");
  await expect.poll(async () => redis.get("watermark"), { timeout: 20_000 }).toBe("new");
});

test("while only a replica answers, the connection is not ready and says why", async () => {
  const pair = await openPair();
  await failOver(pair);
  pair.proxy.leadTo(pair.old.port);
  const redis = open(pair.url);
  await expect(pingRedis(redis, 1_500)).rejects.toThrow(
    expect.objectContaining({ code: "REDIS_BUSY", message: expect.stringContaining("只读副本") }),
  );
  pair.proxy.leadTo(pair.next.port);
  await proveRedis(redis, 10_000);
});

test("jobs of a queue go on at the new primary, none of them twice and none with an attempt burned", async () => {
  const pair = await openPair();
  const redis = open(pair.url);
  const queue = openQueue({ stage: "extract", scheme: "failover" }, redis, log);
  const attempts: string[] = [];
  const worker = startWorker({
    queue,
    connection: redis,
    concurrency: 1,
    log,
    perform: async ({ jobId, attempt }) => {
      attempts.push(`${jobId}#${attempt}`);
      return done({});
    },
  });
  onTestFinished(async () => {
    await worker.stop();
    await queue.close();
  });
  const add = async (id: string): Promise<void> => enqueue(queue, [{ id, payload: { scheme: "failover" } }]);
  await add("one");
  await expect.poll(() => attempts).toEqual(["one#1"]);
  await expect.poll(async () => queue.getCompletedCount(), { timeout: 10_000 }).toBe(1);
  // What the new primary has not heard of before the old one goes would be done again, and rightly.
  await pair.direct.old.set("last", "write");
  expect(await pair.direct.old.wait(1, 10_000)).toBe(1);
  await failOver(pair);
  await add("two");
  await expect.poll(() => attempts, { timeout: 20_000 }).toEqual(["one#1", "two#1"]);
  await expect.poll(async () => queue.getCompletedCount(), { timeout: 10_000 }).toBe(2);
});

test("an error of Redis at sign-in holds no password", async () => {
  const server = await startRedis({ extraArgs: ["--requirepass", "right"] });
  onTestFinished(server.stop);
  const redis = open(server.url.replace("//", "//:hunter2@"));
  const error = await redis.ping().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  expect(JSON.stringify(Object.getOwnPropertyDescriptors(error))).not.toContain("hunter2");
  await expect(pingRedis(redis, 2_000)).rejects.toThrow(Fault);
});
