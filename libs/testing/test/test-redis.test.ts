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
