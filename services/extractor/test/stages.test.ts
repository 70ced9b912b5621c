import { Fault } from "@billferry/contracts";
import { kingdeeIdentity } from "@billferry/kingdee";
import { enqueue, openQueue, startWorker, type Stage, type TypedQueue } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { Mutex } from "async-mutex";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";

import { keepSchedules } from "../src/schedule.ts";
import { readingStage, sweepStage } from "../src/stages.ts";
import { createTurns } from "../src/turns.ts";
import { ModelKingdee } from "./model-kingdee.ts";
import { log, openWorld, type World } from "./world.ts";

const START_MS = Date.parse("2026-11-23T10:00:00+08:00");
const RULES = { startFromMs: START_MS, overlapMs: 10_000, settleMs: 1_000, longestMs: 86_400_000 };
const READING = { scheme: "sal-outstock" };
const SWEEP = { scheme: "sal-outstock", name: "hourly" as const, depthMs: 86_400_000 };

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

async function setup() {
  await world.redis.flushall();
  const model = new ModelKingdee({ nowMs: START_MS, billIds: ["1", "2", "3"] });
  for (const bill of [0, 1, 2]) model.perform({ act: "approve", bill, lines: 1, lateByMs: 0 });
  model.nowMs += 60_000;
  const { deps } = world.startProcess({ model, rules: RULES, pageSize: 100 });
  const extractQueue = openQueue({ stage: "extract", scheme: "sal-outstock" }, world.redis, log);
  const sweepQueue = openQueue({ stage: "sweep", scheme: "sal-outstock" }, world.redis, log);
  onTestFinished(async () => void (await Promise.all([extractQueue.close(), sweepQueue.close()])));
  const [reading, sweeping] = [readingStage(deps), sweepStage(deps)];
  return {
    deps,
    model,
    reading,
    read: async (stage: Stage<"extract"> = reading) => run(extractQueue, stage, READING),
    sweep: async () => run(sweepQueue, sweeping, SWEEP),
  };
}

let jobs = 0;

/** One job through the executor: how it stands after its attempt. */
async function run<Name extends "extract" | "sweep">(
  queue: TypedQueue<Name>,
  stage: Stage<Name>,
  payload: Parameters<typeof enqueue<Name>>[1][number]["payload"],
) {
  jobs += 1;
  const id = `job-${jobs}`;
  await queue.removeRateLimitKey();
  const worker = startWorker({ queue, connection: world.redis, concurrency: 1, log, ...stage });
  await enqueue(queue, [{ id, payload }]);
  const ended = ["completed", "failed", "delayed"];
  await expect.poll(async () => queue.getJobState(id), { timeout: 10_000, interval: 20 }).toBeOneOf(ended);
  const restMs = await queue.getRateLimitTtl(0);
  await worker.stop();
  const [job, state] = [await queue.getJob(id), await queue.getJobState(id)];
  return { state, value: job?.returnvalue, reason: job?.failedReason, delayMs: job?.delay, restMs };
}

test("a broken contract stops the scheme and not the queue, and a good reading lets it go on", async () => {
  const { model, reading, read, sweep } = await setup();
  model.onCall = () => {
    throw new Fault("KD_FIELD_UNKNOWN", "字段 FRealQty 不存在", { details: { field: "FRealQty" } });
  };
  const failed = await read();
  expect(failed).toMatchObject({ state: "failed", reason: expect.stringContaining("KD_FIELD_UNKNOWN") as string });
  expect(failed.restMs).toBeLessThanOrEqual(0);
  const { lastError, stoppedUntilMs } = await world.ledger.progress.read();
  expect(lastError).toContain("FRealQty");
  expect((stoppedUntilMs ?? 0) - Date.now()).toBeGreaterThan(8_000);
  expect(await read()).toMatchObject({ value: { kind: "waiting", reason: "stopped" } });
  expect(await sweep()).toMatchObject({ state: "delayed" });
  expect(reading.problems()).toHaveLength(1);
  // The rest is over, and somebody has mended the field.
  await world.ledger.progress.stop(lastError ?? "", 0);
  model.onCall = () => undefined;
  expect(await read()).toMatchObject({ value: { kind: "read", fresh: 3 } });
  expect(await world.ledger.progress.read()).toMatchObject({ stoppedUntilMs: null, lastError: null });
  expect(reading.problems()).toEqual([]);
});

