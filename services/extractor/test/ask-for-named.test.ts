import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { askForNamed } from "../src/ask-for-named.ts";
import { ModelKingdee } from "./model-kingdee.ts";
import { openWorld, type World } from "./world.ts";

const START_MS = Date.parse("2026-11-23T10:00:00+08:00");
const RULES = { startFromMs: START_MS, overlapMs: 10_000, settleMs: 1_000, longestMs: 86_400_000 };

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

test("bills that another system names are listed to be read before all others, whether they were read or not", async () => {
  const model = new ModelKingdee({ nowMs: START_MS, billIds: ["101", "102", "103"] });
  for (const bill of [0, 1]) model.perform({ act: "approve", bill, lines: 2, lateByMs: 0 });
  model.nowMs += 60_000;
  const process = world.startProcess({ model, rules: RULES, pageSize: 500 });
  await askForNamed(process.deps, ["XSCKD101", "XSCKD101", "NOBODY-KNOWS"], new AbortController().signal);
  expect(await world.ledger.anew.list(9)).toMatchObject([{ billId: "101", isRetry: true, isUrgent: true }]);
  await process.read();
  await askForNamed(process.deps, ["XSCKD102"], new AbortController().signal);
  expect((await world.ledger.anew.list(9)).map(({ billId }) => billId).toSorted()).toEqual(["101", "102"]);
});
