import { done, transformJobId, type TransformJob } from "@billferry/contracts";
import { startWorker } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { makeAnew } from "../src/make-anew.ts";
import { ModelKingdee } from "./model-kingdee.ts";
import { log, openWorld, type Process, type World } from "./world.ts";

const START_MS = Date.parse("2026-11-23T10:00:00+08:00");
const RULES = { startFromMs: START_MS, overlapMs: 10_000, settleMs: 1_000, longestMs: 86_400_000 };
const REASON = { code: "MAP_CODE_MISSING", text: "" } as const;

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

/** Bills that were read, and wait for a person; their jobs are gone. */
async function setup(bills: number): Promise<{ model: ModelKingdee; process: Process; jobs: readonly TransformJob[] }> {
  await world.redis.flushall();
  const model = new ModelKingdee({
    nowMs: START_MS,
    billIds: Array.from({ length: bills }, (_, index) => String(101 + index)),
  });
  for (let bill = 0; bill < bills; bill += 1) model.perform({ act: "approve", bill, lines: 2, lateByMs: 0 });
  const process = world.startProcess({ model, rules: RULES, pageSize: 500 });
  model.nowMs += 60_000;
  await process.read();
  const jobs = (await world.jobs()).toSorted((a, b) => Number(a.billId) - Number(b.billId));
  for (const job of jobs) await world.ledger.bills.recordHeld(job, REASON);
  await world.transformQueue.drain();
  return { model, process, jobs };
}

async function make({ deps }: Process) {
  return makeAnew(deps, await world.ledger.anew.list(100), new AbortController().signal);
}

test("a bill that is asked for has a job again, with the rows of now, though its job was gone", async () => {
  const { process, jobs } = await setup(2);
  await world.ledger.anew.ask(["101"]);
  await world.ledger.anew.ask(["102"], { retry: true });
  expect(await make(process)).toEqual({ made: ["101", "102"], doubts: [] });
  expect((await world.jobs()).toSorted((a, b) => Number(a.billId) - Number(b.billId))).toEqual([
    { ...jobs[0], anew: "mapping" },
    { ...jobs[1], anew: "retry" },
  ]);
  expect(await world.ledger.anew.list(9)).toEqual([]);
});

test("a bill that was changed, or withdrawn, meanwhile is taken as it is now", async () => {
  const { model, process } = await setup(3);
  model.perform({ act: "edit", bill: 0, content: 7, lines: 3 });
  model.perform({ act: "unapprove", bill: 1 });
  model.perform({ act: "delete", bill: 2 });
  await world.ledger.anew.ask(["101", "102", "103"]);
  expect((await make(process)).made).toEqual(["101"]);
  expect(await world.jobs()).toMatchObject([{ billId: "101", revision: 2, anew: "mapping" }]);
  const states = await Promise.all(["101", "102", "103"].map(async (id) => (await world.ledger.bills.find(id))?.state));
  expect(states).toEqual(["read", "withdrawn", "withdrawn"]);
  expect(await world.ledger.anew.list(9)).toEqual([]);
});

test("a bill whose job is at work stays listed until that has ended; a waiting one's place is taken", async () => {
  const { process, jobs } = await setup(1);
  await world.ledger.anew.ask(["101"]);
  await make(process);
  const end = Promise.withResolvers<object>();
  const worker = startWorker({
    queue: world.transformQueue,
    connection: world.redis,
    concurrency: 1,
    log,
    perform: async () => done(await end.promise),
  });
  await expect.poll(async () => world.transformQueue.getActiveCount()).toBe(1);
  await world.ledger.anew.ask(["101"], { retry: true });
  expect((await make(process)).made).toEqual([]);
  expect(await world.ledger.anew.list(9)).toMatchObject([{ billId: "101", isRetry: true }]);
  end.resolve({});
  await expect.poll(async () => world.transformQueue.getActiveCount()).toBe(0);
  await worker.stop();
  expect((await make(process)).made).toEqual(["101"]);
  await world.ledger.anew.ask(["101"]);
  expect((await make(process)).made).toEqual(["101"]);
  expect(await world.jobs()).toMatchObject([{ billId: "101", anew: "mapping" }]);
  expect(await world.transformQueue.getJob(transformJobId(jobs[0] as TransformJob))).toBeDefined();
});

test("a bill from before the start, brought in by a backfill, is made anew as well", async () => {
  const { model, process } = await setup(1);
  const later = world.startProcess({ model, rules: { ...RULES, startFromMs: START_MS + 30_000 }, pageSize: 500 });
  await world.ledger.anew.ask(["101"]);
  expect((await make(later)).made).toEqual(["101"]);
  expect(process.deps.rules.startFromMs).toBe(START_MS);
});

test("an answer that is not believed withdraws nobody, and who it was about stays listed", async () => {
  const { model, process } = await setup(25);
  await world.ledger.anew.ask(Array.from({ length: 25 }, (_, index) => String(101 + index)));
  let isHidden = true;
  model.isEmptyAnswer = () => isHidden;
  const { made, doubts } = await make(process);
  expect([made, doubts.length]).toEqual([[], 1]);
  expect(await world.ledger.anew.list(99)).toHaveLength(25);
  isHidden = false;
  expect((await make(process)).made).toHaveLength(25);
});
