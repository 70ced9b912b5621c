import { join } from "node:path";

import { linesOf, type Cell, type TransformJob } from "@billferry/contracts";
import { Ledger, type ToldOrder } from "@billferry/ledger";
import { connectRedis } from "@billferry/redis";
import { createLogger, openQueue } from "@billferry/runtime";
import { loadScheme, RULE_NO_LINES } from "@billferry/scheme";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { performTransform } from "../src/transform.ts";

const log = createLogger({ name: "test", level: "fatal", version: "0" });
const scheme = loadScheme(join(import.meta.dirname, "../../../schemes"), "sal-outstock");
const FIELDS = [
  "FBillNo",
  "FNote",
  "FCarriageNO",
  "FCarrierID_FNumber",
  "FEntity_FSeq",
  "FStockID_FNumber",
  "FMaterialID_FNumber",
  "FRealQty",
  "FTaxPrice",
  "FAllAmount",
  "FLot_FNumber",
  "FEntrynote",
  "FRowType",
];

let server: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => server.stop());

async function setup() {
  const redis = connectRedis(server.url, log);
  await redis.flushall();
  const loadQueue = openQueue({ stage: "load", scheme: "sal-outstock" }, redis, log);
  onTestFinished(async () => {
    await loadQueue.close();
    redis.disconnect();
  });
  const ledger = new Ledger(redis, scheme.definition.name);
  const deps = { scheme, ledger, loadQueue, storyTermMs: 60_000 };
  const transform = async (job: TransformJob) => {
    const outcome = await performTransform(deps, job);
    return outcome.kind === "done" ? outcome.result : outcome;
  };
  return { ledger, loadQueue, transform };
}

function bill(quantity: string, stocks: readonly string[] = ["CK001"], hash = "a"): TransformJob {
  const rows = stocks.map((stock, index): Cell[] => [
    "XSCKD000001",
    null,
    null,
    "SF",
    String(index + 1),
    stock,
    "SKU-1",
    quantity,
    "10",
    "10",
    null,
    null,
    "Standard",
  ]);
  return {
    scheme: "sal-outstock",
    schemeVersion: scheme.version,
    billId: "100001",
    billNo: "XSCKD000001",
    approvedAt: "2026-11-23T10:00:00",
    contentHash: hash.repeat(32),
    revision: 1,
    fields: FIELDS,
    rows,
  };
}

test("a bill over two warehouses puts two orders in the ledger and two jobs in the queue", async () => {
  const { ledger, loadQueue, transform } = await setup();
  const outcome = await transform(bill("2", ["CK001", "CK002"]));
  expect(outcome).toMatchObject({ kind: "ordered", orders: ["XSCKD000001-CK001", "XSCKD000001-CK002"] });
  expect(await loadQueue.getJobCountByTypes("waiting")).toBe(2);
  expect(await ledger.progress.read()).toMatchObject({ bills: 1, open: 2 });
});

test("what a bill was made of, and what was made of it, is kept for people, packed and for its term", async () => {
  const { ledger, transform } = await setup();
  const job = bill("2", ["CK001", "CK002"]);
  await transform(job);
  const kept = await ledger.stories.find(job.billId);
  expect(kept?.restMs).toBeGreaterThan(0);
  expect(kept?.restMs).toBeLessThanOrEqual(60_000);
  expect(kept?.story).toMatchObject({ revision: 1, fields: FIELDS, rows: job.rows });
  expect(kept?.story.orders.map(({ order, seqs }) => [order.outer_no, seqs])).toEqual([
    ["XSCKD000001-CK001", [["1"]]],
    ["XSCKD000001-CK002", [["2"]]],
  ]);
});

test("of a bill that cannot go on its rows are kept, and of one that was delivered what was delivered", async () => {
  const { ledger, loadQueue, transform } = await setup();
  const refused = { ...bill("2x"), billId: "100009" };
  await transform(refused);
  expect((await ledger.stories.find("100009"))?.story).toMatchObject({ rows: refused.rows, orders: [] });
  await transform(bill("2"));
  const before = await ledger.stories.find("100001");
  const [job] = await loadQueue.getJobs(["waiting"]);
  if (!job) throw new Error("no job");
  const order = { outerNo: job.data.order.outer_no, billId: "100001", contentHash: job.data.contentHash };
  await ledger.orders.recordDelivered(order, { stockoutNo: "CK1", proof: "answered" });
  await transform({ ...bill("2"), schemeVersion: "another", isRemapped: true });
  expect((await ledger.stories.find("100001"))?.story).toEqual(before?.story);
});

