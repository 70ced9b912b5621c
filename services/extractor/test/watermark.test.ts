import { isFault } from "@billferry/contracts";
import { startRedis } from "@billferry/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { WindowRules } from "../src/core/window.ts";
import { ModelKingdee, type Act } from "./model-kingdee.ts";
import { Crash, openWorld, type World } from "./world.ts";

/**
 * The proof of the watermark. People do whatever they like in a model of Kingdee, between the readings and between any
 * two of their calls; processes die at any step. A failing run prints its seed and its shortest form.
 */
const START_MS = Date.parse("2026-11-23T23:59:30+08:00");
const BILL_IDS = ["7", "8", "9", "10", "99", "100", "1000"];
const DEEP_MS = 40 * 86_400_000;

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

interface Round {
  readonly before: readonly Act[];
  readonly run: "read" | "sweep" | "both";
  readonly depthMs: number;
  /** What others do before the n-th call of the run. */
  readonly meanwhile: readonly { readonly atCall: number; readonly act: Act }[];
  readonly dies: number | null;
  /** The transformer finishes what waits, so that nothing is open any more and only sweeps look at it. */
  readonly isFinished: boolean;
  readonly disaster: "none" | "jobs lost" | "Redis wiped";
}

interface Story {
  readonly rounds: readonly Round[];
  readonly pageSize: number;
  /** What the server makes of it, call by call. */
  readonly rowLimits: readonly number[];
  /** How long Kingdee takes for an answer. */
  readonly callMs: number;
  readonly rules: WindowRules;
}

const bill = fc.nat(BILL_IDS.length - 1);
const lines = fc.integer({ min: 1, max: 9 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant("approve" as const),
      bill,
      lines,
      lateByMs: fc.constantFrom(0, 0, 0, 1, 999, 1_000, 4_000, 30_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant("elapse" as const),
      ms: fc.constantFrom(1, 300, 999, 1_000, 5_000, 60_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant("edit" as const), bill, content: fc.nat(2), lines }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constantFrom("unapprove" as const, "void" as const, "unvoid" as const, "delete" as const),
      bill,
    }),
  },
);
const round: fc.Arbitrary<Round> = fc.record({
  before: fc.array(act, { maxLength: 6 }),
  run: fc.constantFrom("read", "read", "sweep", "both"),
  depthMs: fc.constantFrom(10_000, 60_000, 86_400_000),
  meanwhile: fc.array(fc.record({ atCall: fc.nat(8), act }), { maxLength: 4 }),
  dies: fc.option(fc.nat(40), { freq: 3 }),
  isFinished: fc.boolean(),
  disaster: fc.constantFrom("none", "none", "none", "none", "none", "jobs lost", "Redis wiped"),
});
const story: fc.Arbitrary<Story> = fc.record({
  rounds: fc.array(round, { minLength: 1, maxLength: 6 }),
  pageSize: fc.integer({ min: 2, max: 12 }),
  rowLimits: fc.array(fc.constantFrom(2, 3, 5, 12, 99), { minLength: 1, maxLength: 4 }),
  callMs: fc.constantFrom(0, 1, 400, 2_500),
  rules: fc.record({
    startFromMs: fc.constant(START_MS),
    overlapMs: fc.constantFrom(0, 1_000, 5_000, 60_000),
    settleMs: fc.constantFrom(0, 500, 5_000),
    longestMs: fc.constantFrom(120_000, 86_400_000),
  }),
});

test("whatever happens in Kingdee and to our processes, readings and sweeps end with every bill as it is", async () => {
  await fc.assert(fc.asyncProperty(story, hold), {
    numRuns: 250,
    // Leaves time to print the seed and the shortest story found so far.
    interruptAfterTimeLimit: 100_000,
    markInterruptAsFailure: true,
  });
}, 120_000);

