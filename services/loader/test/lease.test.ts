import { decimal, hashContent, type LoadJob, type TargetOrder } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import { openQueue } from "@billferry/runtime";
import { expect, onTestFinished, test, vi } from "vitest";

import { Lease } from "../src/lease.ts";
import { StagePause } from "../src/stage-pause.ts";
import { log, openLoader, TARGET } from "./world.ts";

const ORDER: TargetOrder = {
  outer_no: "XSCKD1-CK1",
  warehouse_no: "CK1",
  is_check: 1,
  detail_list: [{ spec_no: "SKU-1", num: decimal("12") }],
};
const REF = { outerNo: "XSCKD1-CK1", billId: "1001", contentHash: hashContent(ORDER) };

function jobOf(scheme: string): LoadJob {
  const bill = { billId: "1001", billNo: "XSCKD1" };
  const { contentHash } = REF;
  return { scheme, schemeVersion: "1", target: TARGET, ...bill, contentHash, revision: 1, order: ORDER, notes: [] };
}

/** A loader whose ledger knows what Wangdiantong has. */
async function openReady() {
  const world = await openLoader();
  await world.inventory.ensure(world.scheme, world.ledger);
  return world;
}

/** How many places of the gates are taken. */
async function placesIn(redis: RedisConnection): Promise<number> {
  const counts = await Promise.all((await redis.keys("*:calls")).map(async (key) => redis.zcard(key)));
  return counts.reduce((sum, each) => sum + each, 0);
}

test("a lease that was given just now is not asked about; one whose process slept since, by either clock, is", async () => {
  const { ledger } = await openReady();
  const renewals = vi.spyOn(ledger.orders, "renewPush");
  const lease = new Lease(ledger.orders, REF);
  expect(await lease.begin()).toMatchObject({ kind: "go" });
  expect(await lease.holds()).toBe(true);
  expect(renewals).not.toHaveBeenCalled();
  for (const [clock, sleptMs] of [
    [performance, 600],
    [Date, 3_600_000],
    [Date, -3_600_000],
  ] as const) {
    renewals.mockClear();
    const awake = clock.now.bind(clock);
    const jump = vi.spyOn(clock, "now").mockImplementation(() => awake() + sleptMs);
    expect(await lease.holds()).toBe(true);
    expect(renewals).toHaveBeenCalledTimes(1);
    jump.mockRestore();
  }
});

test("who slept past his lease, or whose bill was withdrawn meanwhile, does not send", async () => {
  const { ledger } = await openReady();
  const sleeper = new Lease(ledger.orders, REF);
  await sleeper.begin();
  const awake = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => awake() + 600);
  onTestFinished(() => void vi.restoreAllMocks());
  await ledger.orders.recordDelivered(REF, { stockoutNo: "CK1", proof: "answered" });
  expect(await sleeper.holds()).toBe(false);
});

test("a lease is kept while its attempt runs, and not beyond", async () => {
  const { ledger } = await openReady();
  const renewals = vi.spyOn(ledger.orders, "renewPush");
  const lease = new Lease(ledger.orders, REF);
  await lease.begin();
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const kept = lease.keep();
  vi.advanceTimersByTime(3_000);
  kept.stop();
  vi.advanceTimersByTime(3_000);
  expect(renewals).toHaveBeenCalledTimes(3);
});

test("while a person has paused the stage its orders are not begun, and what is delivered is answered all the same", async () => {
  const { scheme, redis, target, ledger, loadJob } = await openReady();
  const queue = openQueue({ stage: "load", scheme }, redis, log);
  onTestFinished(async () => queue.close());
  await queue.pause();
  expect(await loadJob(jobOf(scheme))).toMatchObject({ kind: "wait", scope: "queue", reason: "写入已暂停" });
  expect(target.pushes).toEqual([]);
  expect(await ledger.orders.find(REF.outerNo)).toBeUndefined();
  await expect(new StagePause(queue).refuse()).rejects.toMatchObject({ message: "写入已暂停" });
  await queue.resume();
  expect(await loadJob(jobOf(scheme))).toMatchObject({ kind: "done" });
  await queue.pause();
  expect(await loadJob(jobOf(scheme))).toMatchObject({ kind: "done", result: { kind: "already-delivered" } });
});

test("an order that is not to be pushed leaves its place at the gate to others", async () => {
  const { scheme, redis, ledger, loadJob } = await openReady();
  const before = await placesIn(redis);
  await ledger.orders.recordDelivered(REF, { stockoutNo: "CK1", proof: "answered" });
  await loadJob(jobOf(scheme));
  await expect.poll(async () => placesIn(redis)).toBe(before);
});

test("while Wangdiantong is still to be listed, orders that may not go take no place from the listing", async () => {
  const { scheme, redis, gate, loadJob } = await openLoader();
  const takes = vi.spyOn(gate, "take");
  const listing = { kind: "wait", scope: "queue", forMs: 1_000, reason: "正在清点" } as const;
  const job = jobOf(scheme);
  for (let turn = 0; turn < 3; turn += 1)
    expect(await loadJob(job, { takeInventory: async () => listing })).toEqual(listing);
  expect(takes).not.toHaveBeenCalled();
  // The first that goes asks once it may; those after it ask at once.
  expect(await loadJob(job)).toMatchObject({ kind: "done" });
  await redis.flushall();
  takes.mockClear();
  expect(await loadJob(job, { takeInventory: async () => listing })).toEqual(listing);
  expect(takes).toHaveBeenCalledTimes(1);
  expect(await loadJob(job, { takeInventory: async () => listing })).toEqual(listing);
  expect(takes).toHaveBeenCalledTimes(1);
});

test(
  "an order that is looked up first waits for no place of its own, where one call tries alone",
  { timeout: 8_000 },
  async () => {
    const { scheme, redis, target, inventory, ledger, loadJob } = await openLoader();
    target.put({ ...ORDER, detail_list: [{ spec_no: "SKU-1", num: decimal("10") }] });
    await inventory.ensure(scheme, ledger);
    const other = { ...ORDER, outer_no: "XSCKD2-CK1" };
    const before = {
      ...jobOf(scheme),
      billId: "1002",
      billNo: "XSCKD2",
      order: other,
      contentHash: hashContent(other),
    };
    expect(await loadJob(before)).toMatchObject({ kind: "done" });
    // The circuit's rest is over.
    for (const key of await redis.keys("*:calls")) await redis.hset(key.replace(/calls$/, "gate"), "open", 1);
    expect(await loadJob(jobOf(scheme))).toMatchObject({ kind: "held", code: "WDT_ORDER_DIFFERS" });
  },
);
