import { join } from "node:path";
import { setImmediate as restOfTurn } from "node:timers/promises";

import { connectRedis, defineCommands, type RedisConnection } from "@billferry/redis";
import { startRedis, startRedisCluster } from "@billferry/testing";
import fc from "fast-check";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";

interface Noting {
  readonly noteStep: (
    keys: readonly [list: string],
    ...words: string[]
  ) => Promise<[step: string, total: string] | null>;
}

const FOLDER = join(import.meta.dirname, "fixtures", "commands");
const log = pino({ level: "silent" });

let server: Awaited<ReturnType<typeof startRedis>>;
let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
let redis: RedisConnection;
let noteStep: Noting["noteStep"];
beforeAll(async () => {
  [server, cluster] = await Promise.all([startRedis(), startRedisCluster()]);
  redis = connectRedis(server.url, log);
  ({ noteStep } = defineCommands<Noting>(redis, FOLDER));
});
afterAll(async () => {
  redis.disconnect();
  await Promise.all([server.stop(), cluster.stop()]);
});
beforeEach(async () => {
  await redis.flushall();
  await noteStep(["warm"], "up");
  await redis.config("RESETSTAT");
});

/** The answer, or which error it was. */
async function told(name: string, call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: unknown) => `${name} ${String(error).slice(0, 30)}`);
}

async function countScripts(): Promise<number> {
  return Number(/^cmdstat_evalsha:calls=(\d+)/m.exec(await redis.info("commandstats"))?.[1] ?? 0);
}

test("calls of one turn travel as one, in their order, and each has its own answer", async () => {
  const answers = await Promise.all(["a", "b", "c"].map(async (word) => noteStep(["list"], word, "!")));
  expect(answers).toEqual([
    ["a !", "total 1"],
    ["b !", "total 2"],
    ["c !", "total 3"],
  ]);
  expect(await countScripts()).toBe(1);
});

test("calls that are made while one is under way travel together after it", async () => {
  const first = noteStep(["list"], "first");
  await restOfTurn();
  await restOfTurn();
  const others = Array.from({ length: 250 }, async (_, index) => noteStep(["list"], `${index}`));
  await Promise.all([first, ...others]);
  expect(await countScripts()).toBe(1 + 3);
  expect(await redis.lrange("list", 0, -1)).toEqual(["first", ...others.map((_, index) => `${index}`)]);
});

test("an error is its own call's, whatever travels with it, and an answer may be none", async () => {
  const calls = [["good"], ["bad", "record"], ["broken"], [], ["better"]];
  const settled = await Promise.allSettled(calls.map(async (words) => noteStep(["list"], ...words)));
  expect(settled).toEqual([
    { status: "fulfilled", value: ["good", "total 1"] },
    { status: "rejected", reason: expect.objectContaining({ message: expect.stringMatching(/^WRONGTYPE /) }) },
    {
      status: "rejected",
      reason: expect.objectContaining({ message: expect.stringMatching(/^ERR .*attempt to index/) }),
    },
    { status: "fulfilled", value: null },
    { status: "fulfilled", value: ["better", "total 4"] },
  ]);
});

test("what Redis refuses it refuses to all of them, and nothing of it is written", async () => {
  await redis.config("SET", "maxmemory", "1");
  const settled = await Promise.allSettled([[], ["a"], ["b"]].map(async (words) => noteStep(["list"], ...words)));
  await redis.config("SET", "maxmemory", "0");
  const refused = {
    status: "rejected",
    reason: expect.objectContaining({ message: expect.stringMatching(/\bOOM\b/) }),
  };
  expect(settled).toEqual([refused, refused, refused]);
  expect(await redis.exists("list")).toBe(0);
});

test("a lost connection fails each call, and the next ones travel again", async () => {
  const other = connectRedis(server.url, log);
  const commands = defineCommands<Noting>(other, FOLDER);
  const calls = ["a", "b"].map(async (word) => commands.noteStep(["list"], word));
  other.disconnect();
  const settled = await Promise.allSettled(calls);
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await expect(commands.noteStep(["list"], "c")).rejects.toThrow(/closed/);
  expect(await noteStep(["list"], "d")).toEqual(["d", "total 1"]);
});

test("on a cluster calls of one slot travel together, each to where its key lives", async () => {
  const connection = connectRedis(cluster.url, log);
  onTestFinished(() => connection.disconnect());
  const commands = defineCommands<Noting>(connection, FOLDER);
  const keys = ["{a}", "{b}", "{c}", "{d}", "{e}"];
  const answers = await Promise.all([...keys, ...keys].map(async (key) => commands.noteStep([key], key)));
  expect(answers).toEqual([...keys.map((key) => [key, "total 1"]), ...keys.map((key) => [key, "total 2"])]);
});

test("whatever is called, in whatever company: answers and state are those of calls one by one", async () => {
  const step = fc.record({
    list: fc.constantFrom("one", "two"),
    words: fc.array(fc.constantFrom("a", "b", "bad", "broken", "-1", ""), { maxLength: 3 }),
    restsBefore: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      await redis.flushall();
      const together = await Promise.all(
        steps.map(async ({ list, words, restsBefore }) => {
          if (restsBefore) await restOfTurn();
          return [list, words, await told(list, noteStep([list], ...words))] as const;
        }),
      );
      const states = await Promise.all(["one", "two"].map(async (list) => redis.lrange(list, 0, -1)));
      await redis.flushall();
      // In the order in which they came to Redis: those that rested came after the others.
      const inOrder = [...steps.keys()].toSorted(
        (a, b) => Number(steps[a]?.restsBefore) - Number(steps[b]?.restsBefore),
      );
      for (const index of inOrder) {
        const [list = "one", words = [], answer] = together[index] ?? [];
        expect(await told(list, noteStep([list], ...words))).toEqual(answer);
      }
      expect(await Promise.all(["one", "two"].map(async (list) => redis.lrange(list, 0, -1)))).toEqual(states);
    }),
    { numRuns: 60 },
  );
});
