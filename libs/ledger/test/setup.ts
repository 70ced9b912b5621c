import type { CaseReason } from "@billferry/contracts";
import { Ledger, type BillRef, type OrderRef } from "@billferry/ledger";
import { redisNowMs } from "@billferry/redis";
import { startRedis } from "@billferry/testing";
import { Redis } from "ioredis";
import { afterAll, beforeAll, onTestFinished } from "vitest";

let server: Awaited<ReturnType<typeof startRedis>>;
let schemes = 0;

beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => server.stop());

/** A ledger of its own, on the file's Redis. */
export async function openLedger(): Promise<{ redis: Redis; ledger: Ledger; scheme: string }> {
  const redis = new Redis(server.url);
  onTestFinished(() => redis.disconnect());
  schemes += 1;
  const scheme = `scheme-${schemes}`;
  const ledger = new Ledger(redis, scheme);
  await ledger.keeping.open();
  return { redis, ledger, scheme };
}

export const REASON: CaseReason = { code: "WDT_SKU_UNKNOWN", text: "[WDT_SKU_UNKNOWN] 没有该商家编码" };

export function bill(contentHash: string, more: Partial<BillRef> = {}): BillRef {
  const billId = more.billId ?? "1";
  return {
    billId,
    billNo: `XSCKD${billId.padStart(6, "0")}`,
    contentHash,
    approvedAt: "2026-11-23T10:00:00",
    revision: 1,
    ...more,
  };
}

export const order = (contentHash: string, outerNo = "X1-CK1"): OrderRef => ({ outerNo, billId: "1", contentHash });
export const planned = (contentHash: string, outerNo = "X1-CK1") => ({ outerNo, contentHash });

/** A look at the order in doubt shows it there and as it is wanted. */
export async function seeSame(ledger: Ledger): Promise<void> {
  const [doubtful] = await ledger.doubts.list(1);
  if (doubtful === undefined) throw new Error("no order is in doubt");
  await ledger.doubts.recordLook(doubtful, { kind: "same", stockoutNo: null });
}

/** The key of a record, for looking at what is stored. */
export const keyOf = (scheme: string, name: string): string => `{billferry:${scheme}}L:${name}`;

/**
 * Returns once Redis' clock shows another millisecond, so that a time written before differs from one written after.
 */
export async function nextMillisecond(redis: Redis): Promise<void> {
  const before = await redisNowMs(redis);
  while ((await redisNowMs(redis)) <= before);
}

/** Whether a time is Redis' time of now, within what a test may take. */
export async function isRecent(redis: Redis, epochMs: number | null | undefined): Promise<boolean> {
  return typeof epochMs === "number" && Math.abs((await redisNowMs(redis)) - epochMs) < 20_000;
}
