import { done, hashContent, loadJobId, type LoadJob } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { connectRedis } from "@billferry/redis";
import { createLogger, enqueue, openQueue, startWorker } from "@billferry/runtime";
import { Fault } from "@billferry/contracts";
import { startRedis } from "@billferry/testing";
import { expect, onTestFinished, test } from "vitest";

import { probeGaps } from "../src/probe-gaps.ts";

const SCHEME = "sal-outstock";
const log = createLogger({ name: "test", level: "silent", version: "0" });
const GAP = { kind: "target", subject: "spec_no", code: "A-117" } as const;

function jobOf(number: number): LoadJob {
  const order = { outer_no: `X${number}-CK1`, warehouse_no: "CK1", detail_list: [{ spec_no: "A-117", num: "1" }] };
  return {
    scheme: SCHEME,
    schemeVersion: "v",
    billId: String(number),
    billNo: `X${number}`,
    contentHash: hashContent(order),
    revision: 1,
    target: "stockout_order_push",
    order,
    notes: [],
  };
}

/** Three orders that a Wangdiantong without the SKU has refused. */
async function setup() {
  const server = await startRedis();
  const redis = connectRedis(server.url, log);
  const queue = openQueue({ stage: "load", scheme: SCHEME }, redis, log);
  const ledger = new Ledger(redis, SCHEME);
  await ledger.keeping.open();
  const attempts: string[] = [];
  let isKnown = false;
  const worker = startWorker({
    queue,
    connection: redis,
    concurrency: 1,
    log,
    perform: async ({ payload }) => {
      attempts.push(payload.order.outer_no);
      if (!isKnown) throw new Fault("WDT_SKU_UNKNOWN", "A-117 不存在");
      const { outer_no: outerNo } = payload.order;
      await ledger.orders.recordDelivered({ outerNo, ...payload }, { stockoutNo: `CK-${outerNo}`, proof: "answered" });
      return done({});
    },
    recordCase: async (job, reason) => {
      if (job === undefined) return;
      const stake = { billNo: job.billNo, groups: [job.order.warehouse_no], amount: null };
      await ledger.orders.recordHeld({ outerNo: job.order.outer_no, ...job }, reason, { gaps: [GAP], stake });
    },
  });
  onTestFinished(async () => {
    await worker.stop();
    await queue.close();
    redis.disconnect();
    await server.stop();
  });
  const jobs = [1, 2, 3].map(jobOf);
  for (const job of jobs) {
    await ledger.bills.recordRead([{ ...job, approvedAt: "2026-11-23T10:00:00" }]);
    await ledger.bills.recordOrders({ ...job, approvedAt: "2026-11-23T10:00:00" }, [
      { outerNo: job.order.outer_no, contentHash: job.contentHash },
    ]);
  }
  await enqueue(
    queue,
    jobs.map((payload) => ({ id: loadJobId({ outerNo: payload.order.outer_no, ...payload }), payload })),
  );
  await expect.poll(async () => queue.getFailedCount(), { timeout: 10_000 }).toBe(3);
  const probe = async () => {
    await redis.del(`{billferry:${SCHEME}}:gap-check`);
    const turn = { scheme: SCHEME, everyMs: 10_000, signal: new AbortController().signal };
    return probeGaps({ redis, ledger, queue, log }, turn);
  };
  return { ledger, queue, attempts, probe, learnSku: () => (isKnown = true) };
}

test("one order is risked for a code that is still missing, and no other", async () => {
  const { ledger, attempts, probe } = await setup();
  expect(await ledger.gaps.list()).toMatchObject([{ ...GAP, bills: 3, groups: ["CK1"] }]);
  attempts.length = 0;
  expect(await probe()).toBe(1);
  expect(attempts).toEqual(["X1-CK1"]);
  expect(await ledger.gaps.list()).toMatchObject([{ ...GAP, bills: 3 }]);
});

test("once Wangdiantong knows the code, one order goes through and the others follow by themselves", async () => {
  const { ledger, queue, probe, learnSku } = await setup();
  learnSku();
  expect(await probe()).toBe(3);
  await expect.poll(async () => queue.getJobCountByTypes("waiting", "active", "failed"), { timeout: 10_000 }).toBe(0);
  expect(await ledger.progress.read()).toMatchObject({ delivered: 3, held: 0 });
  expect(await ledger.gaps.list()).toEqual([]);
});
