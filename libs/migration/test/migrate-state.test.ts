import { pickPort } from "@billferry/embedded-redis";
import { STATE_VERSION } from "@billferry/ledger";
import { connectRedis, waitForRedis, type RedisConnection } from "@billferry/redis";
import { startRedis, type TestRedis } from "@billferry/testing";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { migrateState } from "../src/index.ts";

const silent = pino({ level: "silent" });
const SERVERS = [
  { name: "one server", args: [], form: "redis" },
  {
    name: "a cluster",
    args: ["--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"],
    form: "redis+cluster",
  },
] as const;

describe.each(SERVERS)("on $name", ({ args, form }) => {
  let server: TestRedis;
  let redis: RedisConnection;

  beforeAll(async () => {
    // The bus of a cluster would take a port beyond the last one.
    const bus = args.length === 0 ? [] : ["--cluster-port", String(await pickPort())];
    server = await startRedis({ extraArgs: [...args, ...bus] });
    const alone = connectRedis(server.url, silent);
    if (form === "redis+cluster") await alone.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
    alone.disconnect();
    redis = connectRedis(`${form}://127.0.0.1:${server.port}`, silent);
    await waitForRedis(redis, silent);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  beforeEach(async () => {
    await Promise.all((await keys("*")).map(async (key) => redis.unlink(key)));
    for (const scheme of ["sal-outstock", "online"]) {
      await redis.hset(`{billferry}L:${scheme}:progress`, "version", "2", "watermark", "17");
      await redis.hset(`{billferry}L:${scheme}:b:1`, "n", `X-${scheme}`);
    }
    await redis.lpush("{billferry}:load:wait", "load-1", "load-2");
    await redis.zadd("{billferry}:load-online:delayed", 5, "load-online-1");
    await redis.hset("{billferry}:pauses:online", "load", "{}");
    await redis.zadd("{billferry}:gate:d7f7:calls", 17, "a");
    await redis.set("{billferry}:suspects:load-online:load-online-1:17", 1, "PX", 3_600_000);
    await redis.set("{billferry}:sandbox-life", "life");
    await redis.set("elsewhere", "not ours");
  });

  async function keys(pattern: string): Promise<readonly string[]> {
    const nodes = "nodes" in redis ? redis.nodes("master") : [redis];
    return (await Promise.all(nodes.map(async (node) => node.keys(pattern)))).flat().toSorted();
  }

  test("every key has its new name, its value and its time to live, and what is nobody's stays", async () => {
    expect(await migrateState(redis, false)).toEqual({
      kind: "migrated",
      schemes: { "sal-outstock": { ledger: 2, queues: 1 }, online: { ledger: 2, queues: 3 } },
    });
    expect(await keys("*")).toEqual([
      "elsewhere",
      "{billferry:gate:d7f7}:calls",
      "{billferry:online}:load-online:delayed",
      "{billferry:online}:pauses",
      "{billferry:online}:suspects:load-online:load-online-1:17",
      "{billferry:online}L:b:1",
      "{billferry:online}L:progress",
      "{billferry:sal-outstock}:load:wait",
      "{billferry:sal-outstock}L:b:1",
      "{billferry:sal-outstock}L:progress",
      "{billferry}:sandbox-life",
      "{billferry}L:online:progress",
      "{billferry}L:sal-outstock:progress",
    ]);
    expect(await redis.lrange("{billferry:sal-outstock}:load:wait", 0, -1)).toEqual(["load-2", "load-1"]);
    expect(await redis.pttl("{billferry:online}:suspects:load-online:load-online-1:17")).toBeGreaterThan(3_000_000);
    expect(await redis.hgetall("{billferry:online}L:progress")).toEqual({ version: STATE_VERSION, watermark: "17" });
    expect(await redis.hgetall("{billferry}L:online:progress")).toEqual({ version: STATE_VERSION });
    expect(await migrateState(redis, false)).toEqual({ kind: "none" });
  });

  test("a try changes nothing, and says what would be done", async () => {
    const before = await keys("*");
    expect(await migrateState(redis, true)).toMatchObject({ kind: "planned", schemes: { online: { ledger: 2 } } });
    expect(await keys("*")).toEqual(before);
  });

  test("where a worker of the version before waits for jobs, nothing is done and its queue is named", async () => {
    const worker = connectRedis(server.url, silent);
    await worker.client("SETNAME", `{billferry}:${Buffer.from("load-online").toString("base64")}`);
    expect(await migrateState(redis, false)).toEqual({ kind: "running", services: ["load-online"] });
    expect(await keys("{billferry:*")).toEqual([]);
    worker.disconnect();
  });

  test("what an old process writes after the migration moves nowhere", async () => {
    await migrateState(redis, false);
    await redis.hset("{billferry}L:online:b:1", "n", "late");
    expect(await migrateState(redis, false)).toEqual({ kind: "none" });
    expect(await redis.hget("{billferry:online}L:b:1", "n")).toBe("X-online");
  });

  test("a version that nobody knows is refused by name", async () => {
    await redis.hset("{billferry}L:online:progress", "version", "1");
    await expect(migrateState(redis, false)).rejects.toThrow("方案 online 的台账版本是 1");
  });
});
