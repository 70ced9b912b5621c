import { join } from "node:path";

import { connectRedis, defineCommands, type RedisConnection } from "@billferry/redis";
import { startRedis, startRedisCluster } from "@billferry/testing";
import { pino } from "pino";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

interface Counting {
  readonly addUp: (keys: readonly [counter: string], by: number) => Promise<[total: string, atMs: number]>;
}

const FOLDER = join(import.meta.dirname, "fixtures", "commands");
const log = pino({ level: "silent" });

let server: Awaited<ReturnType<typeof startRedis>>;
let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
beforeAll(async () => {
  [server, cluster] = await Promise.all([startRedis(), startRedisCluster()]);
});
afterAll(async () => Promise.all([server.stop(), cluster.stop()]));

function connect(url: string): RedisConnection {
  const redis = connectRedis(url, log);
  onTestFinished(() => redis.disconnect());
  return redis;
}

test("a command is run by its name, with its pieces once each, and a server that lost the script gets it again", async () => {
  const redis = connect(server.url);
  const { addUp } = defineCommands<Counting>(redis, FOLDER);
  expect(await addUp(["count"], 2)).toEqual(["total 2", expect.any(Number)]);
  await redis.script("FLUSH");
  expect(await addUp(["count"], 3)).toEqual(["total 5", expect.any(Number)]);
  await server.restart();
  expect(await addUp(["count"], 1)).toEqual(["total 1", expect.any(Number)]);
});

test("a connection learns the commands of a folder once, whoever asks for them", () => {
  const redis = connect(server.url);
  expect(defineCommands<Counting>(redis, FOLDER)).toBe(defineCommands<Counting>(redis, FOLDER));
});

test("on a cluster a command runs where its key lives, and each node learns it", async () => {
  const redis = connect(cluster.url);
  const { addUp } = defineCommands<Counting>(redis, FOLDER);
  const keys = ["{a}", "{b}", "{c}", "{d}", "{e}"];
  for (const key of [...keys, ...keys]) await addUp([key], 1);
  expect(await Promise.all(keys.map(async (key) => redis.get(key)))).toEqual(keys.map(() => "2"));
  const held = await Promise.all(cluster.nodes.map(async ({ url }) => (await connect(url).keys("*")).length));
  expect(held.every((count) => count < keys.length)).toBe(true);
});
