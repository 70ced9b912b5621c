import { expect, test } from "vitest";

import { openLedger } from "./setup.ts";

const DAY_MS = 86_400_000;
const TERM_MS = 7 * DAY_MS;
const at = (outerNo: string, attempt: number, more: object = {}) => ({
  outerNo,
  attempt,
  atMs: Date.UTC(2026, 10, 20, 8, 0, attempt),
  contentHash: "h",
  status: 200,
  text: `{"code":${attempt}}`,
  ...more,
});
const NOW = { nowMs: Date.UTC(2026, 10, 21), days: 3 };

test("answers are told by order and attempt as they came, over midnight too, short ones and long ones", async () => {
  const { ledger } = await openLedger();
  const long = at("A-1", 2, { text: "旺".repeat(3_000), status: 502, atMs: Date.UTC(2026, 10, 21, 1) });
  for (const each of [at("A-1", 1), long, at("B-1", 1), at("A-1", 3, { status: null, atMs: long.atMs + 1 })])
    ledger.answers.keep(each, TERM_MS);
  await ledger.answers.flush(TERM_MS);
  const found = await ledger.answers.find(["A-1"], NOW);
  expect(found.map(({ attempt, status }) => [attempt, status])).toEqual([
    [1, 200],
    [2, 502],
    [3, null],
  ]);
  expect(found[1]).toEqual(long);
  expect(await ledger.answers.find(["C-1"], NOW)).toEqual([]);
  expect(await ledger.answers.find([], NOW)).toEqual([]);
});

test("many orders' answers are one command, an attempt's last answer stands, and they go with their term", async () => {
  const { ledger, redis, scheme } = await openLedger();
  const before = await commands(redis);
  for (let each = 0; each < 100; each += 1) ledger.answers.keep(at(`X-${each}`, 1), TERM_MS);
  ledger.answers.keep(at("X-0", 1, { text: "last" }), TERM_MS);
  await ledger.answers.flush(TERM_MS);
  expect((await commands(redis)) - before).toBeLessThan(5);
  expect((await ledger.answers.find(["X-0"], NOW)).map(({ text }) => text)).toEqual(["last"]);
  const [key = ""] = await redis.keys(`{billferry:${scheme}}L:answers:*`);
  expect(await redis.pttl(key)).toBeGreaterThan(TERM_MS);
});

test("what waits is written by itself", async () => {
  const { ledger } = await openLedger();
  ledger.answers.keep(at("A-1", 1), TERM_MS);
  await expect.poll(async () => ledger.answers.find(["A-1"], NOW), { timeout: 30_000 }).toHaveLength(1);
});

async function commands(redis: { info: (section: string) => Promise<string> }): Promise<number> {
  return Number(/total_commands_processed:(\d+)/.exec(await redis.info("stats"))?.[1]);
}