function quantities(orders: readonly ToldOrder[] = []) {
  return orders.map(({ order }) => linesOf("stockout_order_push", order)[0]?.["num"]);
}

test("other contents that were handed over before stay with the bill, each once", async () => {
  const { ledger, transform } = await setup();
  await transform(bill("2"));
  for (const [revision, quantity] of [
    [2, "3"],
    [3, "2"],
  ] as const)
    await transform({ ...bill(quantity), revision });
  const story = (await ledger.stories.find("100001"))?.story;
  expect(quantities(story?.orders)).toEqual(["2"]);
  expect(quantities(story?.former)).toEqual(["3"]);
});

test("the same job delivered twice is one piece of work", async () => {
  const { ledger, loadQueue, transform } = await setup();
  await transform(bill("2"));
  await transform(bill("2"));
  expect(await loadQueue.getJobCountByTypes("waiting")).toBe(1);
  expect(await ledger.progress.read()).toMatchObject({ bills: 1, open: 1 });
});

test("an order that is delivered already is not sent again when its bill is read again", async () => {
  const { ledger, loadQueue, transform } = await setup();
  await transform(bill("2"));
  const [job] = await loadQueue.getJobs(["waiting"]);
  if (!job) throw new Error("no job");
  const order = { outerNo: job.data.order.outer_no, billId: "100001", contentHash: job.data.contentHash };
  await ledger.orders.recordDelivered(order, { stockoutNo: "CK1", proof: "answered" });
  await job.remove();
  await ledger.bills.recordRead([bill("2", ["CK001"], "b")]);
  await transform(bill("2", ["CK001"], "b"));
  expect(await loadQueue.getJobCountByTypes("waiting")).toBe(0);
  expect(await ledger.progress.read()).toMatchObject({ open: 0, held: 0, delivered: 1 });
});

test("an order that changed after delivery is sent on under its new revision, so that the loader finds the difference", async () => {
  const { ledger, loadQueue, transform } = await setup();
  await transform(bill("2"));
  const [first] = await loadQueue.getJobs(["waiting"]);
  if (!first) throw new Error("no job");
  const order = { outerNo: first.data.order.outer_no, billId: "100001", contentHash: first.data.contentHash };
  await ledger.orders.recordDelivered(order, { stockoutNo: "CK1", proof: "answered" });
  await first.remove();
  const changed = { ...bill("3", ["CK001"], "b"), revision: 2 };
  await ledger.bills.recordRead([changed]);
  await transform(changed);
  await transform(changed);
  const jobs = await loadQueue.getJobs(["waiting"]);
  expect(jobs.map((job) => [job.id === first.id, job.data.revision])).toEqual([[false, 2]]);
  expect(jobs[0]?.data.order).toMatchObject({ detail_list: [{ num: "3" }] });
});

test("content that comes back after a change is new work", async () => {
  const { ledger, loadQueue, transform } = await setup();
  for (const [index, quantity] of ["2", "3", "2"].entries()) {
    const reading = { ...bill(quantity, ["CK001"], quantity === "2" ? "a" : "b"), revision: index + 1 };
    await ledger.bills.recordRead([reading]);
    await transform(reading);
  }
  const jobs = await loadQueue.getJobs(["waiting"]);
  expect(new Set(jobs.map((job) => job.id)).size).toBe(3);
  expect(new Set(jobs.map((job) => job.data.revision))).toEqual(new Set([1, 2, 3]));
});

test("a bill with nothing to ship is excluded by its rule", async () => {
  const { ledger, transform } = await setup();
  expect(await transform(bill("0"))).toEqual({ kind: "excluded", rule: RULE_NO_LINES });
  expect(await ledger.progress.read()).toMatchObject({ excluded: 1, open: 0 });
});

test("a bill that cannot be mapped is held with the fault's own code, and nothing of it is sent", async () => {
  const { loadQueue, transform } = await setup();
  expect(await transform(bill("0.00001", ["CK001", "CK002"]))).toMatchObject({
    kind: "held",
    code: "MAP_NUMBER_INEXACT",
  });
  expect(await loadQueue.getJobCountByTypes("waiting")).toBe(0);
});

test("a job of another scheme is refused", async () => {
  const { transform } = await setup();
  expect(await transform({ ...bill("1"), scheme: "other" })).toMatchObject({ kind: "held", code: "JOB_INVALID" });
});
