import { Fault } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { startWorker } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createFoundCheck } from "../src/check-found.ts";
import { judgeFound, type CandidateBill } from "../src/core/judge-found.ts";
import { tidyFailed } from "../src/tidy-failed.ts";
import { ModelKingdee } from "./model-kingdee.ts";
import { log, openWorld, type World } from "./world.ts";

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

/** Four bills that were delivered; then Redis was wiped, and the inventory has listed their documents. */
async function setup() {
  await world.redis.flushall();
  const billIds = ["101", "102", "103", "104"];
  const model = new ModelKingdee({ nowMs: START_MS, billIds });
  for (const bill of billIds.keys()) model.perform({ act: "approve", bill, lines: 1, lateByMs: 0 });
  const process = world.startProcess({ model, rules: RULES, pageSize: 500 });
  model.nowMs += 60_000;
  const list = async (...outerNos: readonly string[]) => {
    await world.ledger.inventory.begin("loader", 60_000);
    const seen = { effectHash: "e", isAudited: true };
    await world.ledger.inventory.recordEvidence(
      outerNos.map((outerNo) => ({ ...seen, outerNo, stockoutNo: `CK-${outerNo}` })),
    );
    await world.ledger.inventory.finish("loader", "done");
  };
  /** All bills that were read ask for their order in the first warehouse. */
  const transform = async () => {
    for (const job of await world.jobs())
      await world.ledger.bills.recordOrders(job, [{ outerNo: `${job.billNo}-W1`, contentHash: job.contentHash }]);
  };
  const cases = async () =>
    (await world.ledger.cases.list({ limit: 9 })).map(({ id, code }) => `${id} ${code}`).toSorted();
  /** Reads on until it has come past the moment at which it first began. */
  const read = async () => {
    await process.read();
    model.nowMs += 10_000;
    await process.read();
  };
  return { model, process, read, list, transform, cases };
}

async function foundOf(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const documents of world.ledger.inventory.found()) found.push(...documents.map(({ outerNo }) => outerNo));
  return found.toSorted();
}

test("withdrawn after delivery, then Redis wiped: what the inventory lists and no bill asks for is a case, or counted", async () => {
  const { model, read, list, transform, cases } = await setup();
  model.perform({ act: "unapprove", bill: 0 });
  model.perform({ act: "void", bill: 1 });
  model.perform({ act: "delete", bill: 2 });
  await list("XSCKD101-W1", "XSCKD102-W1", "XSCKD103-W1", "XSCKD104-W1", "OTHER-1");
  await read();
  // The bill that stands is read and not yet transformed: its document waits for it.
  expect(await cases()).toEqual([
    "XSCKD101-W1 BILL_WITHDRAWN_AFTER_DELIVERY",
    "XSCKD102-W1 BILL_WITHDRAWN_AFTER_DELIVERY",
  ]);
  expect((await world.ledger.inventory.unclaimed()).map(({ outerNo }) => outerNo).toSorted()).toEqual([
    "OTHER-1",
    "XSCKD103-W1",
  ]);
  expect(await foundOf()).toEqual(["XSCKD104-W1"]);
  expect(await world.ledger.bills.findByNumber("XSCKD101")).toMatchObject([{ billId: "101", state: "withdrawn" }]);
  await transform();
  await read();
  expect([await foundOf(), (await cases()).length]).toEqual([["XSCKD104-W1"], 2]);
  // The bill comes back as it was: it is read, and what is there is looked at rather than pushed.
  model.perform({ act: "approve", bill: 0, lines: 1, lateByMs: 0 });
  model.nowMs += 60_000;
  await read();
  const [job] = (await world.jobs()).filter(({ billId }) => billId === "101");
  const planned =
    job && (await world.ledger.bills.recordOrders(job, [{ outerNo: "XSCKD101-W1", contentHash: job.contentHash }]));
  expect(planned).toMatchObject([{ verdict: "verify" }]);
});

test("nothing is judged before all bills have been read and the inventory is done", async () => {
  const { model, process, read, list, cases } = await setup();
  await process.read();
  model.perform({ act: "unapprove", bill: 0 });
  await list("XSCKD101-W1");
  await process.read();
  expect([await cases(), await foundOf()]).toEqual([[], ["XSCKD101-W1"]]);
  await world.redis.hset("{billferry:sal-outstock}L:progress", "inventory", "running");
  await world.ledger.inventory.begin("loader", 60_000);
  await world.ledger.inventory.recordEvidence([
    { outerNo: "OTHER-1", stockoutNo: "CK1", effectHash: "e", isAudited: true },
  ]);
  model.nowMs += 60_000;
  await read();
  expect([await cases(), (await world.ledger.progress.read()).unclaimed]).toEqual([[], 0]);
  await list("OTHER-1");
  await read();
  expect(await cases()).toEqual(["XSCKD101-W1 BILL_WITHDRAWN_AFTER_DELIVERY"]);
  expect((await world.ledger.progress.read()).unclaimed).toBe(1);
});

