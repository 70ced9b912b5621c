import { readWindow } from "@billferry/bill-reader";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { ModelKingdee } from "./model-kingdee.ts";
import { openWorld, type Process, type World } from "./world.ts";

const START_MS = Date.parse("2026-11-23T10:00:00+08:00");
const DAY_MS = 86_400_000;
const RULES = { startFromMs: START_MS, overlapMs: 10_000, settleMs: 1_000, longestMs: DAY_MS };
const BILLS = 60;

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

/** A Kingdee with many bills, all approved, and an administrator who has just set a row limit. */
async function setup(rows: number): Promise<{ model: ModelKingdee; process: Process; calls: () => number }> {
  await world.redis.flushall();
  const billIds = Array.from({ length: BILLS }, (_, index) => String(101 + index));
  const model = new ModelKingdee({ nowMs: START_MS, billIds });
  for (const bill of billIds.keys()) model.perform({ act: "approve", bill, lines: 1 + (bill % 4), lateByMs: 0 });
  model.rowLimit = () => rows;
  let calls = 0;
  model.onCall = () => (calls += 1);
  model.nowMs += 60_000;
  return { model, process: world.startProcess({ model, rules: RULES, pageSize: 2_000 }), calls: () => calls };
}

const rowsOf = async (): Promise<unknown[]> =>
  (await world.jobs()).toSorted((a, b) => Number(a.billId) - Number(b.billId)).map(({ rows }) => rows);

test.each([2, 3, 5, 37, 149, 150, 151])("with %i rows an answer, every bill is handed over whole", async (rows) => {
  const { model, process } = await setup(rows);
  expect(await process.read()).toMatchObject({ kind: "read", bills: BILLS, fresh: BILLS });
  expect(await rowsOf()).toEqual(model.bills.map((bill) => model.rowsOf(bill)));
});

test.each([1, 2, 7, 59, 60])(
  "with %i rows an answer to questions by id, no bill is taken for deleted that is only not shown",
  async (rows) => {
    const { model, process } = await setup(2_000);
    await process.read();
    model.rowLimit = () => rows;
    model.perform({ act: "delete", bill: 3 });
    model.perform({ act: "unapprove", bill: BILLS - 1 });
    await process.deps.recheckOpen(process.deps, new AbortController().signal);
    const states = await Promise.all(model.bills.map(async ({ id }) => (await world.ledger.bills.find(id))?.state));
    expect(states.filter((state) => state === "withdrawn")).toHaveLength(2);
    expect([states[3], states[BILLS - 1]]).toEqual(["withdrawn", "withdrawn"]);
  },
);

test.each([2, 7, 59])("a sweep with %i rows an answer finds what has changed, and nothing else", async (rows) => {
  const { model, process } = await setup(2_000);
  await process.read();
  for (const job of await world.jobs()) await world.ledger.bills.recordExcluded(job, "nothing to move");
  model.perform({ act: "void", bill: 7 });
  model.rowLimit = () => rows;
  expect(await process.sweep(DAY_MS)).toMatchObject({ fresh: 0, changed: 0, withdrawn: 1 });
});

test("a window without anything new costs two calls, as does one with some bills", async () => {
  const { model, process, calls } = await setup(2_000);
  model.perform({ act: "elapse", ms: 60_000 });
  let read = 0;
  const costs = async (): Promise<number> => {
    model.perform({ act: "elapse", ms: 60_000 });
    const before = calls();
    const window = { fromMs: model.nowMs - 90_000, toMs: model.nowMs };
    for await (const { bills } of readWindow(process.deps, window, new AbortController().signal)) read += bills.length;
    return calls() - before;
  };
  expect([await costs(), read]).toEqual([2, 0]);
  model.perform({ act: "unapprove", bill: 0 });
  model.perform({ act: "approve", bill: 0, lines: 3, lateByMs: 0 });
  expect([await costs(), read]).toEqual([2, 1]);
});

test("one row an answer stops the scheme with the limit's name, and the watermark stays", async () => {
  const { process } = await setup(1);
  await expect(process.read()).rejects.toMatchObject({ code: "KD_ROW_LIMIT", recovery: "abort" });
  expect((await world.ledger.progress.read()).watermarkMs).toBeNull();
});
