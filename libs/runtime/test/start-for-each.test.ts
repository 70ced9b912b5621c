import { expect, test } from "vitest";

import { startForEach } from "../src/index.ts";

const ignore = (): void => undefined;

test("the part of an item that has changed is started anew with it, and the others run on", async () => {
  const told: string[] = [];
  let change: (items: readonly string[]) => void = ignore;
  const service = await startForEach(
    ["a1", "b1"],
    async (item) => {
      told.push(`start ${item}`);
      return { readiness: () => [item], stop: async () => void told.push(`stop ${item}`) };
    },
    (onChange) => {
      change = onChange;
      return { problems: () => ["watched"], stop: () => void told.push("unwatched") };
    },
  );
  change(["a2", "b1"]);
  await expect.poll(async () => service.readiness?.()).toEqual(["watched", "a2", "b1"]);
  await service.stop();
  expect(told).toEqual(["start a1", "start b1", "stop a1", "start a2", "unwatched", "stop a2", "stop b1"]);
});

test("a part that does not start with its new item says so; what comes after is tried with", async () => {
  let change: (items: readonly string[]) => void = ignore;
  const service = await startForEach(
    ["good"],
    async (item) => {
      if (item === "bad") throw new Error("no such account");
      return { readiness: () => [], stop: async () => undefined };
    },
    (onChange) => {
      change = onChange;
      return { problems: () => [], stop: () => undefined };
    },
  );
  change(["bad"]);
  await expect.poll(async () => service.readiness?.()).toEqual(["修改后的方案未能启用,稍后再试:no such account"]);
  change(["better"]);
  await expect.poll(async () => service.readiness?.()).toEqual([]);
  await service.stop();
});
