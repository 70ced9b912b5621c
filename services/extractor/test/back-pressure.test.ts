import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { ModelKingdee } from "./model-kingdee.ts";
import { openWorld, type World } from "./world.ts";

const START_MS = Date.parse("2026-11-23T10:00:00+08:00");
const RULES = { startFromMs: START_MS, overlapMs: 10_000, settleMs: 0, longestMs: 86_400_000 };
const BILLS = 40;
const WAITING = { kind: "waiting", reason: "back-pressure" };

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

/** One window of forty bills, in pages of ten rows. */
async function setup(most: { orders?: number; mb?: number }) {
  await world.redis.flushall();
  const billIds = Array.from({ length: BILLS }, (_, index) => String(101 + index));
  const model = new ModelKingdee({ nowMs: START_MS, billIds });
  for (const bill of billIds.keys()) model.perform({ act: "approve", bill, lines: 1, lateByMs: 0 });
  const filters: string[] = [];
  const answer = model.executeBillQuery.bind(model);
  model.executeBillQuery = async (query, signal) => {
    filters.push(query.filter);
    return answer(query, signal);
  };
  return { model, filters, process: world.startProcess({ model, rules: RULES, pageSize: 10, most }) };
}

const idsOf = async (): Promise<string[]> => (await world.jobs()).map(({ billId }) => billId).toSorted();

/** The transformer takes what waits. */
async function finishAll(): Promise<readonly string[]> {
  const jobs = await world.jobs();
  for (const job of jobs) await world.ledger.bills.recordExcluded(job, "nothing to move");
  await world.transformQueue.drain();
  return jobs.map(({ billId }) => billId);
}

test("too many bills stop a reading in the middle of its window, and it goes on where it was when they are gone", async () => {
  const { model, process, filters } = await setup({ orders: 12 });
  expect(await process.read()).toEqual(WAITING);
  expect(await idsOf()).toHaveLength(18);
  expect((await world.ledger.progress.position()).watermarkMs).toBeNull();
  expect(await process.read()).toEqual(WAITING);
  const done = [...(await finishAll())];
  filters.length = 0;
  expect(await process.read()).toEqual(WAITING);
  // It begins with the last row that was read, and not with the first bill.
  expect(filters[0]).toContain("FID>=119");
  done.push(...(await finishAll()));
  expect(await process.read()).toMatchObject({ kind: "read" });
  done.push(...(await finishAll()));
  expect(done.toSorted()).toEqual(model.bills.map(({ id }) => id).toSorted());
  expect((await world.ledger.progress.position()).watermarkMs).toBe(START_MS);
});

test("few but large bills stop it as well: what they take in Redis is estimated", async () => {
  const { process, model } = await setup({ mb: 1 });
  const answer = model.executeBillQuery.bind(model);
  const note = "长".repeat(40_000);
  model.executeBillQuery = async (query, signal) => {
    const at = query.fieldKeys.indexOf("FNote");
    return (await answer(query, signal)).map((row) => row.with(at, note));
  };
  expect(await process.read()).toEqual(WAITING);
  expect(await idsOf()).toHaveLength(9);
});

test("another process, and a ledger that was wiped meanwhile, read the window from its beginning", async () => {
  const { model, process } = await setup({ orders: 12 });
  await process.read();
  await finishAll();
  await world.redis.flushall();
  expect(await process.read()).toEqual(WAITING);
  expect((await idsOf())[0]).toBe("101");
  await finishAll();
  const other = world.startProcess({ model, rules: RULES, pageSize: 10 });
  expect(await other.read()).toMatchObject({ kind: "read", bills: BILLS, fresh: BILLS - 18 });
});

test("a ledger that is wiped under a reading keeps its watermark where it was: nothing of the window is missed", async () => {
  const { model, process } = await setup({});
  let calls = 0;
  model.onCall = () => {
    calls += 1;
    if (calls === 3) void world.redis.flushall().then(async () => world.ledger.keeping.open());
  };
  expect(await process.read()).toEqual({ kind: "waiting", reason: "state-lost" });
  expect((await world.ledger.progress.position()).watermarkMs).toBeNull();
  model.onCall = () => undefined;
  expect(await process.read()).toMatchObject({ kind: "read", bills: BILLS });
  expect(await idsOf()).toEqual(model.bills.map(({ id }) => id).toSorted());
});
