import { handOver, readWindow } from "@billferry/bill-reader";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { ModelKingdee } from "./model-kingdee.ts";
import { openWorld, type World } from "./world.ts";

const START_MS = Date.parse("2026-11-23T10:00:00+08:00");
const RULES = { startFromMs: START_MS, overlapMs: 10_000, settleMs: 0, longestMs: 86_400_000 };
const { signal } = new AbortController();

let server: Awaited<ReturnType<typeof startRedis>>;
let world: World;
beforeAll(async () => {
  server = await startRedis();
  world = openWorld(server.url);
});
afterAll(async () => {
  await world.close();
  await server.stop();
});

/** Nine bills of one line, in pages of four rows. */
async function setup() {
  await world.redis.flushall();
  const billIds = Array.from({ length: 9 }, (_, index) => String(101 + index));
  const model = new ModelKingdee({ nowMs: START_MS, billIds });
  for (const bill of billIds.keys()) model.perform({ act: "approve", bill, lines: 1, lateByMs: 0 });
  let calls = 0;
  model.onCall = () => (calls += 1);
  const { deps } = world.startProcess({ model, rules: RULES, pageSize: 4 });
  return { model, deps, calls: () => calls, window: { fromMs: START_MS, toMs: START_MS + 1_000 } };
}

test("the next page is asked for while the last one is handed over, within one turn", async () => {
  const { deps, calls, window } = await setup();
  const asked: number[] = [];
  for await (const { bills } of readWindow(deps, window, signal)) {
    asked.push(calls());
    await handOver(deps, bills);
  }
  expect(asked).toEqual([2, 3, 4, 4]);
  expect((await world.jobs()).length).toBe(9);
  expect(await world.redis.exists("{billferry:sal-outstock}:turn")).toBe(0);
});

test("who stops in the middle, or fails, gives his turn back", async () => {
  const { deps, window } = await setup();
  for await (const { bills } of readWindow(deps, window, signal)) {
    expect(bills).toHaveLength(3);
    break;
  }
  expect(await world.redis.exists("{billferry:sal-outstock}:turn")).toBe(0);
  const fail = async (): Promise<void> => {
    for await (const { bills } of readWindow(deps, window, signal)) throw new Error(`failed at ${bills.length}`);
  };
  await expect(fail()).rejects.toThrow("failed at 3");
  expect(await world.redis.exists("{billferry:sal-outstock}:turn")).toBe(0);
});

test("an answer that was asked for ahead and fails is told after the page before it was handed over", async () => {
  const { model, deps, window } = await setup();
  let number = 0;
  model.onCall = () => {
    number += 1;
    if (number > 1) throw new Error("Kingdee went away");
  };
  const read = async (): Promise<void> => {
    for await (const { bills } of readWindow(deps, window, signal)) await handOver(deps, bills);
  };
  await expect(read()).rejects.toThrow("Kingdee went away");
  expect((await world.jobs()).map(({ billId }) => billId).toSorted()).toEqual(["101", "102", "103"]);
});

test("what was asked for ahead in a turn that was lost is asked for again", async () => {
  const { model, deps, window } = await setup();
  let page = 0;
  for await (const { bills } of readWindow(deps, window, signal)) {
    page += 1;
    if (page === 1) {
      // The process slept; another reader was here, and a bill of the page that was asked for ahead is another one.
      await world.redis.del("{billferry:sal-outstock}:turn");
      model.perform({ act: "edit", bill: 4, content: 2, lines: 1 });
    }
    await handOver(deps, bills);
  }
  const own = (await world.jobs()).filter(({ billId }) => billId === "105");
  expect(own.map(({ rows }) => rows[0]?.[2])).toEqual(["content 2"]);
});
