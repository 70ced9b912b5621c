import { startRedis } from "@billferry/testing";
import { expect, onTestFinished, test } from "vitest";

import { ModelKingdee } from "./model-kingdee.ts";
import { openWorld } from "./world.ts";

const START_MS = Date.parse("2026-11-23T10:00:00+08:00");
const RULES = { startFromMs: START_MS, overlapMs: 3_600_000, settleMs: 1_000, longestMs: 86_400_000 };

/** Bills of three lines, and a Kingdee that repeats a row of the answers that are named. */
async function setup(isSpoilt: (call: number) => boolean) {
  const server = await startRedis();
  const world = openWorld(server.url);
  onTestFinished(async () => {
    await world.close();
    await server.stop();
  });
  const model = new ModelKingdee({ nowMs: START_MS, billIds: ["101", "102", "103"] });
  for (const bill of model.bills.keys()) model.perform({ act: "approve", bill, lines: 3, lateByMs: 0 });
  model.nowMs += 60_000;
  const answer = model.executeBillQuery.bind(model);
  let calls = 0;
  model.executeBillQuery = async (query, signal) => {
    const rows = await answer(query, signal);
    const at = Math.floor(rows.length / 2);
    return isSpoilt(calls++) ? rows.toSpliced(at, 0, ...rows.slice(at, at + 1)) : rows;
  };
  return { world, model, process: world.startProcess({ model, rules: RULES, pageSize: 2_000 }) };
}

test("an answer with an entry twice is no change of its bill, neither when it comes nor when the next is whole", async () => {
  const { world, model, process } = await setup((call) => call === 0);
  await process.read();
  const known = await world.ledger.bills.known(model.bills.map(({ id }) => id));
  expect([...known.values()].map(({ contentHash }) => contentHash)).toEqual(
    model.bills.map((bill) => world.hashOf(model.rowsOf(bill))),
  );
  expect((await world.jobs()).map(({ rows }) => rows.length).toSorted((a, b) => a - b)).toEqual([3, 3, 4]);
  model.perform({ act: "elapse", ms: 60_000 });
  expect(await process.read()).toMatchObject({ kind: "read", bills: 3, fresh: 0 });
});

test("a Kingdee that repeats a row in every answer stops nobody for ever: the window is read again, by name", async () => {
  const { process } = await setup(() => true);
  await expect(process.read()).rejects.toMatchObject({ code: "KD_ORDER_BROKEN", recovery: "retry" });
});