test("a field whose type was changed is a broken contract before a single bill is handed over", async () => {
  const { model, read } = await setup();
  const answer = model.executeBillQuery.bind(model);
  model.executeBillQuery = async (query, signal) => {
    const at = query.fieldKeys.indexOf("FRealQty");
    return (await answer(query, signal)).map((row) => row.with(at, "若干"));
  };
  expect(await read()).toMatchObject({ reason: expect.stringContaining("KD_CONTRACT_BROKEN") as string });
  expect(await world.jobs()).toEqual([]);
  expect((await world.ledger.progress.read()).watermarkMs).toBeNull();
});

test("an outage lets the queue rest for a moment and is noted; a sweep waits and begins again", async () => {
  const { model, read, sweep } = await setup();
  await read();
  model.onCall = () => {
    throw new Fault("HTTP_NETWORK", "ECONNREFUSED");
  };
  model.nowMs += 60_000;
  const failed = await read();
  expect(failed).toMatchObject({ state: "failed", reason: expect.stringContaining("HTTP_NETWORK") as string });
  expect(failed.restMs).toBeGreaterThan(0);
  expect(await world.ledger.progress.read()).toMatchObject({
    stoppedUntilMs: null,
    lastError: expect.stringMatching("网络"),
  });
  const waits = [await sweep(), await sweep()];
  expect(waits).toMatchObject([{ state: "delayed" }, { state: "delayed" }]);
  expect(waits.map(({ delayMs = 0 }) => Math.round(delayMs / 1_000))).toEqual([10, 20]);
});

test("a ledger of another account is left as it is; one that was wiped is bound again", async () => {
  const { deps, read } = await setup();
  await read();
  const before = await world.ledger.progress.read();
  const another = kingdeeIdentity({ KINGDEE_URL: "", KINGDEE_ACCOUNT: "another" });
  const other = readingStage({ ...deps, account: another });
  expect(await read(other)).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("ACCOUNT_CHANGED") as string,
  });
  expect(await world.ledger.progress.read()).toEqual(before);
  await world.redis.flushall();
  expect(await read()).toMatchObject({ value: { kind: "read", fresh: 3 } });
  expect(await world.ledger.accounts.bind("kingdee", another)).toEqual({ isOurs: false, known: "model" });
});

test.each([true, false])(
  "two readers take turns, and one that lost its turn is told so; one process: %s",
  async (areOneProcess) => {
    await world.redis.flushall();
    const { signal } = new AbortController();
    const rules = { restMs: 0, holdMs: 0, priority: 0 };
    const turns = { redis: world.redis, scheme: "s", rules, log };
    const inProcess = [new Mutex(), new Mutex()];
    const [one, other] = [0, areOneProcess ? 0 : 1].map((at) =>
      createTurns({ ...turns, inProcess: inProcess[at] ?? new Mutex() }),
    );
    if (one === undefined || other === undefined) throw new Error("there are two readers");
    const first = await one(signal);
    const events: string[] = [];
    const waiting = other(signal).then((turn) => {
      events.push("taken");
      return turn;
    });
    expect(await first.isOurs()).toBe(true);
    events.push("released");
    await first.release();
    const second = await waiting;
    expect(events).toEqual(["released", "taken"]);
    expect([await first.isOurs(), await second.isOurs()]).toEqual([false, true]);
    // Releasing a turn that was lost takes nobody else's.
    await first.release();
    expect(await second.isOurs()).toBe(true);
    await second.release();
  },
);

test("what a reader read is not handed over when its turn was lost meanwhile: the page is read again", async () => {
  const { model, read } = await setup();
  let calls = 0;
  model.onCall = () => {
    calls += 1;
    // A process that was paused here finds another reader at work, and the bill changed.
    if (calls === 1) void world.redis.del("{billferry:sal-outstock}:turn");
    if (calls === 2) model.perform({ act: "edit", bill: 0, content: 1, lines: 1 });
  };
  await read();
  expect(calls).toBeGreaterThanOrEqual(2);
  const own = (await world.jobs()).filter(({ billId }) => billId === "1");
  expect(own.map(({ revision, rows }) => [revision, rows[0]?.[2]])).toEqual([[1, "content 1"]]);
});

test.each([1, 2])("an empty table in place of answer %i hides no bill", async (lie) => {
  const { model, read } = await setup();
  let answers = 0;
  model.isEmptyAnswer = () => {
    answers += 1;
    return answers === lie;
  };
  await read();
  expect(answers).toBeGreaterThanOrEqual(lie);
  const shown = new Set((await world.jobs()).map(({ billId }) => billId));
  expect([...shown].toSorted()).toEqual(model.bills.map(({ id }) => id).toSorted());
});

