import { connectRedis, redisNowMs, scanKeys, takeLock, withLock } from "@billferry/redis";
import { startRedis, startRedisCluster } from "@billferry/testing";
import { pino } from "pino";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

let server: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => server.stop());

function connect(url = server.url) {
  const redis = connectRedis(url, pino({ level: "silent" }));
  onTestFinished(() => redis.disconnect());
  return redis;
}

test("a lock is one holder's until it is released, whoever asks", async () => {
  const ref = { redis: connect(), key: "one", lifeMs: 60_000 };
  const lock = await takeLock(ref);
  expect(await takeLock(ref)).toBeUndefined();
  expect(await lock?.isOurs()).toBe(true);
  await lock?.release();
  expect(await takeLock(ref)).toBeDefined();
});

test("a lock that was lost can neither be renewed nor taken from its new holder", async () => {
  const ref = { redis: connect(), key: "lost", lifeMs: 60_000 };
  const lost = await takeLock(ref);
  // What its end of life does.
  await ref.redis.del(ref.key);
  const next = await takeLock(ref);
  expect(await lost?.renew()).toBe(false);
  await lost?.release();
  expect(await next?.isOurs()).toBe(true);
});

test("a renewed lock has its whole life again", async () => {
  const ref = { redis: connect(), key: "renewed", lifeMs: 60_000 };
  const lock = await takeLock(ref);
  await ref.redis.pexpire(ref.key, 1_000);
  expect(await lock?.renew()).toBe(true);
  expect(await ref.redis.pttl(ref.key)).toBeGreaterThan(30_000);
});

test("what is done under a lock is done by one, and what goes wrong there gives the lock back", async () => {
  const ref = { redis: connect(), key: "with", lifeMs: 60_000 };
  const inner = withLock(ref, async () => withLock(ref, async () => "second"));
  expect(await inner).toBeUndefined();
  await expect(withLock(ref, async () => Promise.reject(new Error("wrong")))).rejects.toThrow("wrong");
  expect(await withLock(ref, async () => "third")).toBe("third");
});

test("Redis' clock is in milliseconds, and near this machine's", async () => {
  const before = Date.now();
  const now = await redisNowMs(connect());
  expect(now).toBeGreaterThanOrEqual(before - 1);
  expect(now).toBeLessThanOrEqual(Date.now() + 1);
});

test("a scan finds the keys of every node of a cluster, and no others", async () => {
  const cluster = await startRedisCluster();
  onTestFinished(async () => cluster.stop());
  const redis = connect(cluster.url);
  const keys = Array.from({ length: 40 }, (_, index) => `{ours:${index}}`);
  await Promise.all([...keys, "theirs"].map(async (key) => redis.set(key, "")));
  const found = new Set<string>();
  for await (const some of scanKeys(redis, "{ours*")) for (const key of some) found.add(key);
  expect(found).toEqual(new Set(keys));
});
