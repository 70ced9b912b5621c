import { done, loadJobId, transformJobId } from "@billferry/contracts";
import { enqueue, startWorker } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { ModelKingdee } from "./model-kingdee.ts";
import { log, openWorld, type Process, type World } from "./world.ts";

const START_MS = Date.parse("2026-11-23T10:00:00+08:00");
const DAY_MS = 86_400_000;
const RULES = { startFromMs: START_MS, overlapMs: 10_000, settleMs: 1_000, longestMs: DAY_MS };

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

/** A Kingdee with so many bills, all approved at once and all read. */
async function setup(bills: number): Promise<{ model: ModelKingdee; process: Process }> {
  await world.redis.flushall();
  const billIds = Array.from({ length: bills }, (_, index) => String(101 + index));
  const model = new ModelKingdee({ nowMs: START_MS, billIds });
  for (const bill of billIds.keys()) model.perform({ act: "approve", bill, lines: 2, lateByMs: 0 });
  const process = world.startProcess({ model, rules: RULES, pageSize: 500 });
  model.nowMs += 60_000;
  expect(await process.read()).toMatchObject({ kind: "read", bills, fresh: bills });
  return { model, process };
}

/** All bills are finished without an order: nothing is open, so that only sweeps look at them. */
async function finishAll(): Promise<void> {
  for (const job of await world.jobs()) await world.ledger.bills.recordExcluded(job, "nothing to move");
}

/** All bills have an order each that waits for its push. */
async function orderAll(): Promise<void> {
  for (const job of await world.jobs()) {
    const order = { outerNo: `${job.billNo}-W1`, contentHash: job.contentHash };
    const planned = await world.ledger.bills.recordOrders(job, [order]);
    for (const { revision } of planned ?? []) {
      const { scheme, schemeVersion, billId, billNo, contentHash } = job;
      const line = { spec_no: "SKU", num: "1" };
      const stockout = { outer_no: order.outerNo, warehouse_no: "W1", detail_list: [line] };
      const payload = { scheme, schemeVersion, billId, billNo, contentHash, revision, order: stockout, notes: [] };
      await enqueue(world.loadQueue, [{ id: loadJobId({ scheme, ...order, revision }), payload: payload as never }]);
    }
  }
}

const stateOf = async (billId: string): Promise<string | undefined> => (await world.ledger.bills.find(billId))?.state;

test("a bill committed later than the overlap is missed by readings and found by the sweep", async () => {
  const { model, process } = await setup(2);
  model.perform({ act: "delete", bill: 0 });
  model.perform({ act: "approve", bill: 0, lines: 3, lateByMs: 60_000 });
  await finishAll();
  for (const ms of [30_000, 60_000, 60_000]) {
    model.perform({ act: "elapse", ms });
    await process.read();
  }
  const before = await world.ledger.bills.find("101");
  expect(await process.sweep(DAY_MS)).toMatchObject({ kind: "swept", fresh: 0, changed: 1, withdrawn: 0 });
  expect((await world.ledger.bills.find("101"))?.revision).toBe((before?.revision ?? 0) + 1);
  expect(await process.sweep(DAY_MS)).toMatchObject({ fresh: 0, changed: 0, withdrawn: 0, revived: 0 });
});

test("unapproved, voided and deleted bills are withdrawn, each with its cause, and counted once", async () => {
  const { model, process } = await setup(4);
  await finishAll();
  model.perform({ act: "unapprove", bill: 0 });
  model.perform({ act: "void", bill: 1 });
  model.perform({ act: "delete", bill: 2 });
  expect(await process.sweep(DAY_MS)).toMatchObject({ bills: 4, fresh: 0, changed: 0, withdrawn: 3 });
  const bills = await Promise.all(["101", "102", "103", "104"].map(async (id) => world.ledger.bills.find(id)));
  expect(bills.map((bill) => `${bill?.state} ${bill?.reason}`)).toEqual([
    "withdrawn unapproved",
    "withdrawn voided",
    "withdrawn deleted",
    "excluded nothing to move",
  ]);
  expect(await process.sweep(DAY_MS)).toMatchObject({ withdrawn: 0 });
  const { sweeps } = await world.ledger.progress.read();
  expect(sweeps).toMatchObject([{ name: "manual", withdrawn: 0 }]);
});

test("a bill that was voided and comes back unchanged is new work", async () => {
  const { model, process } = await setup(1);
  await finishAll();
  model.perform({ act: "void", bill: 0 });
  await process.sweep(DAY_MS);
  model.perform({ act: "unvoid", bill: 0 });
  expect(await process.sweep(DAY_MS)).toMatchObject({ changed: 1 });
  expect((await world.jobs()).map(({ revision }) => revision)).toEqual(expect.arrayContaining([1, 2]));
});

