import { formatKingdeeTime, loadJobId, SHANGHAI, type TransformJob } from "@billferry/contracts";
import { redisNowMs } from "@billferry/redis";
import { enqueue } from "@billferry/runtime";
import { beforeEach, expect, test } from "vitest";

import { OverviewReader, pauseStages } from "@billferry/desk";
import { BILL, ORDER, SCHEME, setup } from "./setup.ts";

let bundle: Awaited<ReturnType<typeof setup>>;
let today: string;

beforeEach(async () => {
  bundle = await setup();
  today = formatKingdeeTime(await redisNowMs(bundle.redis), SHANGHAI).slice(0, 10);
});

async function look(schemes: readonly string[] = [SCHEME]) {
  return new OverviewReader({ redis: bundle.redis, log: bundle.log, schemes }).read();
}

/** A bill of today (or of long ago) and its order. */
async function readBill(n: number, approvedAt = `${today} 00:00:01`) {
  const bill: TransformJob = { ...BILL, billId: `10000${n}`, billNo: `XSCKD00000${n}`, approvedAt };
  const order = { outerNo: `${bill.billNo}-CK01`, billId: bill.billId, contentHash: ORDER.contentHash };
  await bundle.ledger.bills.recordRead([bill]);
  return { bill, order };
}

async function orderBill(n: number, approvedAt?: string) {
  const made = await readBill(n, approvedAt);
  await bundle.ledger.bills.recordOrders(made.bill, [made.order]);
  return made;
}

const DELIVERY = { stockoutNo: "CK1", proof: "answered" } as const;
const REFUSAL = { code: "WDT_REFUSED", text: "…" } as const;

test("today's bills are counted as they are shown, and no bill of another day is among them", async () => {
  const { ledger } = bundle;
  await readBill(1);
  await orderBill(2);
  await ledger.orders.recordDelivered((await orderBill(3)).order, DELIVERY);
  await ledger.orders.recordHeld((await orderBill(4)).order, REFUSAL);
  const changed = await orderBill(5);
  await ledger.orders.recordDelivered(changed.order, DELIVERY);
  await ledger.orders.recordHeld(changed.order, REFUSAL);
  await ledger.bills.recordExcluded((await readBill(6)).bill, "rule");
  const gone = await orderBill(7);
  await ledger.bills.recordWithdrawn(gone.bill, "voided");
  await orderBill(8, "2026-01-02 10:00:00");
  expect((await look()).today).toEqual({
    underway: 2,
    delivered: 1,
    held: 1,
    disputed: 1,
    excluded: 1,
    withdrawn: 1,
  });
});

test("a bill that was approved again on another day counts on that day alone", async () => {
  const { bill } = await orderBill(1, "2026-01-02 10:00:00");
  await bundle.ledger.bills.recordRead([{ ...bill, approvedAt: `${today} 00:00:01`, contentHash: "a", revision: 2 }]);
  expect((await look()).today).toMatchObject({ underway: 1 });
  expect(await bundle.ledger.bills.countDay("2026-01-02")).toEqual([]);
});

test("what was delivered is not waited for: the oldest is the one that is held or under way, with its number", async () => {
  const { ledger } = bundle;
  await ledger.orders.recordDelivered((await orderBill(1)).order, DELIVERY);
  expect((await look()).oldest).toBeNull();
  const disputed = await orderBill(2);
  await ledger.orders.recordDelivered(disputed.order, DELIVERY);
  await ledger.orders.recordHeld(disputed.order, REFUSAL);
  expect((await look()).oldest).toBeNull();
  await ledger.orders.recordHeld((await orderBill(3)).order, REFUSAL);
  await orderBill(4);
  const { oldest, asOf } = await look();
  expect(oldest).toMatchObject({ scheme: SCHEME, billNo: "XSCKD000003", state: "held" });
  expect(oldest?.sinceMs).toBeLessThanOrEqual(asOf);
});

test("orders that come and go are counted by the minute: each once, however often it is told", async () => {
  const { ledger } = bundle;
  const { bill, order } = await orderBill(1);
  await orderBill(2);
  await ledger.bills.recordOrders(bill, [order]);
  await ledger.orders.recordDelivered(order, DELIVERY);
  await ledger.orders.recordDelivered(order, DELIVERY);
  const { flow, asOf } = await look();
  expect(flow).toHaveLength(61);
  expect(flow.at(-1)?.minuteMs).toBe(Math.floor(asOf / 60_000) * 60_000);
  const sum = (name: "arrived" | "delivered") => flow.reduce((all, each) => all + each[name], 0);
  expect([sum("arrived"), sum("delivered")]).toEqual([2, 1]);
});

test("a count of flow goes away by itself after a day", async () => {
  const { redis } = bundle;
  await orderBill(1);
  const [key = ""] = await redis.keys("*L:f:*");
  expect(await redis.ttl(key)).toBeGreaterThan(25 * 3_600);
});

test("what does not move stands with its kind and with the button that helps, stage by stage", async () => {
  const { redis, log, load } = bundle;
  const id = loadJobId({ scheme: SCHEME, outerNo: ORDER.order.outer_no, contentHash: ORDER.contentHash, revision: 1 });
  await enqueue(load, [{ id, payload: ORDER }]);
  await pauseStages(redis, log, { scheme: SCHEME, stages: ["load"], by: "李强", note: "等盘点", waitMs: 0 });
  const { reasons, stages } = await look();
  const paused = reasons.find(({ kind }) => kind === "paused");
  expect(paused).toMatchObject({ scheme: SCHEME, action: { kind: "resume", stage: "load" } });
  expect([paused?.text, paused?.textEn]).toEqual([
    expect.stringContaining("李强"),
    expect.stringMatching(/^Load: paused by 李强 since .*: 等盘点; 1 jobs wait$/),
  ]);
  expect(stages.map(({ stage }) => stage)).toEqual(["extract", "sweep", "transform", "load"]);
  expect(stages.at(-1)).toMatchObject({ scheme: SCHEME, waiting: 1, paused: true, replicas: 0 });
});
