import { ledgerPrefix } from "@billferry/ledger";
import { redisNowMs } from "@billferry/redis";
import { beatHeart, enqueue } from "@billferry/runtime";
import { beforeEach, expect, test } from "vitest";

import { MeasureReader } from "@billferry/desk";
import { keepReport } from "@billferry/desk/kept-reports";
import { BILL, ORDER, SCHEME, setup } from "./setup.ts";

let bundle: Awaited<ReturnType<typeof setup>>;
let reader: MeasureReader;

beforeEach(async () => {
  bundle = await setup();
  const { redis, log } = bundle;
  reader = new MeasureReader({ redis, log, schemes: [{ scheme: SCHEME, account: "main" }] });
});

/** The values of one metric, by its labels. */
async function measure(name: string): Promise<Readonly<Record<string, number>>> {
  const samples = (await reader.read()).filter((each) => each.name === name);
  return Object.fromEntries(samples.map(({ labels, value }) => [Object.values(labels).join(" "), value]));
}

async function orderBill(n: number) {
  const bill = { ...BILL, billId: `10000${n}`, billNo: `XSCKD00000${n}` };
  const order = { outerNo: `${bill.billNo}-CK01`, billId: bill.billId, contentHash: ORDER.contentHash };
  await bundle.ledger.bills.recordRead([bill]);
  await bundle.ledger.bills.recordOrders(bill, [order]);
  return { bill, order };
}

const DELIVERY = { stockoutNo: "CK1", proof: "answered" } as const;
const REFUSAL = { code: "WDT_REFUSED", text: "…" } as const;

test("bills and orders are counted as the console shows them, and cases by class and owner", async () => {
  const { ledger } = bundle;
  await orderBill(1);
  await ledger.orders.recordDelivered((await orderBill(2)).order, DELIVERY);
  await ledger.orders.recordHeld((await orderBill(3)).order, REFUSAL);
  const changed = await orderBill(4);
  await ledger.orders.recordDelivered(changed.order, DELIVERY);
  await ledger.orders.recordHeld(changed.order, REFUSAL);
  await ledger.bills.recordRead([{ ...BILL, billId: "100005", billNo: "XSCKD000005" }]);
  await ledger.bills.recordExcluded({ ...BILL, billId: "100005", billNo: "XSCKD000005" }, "rule");
  expect(await measure("bills")).toEqual({
    [`${SCHEME} disputed`]: 1,
    [`${SCHEME} held`]: 1,
    [`${SCHEME} underway`]: 1,
    [`${SCHEME} delivered`]: 1,
    [`${SCHEME} excluded`]: 1,
    [`${SCHEME} withdrawn`]: 0,
  });
  expect(await measure("orders")).toEqual({
    [`${SCHEME} held`]: 1,
    [`${SCHEME} disputed`]: 1,
    [`${SCHEME} waiting`]: 1,
    [`${SCHEME} delivered`]: 1,
  });
  const cases = Object.entries(await measure("cases"));
  expect(cases.filter(([, count]) => count > 0)).toEqual([["refusal warehouse", 2]]);
  expect(cases.length).toBeGreaterThan(10);
});

test("an installation at rest tells 0 for what is known in advance, and leaves out what nobody knows", async () => {
  expect(await measure("oldest_undelivered_bill_age_seconds")).toEqual({ [SCHEME]: 0 });
  expect(await measure("last_delivery_timestamp_seconds")).toEqual({ [SCHEME]: 0 });
  expect(await measure("last_read_timestamp_seconds")).toEqual({ [SCHEME]: 0 });
  expect(await measure("quota_limit_calls")).toEqual({});
  expect(await measure("jobs")).toMatchObject({ "load waiting": 0, "transform failed": 0 });
  expect((await measure("redis_used_bytes"))[""]).toBeGreaterThan(100_000);
});

test("the age of the oldest is that of what is on its way, and a delivery is told by its minute", async () => {
  const { ledger, redis } = bundle;
  const { order } = await orderBill(1);
  const nowMs = await redisNowMs(redis);
  await redis.zadd(`${ledgerPrefix(SCHEME)}:open`, nowMs - 600_000, `order:${order.outerNo}`);
  expect((await measure("oldest_undelivered_bill_age_seconds"))[SCHEME]).toBeGreaterThanOrEqual(600);
  await ledger.orders.recordDelivered(order, DELIVERY);
  expect(await measure("oldest_undelivered_bill_age_seconds")).toEqual({ [SCHEME]: 0 });
  const last = (await measure("last_delivery_timestamp_seconds"))[SCHEME] ?? 0;
  expect(last).toBeGreaterThan(nowMs / 1_000 - 61);
});

test("the last daily reconciliation and the watcher's last look are told; before them, 0", async () => {
  const { redis } = bundle;
  expect(await measure("last_reconcile_timestamp_seconds")).toEqual({ [SCHEME]: 0 });
  expect(await measure("reconcile_differences")).toEqual({});
  expect(await measure("watcher_heartbeat_timestamp_seconds")).toEqual({ "": 0 });
  const empty = {
    findings: [],
    findingsLeftOut: 0,
    days: [],
    goods: [],
    goodsLeftOut: 0,
    ofOtherSchemes: [],
    foreign: 0,
  };
  const counted = { bills: 3, excluded: 0, expected: 3, matched: 1, accepted: 0, unused: [] };
  for (const [day, missing] of [
    ["2026-11-27", 2],
    ["2026-11-26", 9],
  ] as const)
    await keepReport(redis, {
      ...{ scheme: SCHEME, day, keepMs: 60_000 },
      result: { from: `${day} 00:00:00`, to: `${day} 23:59:59`, ...empty, ...counted, counts: { missing } },
    });
  const nowMs = await redisNowMs(redis);
  await beatHeart(redis, { atMs: nowMs, everyMs: 15_000 });
  expect(await measure("reconcile_differences")).toMatchObject({ [`${SCHEME} missing`]: 2, [`${SCHEME} extra`]: 0 });
  expect((await measure("last_reconcile_timestamp_seconds"))[SCHEME]).toBeGreaterThan(nowMs / 1_000 - 60);
  expect(await measure("watcher_heartbeat_timestamp_seconds")).toEqual({ "": nowMs / 1_000 });
});

test("the oldest job's age is told by stage, though an urgent one stands before it", async () => {
  const { load, redis } = bundle;
  await enqueue(load, [{ id: "first", payload: ORDER }]);
  await redis.hset(load.toKey("first"), "timestamp", (await redisNowMs(redis)) - 90_000);
  await enqueue(load, [{ id: "second", payload: ORDER }]);
  await enqueue(load, [{ id: "urgent", payload: ORDER }], { isUrgent: true });
  const ages = await measure("oldest_waiting_job_age_seconds");
  expect(ages["load"]).toBeGreaterThanOrEqual(90);
  expect(ages["transform"]).toBe(0);
  expect(await measure("jobs")).toMatchObject({ "load waiting": 3 });
});
