import { done } from "@billferry/contracts";
import { enqueue, startWorker } from "@billferry/runtime";
import { expect, test } from "vitest";

import { pauseStages, readStatus, resumeStages } from "@billferry/desk";
import { ORDER, ORDER_JOB_ID, SCHEME, setup } from "./setup.ts";

const PAUSE = { scheme: SCHEME, by: "wang", note: "盘点", waitMs: 5_000 } as const;

test("a paused stage takes no job, and says who paused it and why, until it is resumed", async () => {
  const { redis, log, load } = await setup();
  const performed: string[] = [];
  const worker = startWorker({
    queue: load,
    connection: redis,
    concurrency: 1,
    log,
    perform: async ({ jobId }) => {
      performed.push(jobId);
      return done({});
    },
  });
  expect(await pauseStages(redis, log, { ...PAUSE, stages: ["load"] })).toMatchObject([
    { stage: "load", isChanged: true, pause: { by: "wang", note: "盘点" }, active: 0 },
  ]);
  await enqueue(load, [{ id: ORDER_JOB_ID, payload: ORDER }]);
  const status = await readStatus(redis, SCHEME, log);
  expect(status.queues.load).toMatchObject({ paused: true, pause: { by: "wang" } });
  expect(status.reasons.join("\n")).toMatch(/写入 · Load:队列已被人工暂停\(wang,.* 起:盘点\),1 个任务等待/);
  expect(performed).toEqual([]);

  expect(await resumeStages(redis, log, { scheme: SCHEME, stages: ["load"] })).toMatchObject([
    { stage: "load", isChanged: true, pause: { by: "wang" } },
  ]);
  await expect.poll(() => performed).toEqual([ORDER_JOB_ID]);
  await worker.stop();
});

test("the second to pause is told who was first, and the second to resume that it runs", async () => {
  const { redis, log } = await setup();
  const li = { ...PAUSE, by: "li", note: "停机", stages: ["transform"] } as const;
  const both = await Promise.all([
    pauseStages(redis, log, { ...PAUSE, stages: ["transform"] }),
    pauseStages(redis, log, li),
  ]);
  expect(both.flat().filter(({ isChanged }) => isChanged)).toHaveLength(1);
  const [first] = both.flat().filter(({ isChanged }) => isChanged);
  expect(await pauseStages(redis, log, li)).toEqual([
    { stage: "transform", isChanged: false, pause: first?.pause, active: 0 },
  ]);
  const stages = ["transform"] as const;
  expect(await resumeStages(redis, log, { scheme: SCHEME, stages })).toMatchObject([{ isChanged: true }]);
  expect(await resumeStages(redis, log, { scheme: SCHEME, stages })).toMatchObject([{ isChanged: false }]);
});

test("reading is paused with its sweeps; what the board paused is resumed as well, and what it resumed is paused anew", async () => {
  const { redis, log, load } = await setup();
  await pauseStages(redis, log, { ...PAUSE, stages: ["extract"] });
  const { queues, reasons } = await readStatus(redis, SCHEME, log);
  expect([queues.extract.paused, queues.sweep.paused]).toEqual([true, true]);
  expect(reasons.filter((reason) => reason.includes("已被人工暂停"))).toHaveLength(1);

  await load.pause();
  expect(await resumeStages(redis, log, { scheme: SCHEME, stages: ["load"] })).toMatchObject([
    { isChanged: true, pause: null },
  ]);
  await pauseStages(redis, log, { ...PAUSE, stages: ["load"] });
  await load.resume();
  expect(await pauseStages(redis, log, { ...PAUSE, by: "li", stages: ["load"] })).toMatchObject([
    { isChanged: true, pause: { by: "li" } },
  ]);
});

test("jobs under way are waited for, and named where they do not end in time", async () => {
  const { redis, log, load } = await setup();
  const end = Promise.withResolvers<object>();
  const worker = startWorker({
    queue: load,
    connection: redis,
    concurrency: 1,
    log,
    perform: async () => done(await end.promise),
  });
  await enqueue(load, [{ id: ORDER_JOB_ID, payload: ORDER }]);
  await expect.poll(async () => load.getActiveCount()).toBe(1);
  expect(await pauseStages(redis, log, { ...PAUSE, stages: ["load"], waitMs: 0 })).toMatchObject([{ active: 1 }]);
  const again = pauseStages(redis, log, { ...PAUSE, stages: ["load"] });
  end.resolve({});
  expect(await again).toMatchObject([{ active: 0 }]);
  await worker.stop();
});