test("a document of a bill that stands with another warehouse is a case; of one that the ledger does not take, nobody's", async () => {
  const { process, read, list, transform, cases } = await setup();
  await read();
  await transform();
  await list("XSCKD101-W2");
  await read();
  expect(await cases()).toEqual(["XSCKD101-W2 BILL_CHANGED_AFTER_DELIVERY"]);
  expect(await world.ledger.bills.find("101")).toMatchObject({
    state: "ordered",
    orders: ["XSCKD101-W1", "XSCKD101-W2"],
  });
  await world.ledger.keeping.rebuild();
  await world.ledger.keeping.open();
  await world.ledger.progress.advance(START_MS + 120_000, START_MS);
  await list("XSCKD102-W1");
  const check = createFoundCheck({ everyMs: 0, siblingLedgers: [], isSpokesman: true }, () => 0);
  await check(process.deps, new AbortController().signal);
  expect([await cases(), await foundOf(), (await world.ledger.progress.read()).unclaimed]).toEqual([[], [], 0]);
});

test("what a sibling knows is the sibling's, and of schemes on one form one alone speaks for what none knows", async () => {
  const { model, process, read, list, cases } = await setup();
  model.perform({ act: "unapprove", bill: 0 });
  const sibling = new Ledger(world.redis, "zz-sibling");
  await sibling.keeping.open();
  const order = { outerNo: "XSCKD101-W1", billId: "101", contentHash: "a" };
  await sibling.orders.recordDelivered(order, { stockoutNo: "CK1", proof: "answered" });
  await read();
  await list("XSCKD101-W1");
  const signal = new AbortController().signal;
  await createFoundCheck({ everyMs: 0, siblingLedgers: [sibling], isSpokesman: true }, () => 0)(process.deps, signal);
  expect([await cases(), await foundOf()]).toEqual([[], []]);
  await list("NOBODY-1");
  await createFoundCheck({ everyMs: 0, siblingLedgers: [sibling], isSpokesman: false }, () => 0)(process.deps, signal);
  expect([await foundOf(), (await world.ledger.progress.read()).unclaimed]).toEqual([[], 0]);
});

const candidate = (billNo: string, more: Partial<CandidateBill> = {}): CandidateBill => ({
  billId: billNo,
  billNo,
  standing: { kind: "approved", approvedAtMs: 0 },
  known: { state: "ordered" },
  ...more,
});

test("of two bills that a key may belong to, the withdrawn one and the longer number say more", () => {
  const withdrawn = candidate("ZZ1", { standing: { kind: "withdrawn", cause: "voided" }, known: undefined });
  expect(judgeFound([candidate("ZZ1-B2C"), withdrawn])).toMatchObject({ kind: "stray", bill: { billNo: "ZZ1" } });
  expect(judgeFound([candidate("ZZ1"), candidate("ZZ1-B2C")])).toMatchObject({ bill: { billNo: "ZZ1-B2C" } });
  expect(judgeFound([candidate("ZZ1", { known: { state: "held" } }), withdrawn])).toEqual({ kind: "wait" });
  expect(judgeFound([candidate("ZZ1", { known: undefined })])).toEqual({ kind: "outside" });
  expect(judgeFound([])).toEqual({ kind: "unclaimed" });
});

async function refuse(): Promise<never> {
  throw new Fault("BILL_VALUE_INVALID", "…");
}

test("a failed job whose bill was withdrawn, or has other content, waits for nobody and is removed; one of a case stays", async () => {
  const { model, process, read } = await setup();
  await read();
  const reason = { code: "BILL_VALUE_INVALID", text: "…" } as const;
  for (const job of await world.jobs()) await world.ledger.bills.recordHeld(job, reason);
  const { transformQueue, loadQueue } = world;
  const worker = startWorker({ queue: transformQueue, connection: world.redis, concurrency: 1, log, perform: refuse });
  await expect.poll(async () => transformQueue.getFailedCount()).toBe(4);
  await worker.stop();
  model.perform({ act: "unapprove", bill: 0 });
  model.nowMs += 60_000;
  await process.sweep(86_400_000);
  expect(await transformQueue.getFailedCount()).toBe(3);
  expect(await tidyFailed({ ledger: world.ledger, transformQueue, loadQueue }, new AbortController().signal)).toBe(0);
});
