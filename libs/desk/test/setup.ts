import { hashContent, loadJobId, transformJobId, type LoadJob, type TransformJob } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { connectRedis } from "@billferry/redis";
import { createLogger, openQueue } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { onTestFinished } from "vitest";

export const SCHEME = "sal-outstock";

/** A Redis of the test's own with the queues and the ledger on it. */
export async function setup() {
  const server = await startRedis();
  const log = createLogger({ name: "test", level: "silent", version: "0" });
  const redis = connectRedis(server.url, log);
  const queues = {
    transform: openQueue({ stage: "transform", scheme: "sal-outstock" }, redis, log),
    load: openQueue({ stage: "load", scheme: "sal-outstock" }, redis, log),
  };
  onTestFinished(async () => {
    await Promise.all([queues.transform.close(), queues.load.close()]);
    redis.disconnect();
    await server.stop();
  });
  return { redis, log, ...queues, ledger: new Ledger(redis, SCHEME) };
}

const HASH = hashContent("content");

export const BILL: TransformJob = {
  scheme: SCHEME,
  schemeVersion: "v1",
  billId: "100001",
  billNo: "XSCKD000001",
  approvedAt: "2026-11-20 10:00:00",
  contentHash: HASH,
  revision: 1,
  fields: ["FID", "FBillNo"],
  rows: [["100001", "XSCKD000001"]],
};

export const ORDER: LoadJob = {
  scheme: SCHEME,
  schemeVersion: "v1",
  billId: BILL.billId,
  billNo: BILL.billNo,
  contentHash: HASH,
  revision: 1,
  target: "stockout_order_push",
  order: { outer_no: "XSCKD000001-CK01", warehouse_no: "CK01", detail_list: [{ spec_no: "SKU1", num: "1" as never }] },
  notes: [],
};

export const BILL_JOB_ID = transformJobId(BILL);
export const ORDER_JOB_ID = loadJobId({
  scheme: SCHEME,
  outerNo: ORDER.order.outer_no,
  contentHash: HASH,
  revision: 1,
});
