import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { expect, onTestFinished, test } from "vitest";

import { inTurn } from "../src/api/in-turn.ts";

/** Two boards over one Redis. */
async function openTwo() {
  const server = await startRedis();
  const log = createLogger({ name: "test", level: "silent", version: "0" });
  const [one, other] = [connectRedis(server.url, log), connectRedis(server.url, log)];
  onTestFinished(async () => {
    for (const redis of [one, other]) redis.disconnect();
    await server.stop();
  });
  const turn = { key: "{t}:turn", lifeMs: 60_000, patienceMs: 30_000 };
  return { one: { redis: one, ...turn }, other: { redis: other, ...turn } };
}

test("whoever waits at two boards goes on as soon as the one before is done, one after the other", async () => {
  const { one, other } = await openTwo();
  const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const order: string[] = [];
  const first = inTurn(one, async () => {
    begun.resolve();
    await end.promise;
    order.push("first");
  });
  await begun.promise;
  let atOnce = 0;
  const waiting = [one, other, one, other].map(async (turn, index) =>
    inTurn(turn, async () => {
      expect(++atOnce).toBe(1);
      order.push("next");
      await turn.redis.ping();
      atOnce -= 1;
      return index;
    }),
  );
  await expect.poll(async () => (await one.redis.client("LIST")) as string).toMatch(/cmd=blmove/i);
  expect(order).toEqual([]);
  end.resolve();
  await first;
  expect((await Promise.all(waiting)).map((done) => done?.result)).toEqual([0, 1, 2, 3]);
  expect(order).toEqual(["first", "next", "next", "next", "next"]);
});

test("one that fails tells the next too, and one that takes too long is not waited for", async () => {
  const { one, other } = await openTwo();
  const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const failing = inTurn(one, async () => {
    begun.resolve();
    await end.promise;
    throw new Error("broken");
  });
  await begun.promise;
  expect(await inTurn({ ...other, patienceMs: 200 }, async () => "never")).toBeUndefined();
  const next = inTurn(other, async () => "next");
  end.resolve();
  await expect(failing).rejects.toThrow("broken");
  expect(await next).toEqual({ result: "next" });
});
