import { expect, test } from "vitest";

import { openLedger } from "./setup.ts";

const DAY_MS = 86_400_000;
const TERM_MS = 7 * DAY_MS;
const at = (outerNo: string, second: number, more: object = {}) => ({
  outerNo,
  atMs: Date.UTC(2026, 10, 20, 8, 0, second),
  contentHash: "h",
  status: 200,
  text: `{"code":${second}}`,
  isLast: false,
  ...more,
});
const NOW = { nowMs: Date.UTC(2026, 10, 21), days: 3 };

test("answers are told by order as they came, over midnight too, short ones and long ones", async () => {
  const { ledger } = await openLedger();
  const long = at("A-1", 2, { text: "旺".repeat(3_000), status: 502, atMs: Date.UTC(2026, 10, 21, 1) });
  for (const each of [at("A-1", 1), long, at("B-1", 1), at("A-1", 3, { status: null, atMs: long.atMs + 1 })])
    ledger.answers.keep(each, TERM_MS);
  await ledger.answers.flush(TERM_MS);
  const found = await ledger.answers.find(["A-1"], NOW);
  expect(found.map(({ status }) => status)).toEqual([200, 502, null]);
  expect(found[1]).toEqual(long);
  expect(await ledger.answers.find(["C-1"], NOW)).toEqual([]);
  expect(await ledger.answers.find([], NOW)).toEqual([]);
});

test("many orders' answers are one command and go with their term", async () => {
  const { ledger, redis, scheme } = await openLedger();
  const before = await commands(redis);
  for (let each = 0; each < 100; each += 1) ledger.answers.keep(at(`X-${each}`, 1, { isLast: true }), TERM_MS);
  await ledger.answers.flush(TERM_MS);
  expect((await commands(redis)) - before).toBeLessThan(5);
  const [key = ""] = await redis.keys(`{billferry:${scheme}}L:answers:*`);
  expect(await redis.pttl(key)).toBeGreaterThan(TERM_MS);
});

test("of many pushes that came to nothing the last five are kept, and the one that came to something beside them", async () => {
  const { ledger } = await openLedger();
  for (let second = 1; second <= 12; second += 1) ledger.answers.keep(at("A-1", second), TERM_MS);
  await ledger.answers.flush(TERM_MS);
  ledger.answers.keep(at("A-1", 13, { isLast: true }), TERM_MS);
  await ledger.answers.flush(TERM_MS);
  const found = await ledger.answers.find(["A-1"], NOW);
  expect(found.map(({ text }) => text)).toEqual([8, 9, 10, 11, 12, 13].map((second) => `{"code":${second}}`));
  expect(found.map(({ isLast }) => isLast)).toEqual([false, false, false, false, false, true]);
});

test("what waits is written by itself", async () => {
  const { ledger } = await openLedger();
  ledger.answers.keep(at("A-1", 1), TERM_MS);
  await expect.poll(async () => ledger.answers.find(["A-1"], NOW), { timeout: 30_000 }).toHaveLength(1);
});

async function commands(redis: { info: (section: string) => Promise<string> }): Promise<number> {
  return Number(/total_commands_processed:(\d+)/.exec(await redis.info("stats"))?.[1]);
}
