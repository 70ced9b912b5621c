import { Ledger } from "@billferry/ledger";
import { connectRedis } from "@billferry/redis";
import { createLogger, openQueue } from "@billferry/runtime";
import { startFaultProxy, startRedis } from "@billferry/testing";
import { expect, onTestFinished, test } from "vitest";

import { watchPrimary } from "../src/watch-primary.ts";

const SCHEME = "sal-outstock";
const SWEEP = { scheme: SCHEME, name: "hourly", depthMs: 3_600_000 } as const;
const log = createLogger({ name: "test", level: "silent", version: "0" });

/** A primary and its replica behind one name, and an extractor's watch on it. */
async function startPair() {
  const extraArgs = ["--repl-diskless-sync-delay", "0"];
  const former = await startRedis({ persistent: true, extraArgs });
  const next = await startRedis({ persistent: true, extraArgs });
  const name = await startFaultProxy({ targetHost: "127.0.0.1", targetPort: former.port });
  const [atFormer, atNext] = [connectRedis(former.url, log), connectRedis(next.url, log)];
  const redis = connectRedis(`redis://127.0.0.1:${name.port}`, log);
  await atNext.call("REPLICAOF", "127.0.0.1", String(former.port));
  await expect.poll(async () => atNext.info("replication")).toContain("master_link_status:up");
  const ledger = new Ledger(redis, SCHEME);
  await ledger.keeping.open();
  const sweepQueue = openQueue({ stage: "sweep", scheme: SCHEME }, redis, log);
  const watch = watchPrimary({ ledger, sweepQueue, log }, { payload: SWEEP, delayMs: 60_000, everyMs: 50 });
  onTestFinished(async () => {
    await watch.stop();
    await sweepQueue.close();
    for (const each of [atFormer, atNext, redis]) each.disconnect();
    await Promise.all([name, former, next].map(async (each) => each.stop()));
  });
  return { name, next, former, atNext, atFormer, ledger, sweepQueue };
}

test("after a failover the bills whose jobs did not come along are looked for soon, by one sweep, not at the next hour", async () => {
  const { name, next, atNext, atFormer, ledger, sweepQueue } = await startPair();
  await expect.poll(async () => (await ledger.progress.primary()).noted).not.toBe("");
  expect(await sweepQueue.getDelayedCount()).toBe(0);
  const { noted } = await ledger.progress.primary();
  await expect.poll(async () => atNext.hget(`{billferry:${SCHEME}}L:progress`, "primary")).toBe(noted);
  await atNext.call("REPLICAOF", "NO", "ONE");
  await atFormer.call("REPLICAOF", "127.0.0.1", String(next.port));
  name.leadTo(next.port);
  await expect.poll(async () => sweepQueue.getDelayedCount(), { timeout: 20_000 }).toBe(1);
  await expect.poll(async () => (await ledger.progress.primary()).noted, { timeout: 20_000 }).not.toBe(noted);
  const [sweep] = await sweepQueue.getDelayed();
  expect(sweep?.data).toEqual(SWEEP);
});

test("as long as the same primary answers, nothing is swept but by the hour", async () => {
  const { ledger, sweepQueue } = await startPair();
  await expect.poll(async () => (await ledger.progress.primary()).noted).not.toBe("");
  const { now, noted } = await ledger.progress.primary();
  expect(now).toBe(noted);
  expect(await sweepQueue.getDelayedCount()).toBe(0);
});