async function hold(given: Story): Promise<void> {
  await world.redis.flushall();
  const model = new ModelKingdee({ nowMs: START_MS, billIds: BILL_IDS });
  let asked = 0;
  model.rowLimit = () => given.rowLimits[asked++ % given.rowLimits.length] ?? 2;
  let [watermarkMs, hasTrouble] = [0, false];
  for (const each of given.rounds) {
    if (each.disaster === "jobs lost") await world.transformQueue.drain();
    if (each.disaster === "Redis wiped") {
      await world.redis.flushall();
      watermarkMs = 0;
    }
    if (each.dies !== null || each.disaster !== "none") hasTrouble = true;
    if (each.isFinished)
      for (const job of await world.jobs()) await world.ledger.bills.recordExcluded(job, "nothing to move");
    for (const before of each.before) model.perform(before);
    await runRound(given, model, each);
    const progress = await world.ledger.progress.read();
    expect(progress.watermarkMs ?? 0).toBeGreaterThanOrEqual(watermarkMs);
    watermarkMs = progress.watermarkMs ?? 0;
    expect(watermarkMs).toBeLessThanOrEqual(model.nowMs - given.rules.settleMs);
  }
  // Nobody acts any more, and time passes.
  model.onCall = () => undefined;
  model.settle();
  model.nowMs += given.rules.settleMs + 1_000;
  const last = world.startProcess({ model, ...given });
  await last.read();
  await checkReading(model, given.rules);
  await last.sweep(DEEP_MS);
  await checkEnd(model, { hasTrouble });
}

async function runRound(given: Story, model: ModelKingdee, each: Round): Promise<void> {
  let calls = 0;
  model.onCall = () => {
    model.nowMs += given.callMs;
    for (const { atCall, act: meanwhile } of each.meanwhile) if (atCall === calls) model.perform(meanwhile);
    calls += 1;
  };
  const process = world.startProcess({
    model,
    ...given,
    crash: each.dies === null ? undefined : { atStep: each.dies },
  });
  const runs = [
    ...(each.run === "sweep" ? [] : [process.read()]),
    ...(each.run === "read" ? [] : [process.sweep(each.depthMs)]),
  ];
  for (const outcome of await Promise.allSettled(runs)) {
    if (outcome.status === "fulfilled" || outcome.reason instanceof Crash) continue;
    // A bill that changed while it was read: the window is read again.
    if (isFault(outcome.reason) && outcome.reason.code === "KD_ORDER_BROKEN") continue;
    throw outcome.reason;
  }
}

/** The regular reading alone finds every bill that was committed in time and not touched since. */
async function checkReading(model: ModelKingdee, rules: WindowRules): Promise<void> {
  const plain = model.bills.filter(
    (each) => model.isSelectable(each) && each.isPlain && each.lateByMs <= rules.overlapMs + rules.settleMs,
  );
  const known = await world.ledger.bills.known(plain.map(({ id }) => id));
  expect([...known.keys()]).toEqual(plain.map(({ id }) => id));
}

async function checkEnd(model: ModelKingdee, { hasTrouble }: { readonly hasTrouble: boolean }): Promise<void> {
  const known = await world.ledger.bills.known(BILL_IDS);
  const jobs = await world.jobs();
  // No bill was ever cut or mixed of two states.
  for (const job of jobs) expect(model.history).toContain(JSON.stringify(job.rows));
  for (const each of model.bills) {
    const record = known.get(each.id);
    const own = jobs.filter((job) => job.billId === each.id);
    if (model.isSelectable(each)) {
      expect(record?.contentHash).toBe(world.hashOf(model.rowsOf(each)));
      expect(["read", "excluded"]).toContain(record?.state);
      const current = own.filter((job) => job.revision === record?.revision && job.contentHash === record.contentHash);
      // The job of a bill that was finished before may have been lost since; nobody needs it any more.
      if (record?.state === "read" || !hasTrouble) expect(current).toHaveLength(1);
    } else if (record !== undefined) {
      expect(record.state).toBe("withdrawn");
    }
    const revisions = own.map((job) => job.revision).toSorted((a, b) => a - b);
    // A process that dies between enqueuing and recording leaves a job that nobody knows of.
    if (!hasTrouble) expect(revisions).toEqual(Array.from({ length: record?.revision ?? 0 }, (_, index) => index + 1));
  }
}