test("a schedule that lies far off, because the machine's clock was set back, is set again", async () => {
  const queue = openQueue({ stage: "extract", scheme: "sal-outstock" }, world.redis, log);
  const schedule = { id: "extract-s", repeat: { every: 2_000 }, payload: { scheme: "s" } };
  const clock = vi.spyOn(Date, "now").mockImplementation(() => performance.timeOrigin + performance.now() + 600_000);
  await queue.upsertJobScheduler(schedule.id, schedule.repeat, { name: "extract", data: schedule.payload });
  await queue.upsertJobScheduler(schedule.id, schedule.repeat, { name: "extract", data: schedule.payload });
  clock.mockRestore();
  expect((await queue.getJobScheduler(schedule.id))?.next).toBeGreaterThan(Date.now() + 500_000);
  const kept = await keepSchedules(queue, [schedule], log);
  onTestFinished(async () => {
    await kept.stop();
    await queue.close();
  });
  expect((await queue.getJobScheduler(schedule.id))?.next).toBeLessThan(Date.now() + 5_000);
});

test("schedules come back within seconds after Redis was wiped", async () => {
  await world.redis.flushall();
  const sweepQueue = openQueue({ stage: "sweep", scheme: "sal-outstock" }, world.redis, log);
  const payload = { scheme: "s", name: "nightly" as const, depthMs: 1_000 };
  const repeat = { pattern: "30 2 * * *", tz: "Asia/Shanghai" };
  const kept = await keepSchedules(sweepQueue, [{ id: "sweep-nightly-s", repeat, payload }], log);
  onTestFinished(async () => {
    await kept.stop();
    await sweepQueue.close();
  });
  const find = async () => sweepQueue.getJobScheduler("sweep-nightly-s");
  expect(await find()).toMatchObject({ ...repeat, template: { data: payload } });
  await world.redis.flushall();
  await expect.poll(find, { timeout: 10_000 }).toMatchObject(repeat);
  expect(await sweepQueue.getGlobalConcurrency()).toBe(1);
});

test.each([
  ["given an end by number", async (queue: ExtractQueue) => end(queue, { limit: 1 })],
  ["given an end by date", async (queue: ExtractQueue) => end(queue, { endDate: Date.now() + 3_600_000 })],
  ["robbed of the job of its next turn", async (queue: ExtractQueue) => stripTurn(queue)],
])("a schedule that was %s goes on within seconds, without an end", { timeout: 30_000 }, async (_what, spoil) => {
  await world.redis.flushall();
  const queue = openQueue({ stage: "extract", scheme: "sal-outstock" }, world.redis, log);
  const schedule = { id: "extract-s", repeat: { every: 600_000 }, payload: { scheme: "s" } };
  const kept = await keepSchedules(queue, [schedule], log);
  onTestFinished(async () => {
    await kept.stop();
    await queue.close();
  });
  await spoil(queue);
  await queue.setGlobalConcurrency(9);
  const look = async () => {
    const found = await queue.getJobScheduler(schedule.id);
    const state = await queue.getJobState(`repeat:${schedule.id}:${found?.next}`);
    return { limit: found?.limit, endDate: found?.endDate, isPending: ["waiting", "delayed"].includes(state) };
  };
  await expect.poll(look, { timeout: 20_000 }).toEqual({ limit: undefined, endDate: undefined, isPending: true });
  await expect.poll(async () => queue.getGlobalConcurrency(), { timeout: 10_000 }).toBe(1);
});

type ExtractQueue = ReturnType<typeof openQueue<"extract">>;

/** As the board's edit of a schedule does it. */
async function end(queue: ExtractQueue, repeat: { limit: number } | { endDate: number }): Promise<void> {
  const template = { name: "extract", data: { scheme: "s" } };
  await queue.upsertJobScheduler("extract-s", { every: 600_000, ...repeat }, template);
}

/** The job alone is gone, as after a clean-up by hand in Redis. */
async function stripTurn(queue: ExtractQueue): Promise<void> {
  const found = await queue.getJobScheduler("extract-s");
  const jobId = `repeat:extract-s:${found?.next}`;
  await world.redis.del(queue.toKey(jobId));
  await world.redis.zrem(queue.toKey("delayed"), jobId);
  await world.redis.lrem(queue.toKey("wait"), 0, jobId);
}