test("a bill approved again, late, on a day that is swept already is read in full", async () => {
  const { model, process } = await setup(2);
  await finishAll();
  model.perform({ act: "unapprove", bill: 0 });
  model.perform({ act: "approve", bill: 0, lines: 5, lateByMs: 100_000 });
  model.perform({ act: "elapse", ms: 60_000 });
  // Moves the watermark past the new approval, which nobody can see yet.
  await process.read();
  let calls = 0;
  model.onCall = () => {
    calls += 1;
    // The page has been read; now the approval is committed, and then the bill is asked about by its id.
    if (calls === 2) model.settle();
  };
  expect(await process.sweep(DAY_MS)).toMatchObject({ changed: 1, withdrawn: 0 });
  expect((await world.jobs()).find(({ revision }) => revision === 2)?.rows).toHaveLength(5);
});

test("an answer that lacks most bills withdraws nobody and says why; lost work is revived all the same", async () => {
  const { model, process } = await setup(30);
  const [first, ...others] = await world.jobs();
  for (const job of others) await world.ledger.bills.recordExcluded(job, "nothing to move");
  await world.transformQueue.drain();
  const lost = model.bills.findIndex(({ id }) => id === first?.billId);
  for (const [bill] of model.bills.entries()) if (bill !== lost) model.perform({ act: "delete", bill });
  const held = { kind: "held", code: "KD_CONTRACT_BROKEN", text: expect.stringContaining("数据权限") as string };
  expect(await process.sweep(DAY_MS)).toMatchObject(held);
  expect((await world.ledger.progress.read()).withdrawn).toBe(0);
  expect((await world.jobs()).map(({ billId }) => billId)).toEqual([first?.billId]);
});

test("a bill unapproved while its order waits is withdrawn by the next reading, before it is pushed", async () => {
  const { model, process } = await setup(3);
  await orderAll();
  model.perform({ act: "unapprove", bill: 1 });
  model.perform({ act: "elapse", ms: 30_000 });
  await process.read();
  expect([await stateOf("101"), await stateOf("102"), await stateOf("103")]).toEqual([
    "ordered",
    "withdrawn",
    "ordered",
  ]);
  const job = (await world.jobs()).find(({ billId }) => billId === "102");
  const order = { outerNo: "XSCKD102-W1", billId: "102", contentHash: job?.contentHash ?? "" };
  expect((await world.ledger.orders.beginPush(order, "loader", 1_000)).kind).toBe("superseded");
});

test("an order whose job got lost is set up again by transforming its bill again; others are left alone", async () => {
  const { process } = await setup(2);
  await orderAll();
  const jobs = await world.jobs();
  // The transformer has ended its jobs, but one of the load jobs is gone.
  const worker = startWorker({
    queue: world.transformQueue,
    connection: world.redis,
    concurrency: 2,
    log,
    perform: async () => done({}),
  });
  await expect.poll(async () => world.transformQueue.getJobCountByTypes("completed"), { timeout: 10_000 }).toBe(2);
  await worker.stop();
  expect(await process.sweep(DAY_MS)).toMatchObject({ revived: 0 });
  const [lost] = jobs;
  if (lost === undefined) throw new Error("no job");
  const { contentHash } = lost;
  await world.loadQueue.remove(
    loadJobId({ scheme: lost.scheme, outerNo: `${lost.billNo}-W1`, contentHash, revision: 1 }),
  );
  expect(await process.sweep(DAY_MS)).toMatchObject({ revived: 1, fresh: 0, changed: 0 });
  expect((await world.jobs()).map((job) => transformJobId(job))).toEqual([transformJobId(lost)]);
  expect((await world.ledger.bills.history(lost.billId)).map(({ event }) => event)).toEqual(["revived"]);
});

test("bills approved before the go-live moment are never touched", async () => {
  const { model } = await setup(2);
  await world.redis.flushall();
  const later = { ...RULES, startFromMs: START_MS + 30_000 };
  const process = world.startProcess({ model, rules: later, pageSize: 500 });
  await process.read();
  expect(await process.sweep(DAY_MS)).toMatchObject({ bills: 0, fresh: 0, changed: 0, withdrawn: 0 });
  expect(await world.jobs()).toEqual([]);
});

test("the nightly sweep removes what is older than the ledger keeps, and nothing unfinished", async () => {
  const { model, process } = await setup(2);
  const [job] = await world.jobs();
  if (job === undefined) throw new Error("no job");
  await world.ledger.bills.recordExcluded(job, "nothing to move");
  model.perform({ act: "elapse", ms: 182 * DAY_MS });
  await process.sweep(30 * DAY_MS, "nightly");
  expect([await stateOf(job.billId), (await world.ledger.progress.read()).open]).toEqual([undefined, 1]);
});

test("a sweep of a ledger that has read nothing has nothing to do", async () => {
  await world.redis.flushall();
  const model = new ModelKingdee({ nowMs: START_MS, billIds: ["1"] });
  const process = world.startProcess({ model, rules: RULES, pageSize: 500 });
  expect(await process.sweep(DAY_MS)).toMatchObject({ bills: 0, revived: 0 });
});
