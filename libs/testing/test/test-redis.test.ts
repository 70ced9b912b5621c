import { Redis } from "ioredis";
import { afterEach, expect, test } from "vitest";

import { startRedis, type TestRedis } from "../src/index.ts";

const started: { redis?: TestRedis; client?: Redis } = {};

afterEach(async () => {
  started.client?.disconnect();
  await started.redis?.stop();
});

async function setup(options: Parameters<typeof startRedis>[0] = {}): Promise<{ redis: TestRedis; client: Redis }> {
  const redis = await startRedis(options);
  const client = new Redis(redis.url, { retryStrategy: () => 10, maxRetriesPerRequest: null });
  client.on("error", () => {});
  Object.assign(started, { redis, client });
  return { redis, client };
}

test("serves, with the settings that the queues need", async () => {
  const { client } = await setup();
  expect(await client.config("GET", "maxmemory-policy")).toEqual(["maxmemory-policy", "noeviction"]);
  expect(await client.config("GET", "bind")).toEqual(["bind", "127.0.0.1"]);
});

test("loses everything in a power cut when it is not persistent", async () => {
  const { redis, client } = await setup();
  await client.set("bill", "XSCKD000001");
  await redis.kill();
  await redis.restart();
  expect(await client.get("bill")).toBeNull();
});

test("keeps what was written when it is persistent and ended politely, under the same address", async () => {
  const { redis, client } = await setup({ persistent: true });
  await client.set("bill", "XSCKD000001");
  await redis.restart();
  expect(await client.get("bill")).toBe("XSCKD000001");
});

test.each(["everysec", "always"])("keeps what it answered to when it is killed (appendfsync %s)", async (fsync) => {
  const { redis, client } = await setup({ persistent: true, extraArgs: ["--appendfsync", fsync] });
  await client.set("bill", "XSCKD000001");
  await redis.kill();
  await redis.restart();
  expect(await client.get("bill")).toBe("XSCKD000001");
});

test("loses exactly what came after the snapshot that it is rewound to, as often as one likes", async () => {
  const { redis, client } = await setup({ persistent: true });
  await client.rpush("bills", "1", "2");
  const old = await redis.snapshot();
  await client.rpush("bills", "3");
  // A rewrite replaces all parts of the file.
  await client.bgrewriteaof();
  const recent = await redis.snapshot();
  await client.rpush("bills", "4");
  await redis.rewind(recent);
  expect(await client.lrange("bills", 0, -1)).toEqual(["1", "2", "3"]);
  for (let time = 0; time < 2; time += 1) {
    await redis.rewind(old);
    expect(await client.lrange("bills", 0, -1)).toEqual(["1", "2"]);
    await client.rpush("bills", "other");
  }
  await redis.restart();
  expect(await client.lrange("bills", 0, -1)).toEqual(["1", "2", "other"]);
});

test("a server without a file cannot be rewound", async () => {
  const { redis } = await setup();
  await expect(redis.snapshot()).rejects.toThrow(/nothing to copy/);
});

test("a paused server answers only after it resumes", async () => {
  const { redis, client } = await setup();
  await client.ping();
  redis.pause();
  const answer = client.ping();
  redis.resume();
  expect(await answer).toBe("PONG");
});

test("takes further arguments", async () => {
  const { client } = await setup({ extraArgs: ["--maxmemory", "3mb"] });
  expect(await client.config("GET", "maxmemory")).toEqual(["maxmemory", String(3 * 1024 * 1024)]);
});

test("two servers share nothing", async () => {
  const { client } = await setup();
  const other = await startRedis();
  const otherClient = new Redis(other.url);
  await client.set("bill", "1");
  expect(await otherClient.dbsize()).toBe(0);
  otherClient.disconnect();
  await other.stop();
  await other.stop();
});
