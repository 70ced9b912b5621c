import { startRedis } from "@billferry/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { ModelKingdee } from "./model-kingdee.ts";
import { Crash, openWorld, type Process, type World } from "./world.ts";

/**
 * Without settling a bill is read as soon as Kingdee shows it. A commit may come later than its approve time says, by
 * as much as the overlap reaches back: the readings alone find it, whole, and set it up once.
 */
const START_MS = Date.parse("2026-11-23T10:00:00.400+08:00");
const OVERLAP_MS = 20_000;
const RULES = { startFromMs: START_MS - 400, overlapMs: OVERLAP_MS, settleMs: 0, longestMs: 86_400_000 };
const BILL_IDS = ["7", "8", "9", "10", "99", "100", "1000", "1001"];

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

const approval = fc.record({
  bill: fc.nat(BILL_IDS.length - 1),
  lines: fc.integer({ min: 1, max: 5 }),
  lateByMs: fc.oneof(fc.constantFrom(0, 1, 599, 600, 601, 1_000, OVERLAP_MS), fc.nat(OVERLAP_MS)),
});
const round = fc.record({
  elapsedMs: fc.oneof(fc.constantFrom(0, 1, 1_000), fc.nat(2_500)),
  approvals: fc.array(approval, { maxLength: 2 }),
  /** While page n is on its way. */
  meanwhile: fc.array(fc.record({ atCall: fc.nat(4), approval }), { maxLength: 2 }),
  dies: fc.option(fc.nat(30), { freq: 8 }),
});
const story = fc.record({
  rounds: fc.array(round, { minLength: 4, maxLength: 12 }),
  pageSize: fc.integer({ min: 2, max: 9 }),
  callMs: fc.constantFrom(0, 1, 90, 700),
});

test("whenever bills are committed, readings without settling set up each of them once, whole, and none is missed", async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ rounds, pageSize, callMs }) => {
      await world.redis.flushall();
      const model = new ModelKingdee({ nowMs: START_MS, billIds: BILL_IDS });
      for (const { elapsedMs, approvals, meanwhile, dies } of rounds) {
        model.perform({ act: "elapse", ms: elapsedMs });
        for (const each of approvals) model.perform({ act: "approve", ...each });
        let calls = 0;
        model.onCall = () => {
          model.nowMs += callMs;
          for (const { atCall, approval: own } of meanwhile)
            if (atCall === calls) model.perform({ act: "approve", ...own });
          calls += 1;
        };
        const crash = dies === null ? undefined : { atStep: dies };
        await readUnlessDead(world.startProcess({ model, rules: RULES, pageSize, crash }));
      }
      // Nobody approves any more, and readings go on by the second.
      model.onCall = () => undefined;
      const last = world.startProcess({ model, rules: RULES, pageSize });
      for (let ms = 0; ms <= OVERLAP_MS + 5_000; ms += 5_000) {
        model.perform({ act: "elapse", ms: 5_000 });
        await last.read();
      }
      const { found, wanted } = await compareJobs(model);
      expect(found).toEqual(wanted);
    }),
    { numRuns: 30, interruptAfterTimeLimit: 80_000, markInterruptAsFailure: true },
  );
}, 100_000);

async function readUnlessDead(process: Process): Promise<void> {
  try {
    await process.read();
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
}

interface SetUp {
  readonly billId: string;
  readonly revision: number;
  readonly rows: unknown;
}

/** The jobs that there are, and those that there must be. */
async function compareJobs(model: ModelKingdee): Promise<{ found: readonly SetUp[]; wanted: readonly SetUp[] }> {
  const approved = model.bills.filter((bill) => model.isSelectable(bill));
  const byId = (a: SetUp, b: SetUp): number => Number(a.billId) - Number(b.billId);
  return {
    found: (await world.jobs()).map(({ billId, revision, rows }) => ({ billId, revision, rows })).toSorted(byId),
    wanted: approved.map((bill) => ({ billId: bill.id, revision: 1, rows: model.rowsOf(bill) })).toSorted(byId),
  };
}

test("a bill that was approved a moment ago is read at once, and so is the next one of the same second", async () => {
  await world.redis.flushall();
  const model = new ModelKingdee({ nowMs: START_MS, billIds: ["1", "2"] });
  const process = world.startProcess({ model, rules: RULES, pageSize: 100 });
  for (const bill of [0, 1]) {
    model.perform({ act: "elapse", ms: 100 });
    model.perform({ act: "approve", bill, lines: 1, lateByMs: 0 });
    expect(await process.read()).toMatchObject({ kind: "read", fresh: 1 });
  }
  expect(await process.read()).toMatchObject({ kind: "read", bills: 2, fresh: 0 });
});
