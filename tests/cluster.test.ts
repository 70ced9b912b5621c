import { CallGate } from "@billferry/call-gate";
import { done, loadJobId, OWN_KEYS, schemePrefix, type LoadJob } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { connectRedis, scanKeys, type RedisConnection } from "@billferry/redis";
import { createLogger, enqueue, openQueue, startWorker } from "@billferry/runtime";
import { startRedisCluster } from "@billferry/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

const log = createLogger({ name: "test", level: "fatal", version: "0" });
const HASH = "0".repeat(32);
/** Their hash tags lie in three thirds of the slots. */
const SCHEMES = ["sal-outstock", "sal-returnstock", "stk-misdelivery", "scheme-1", "scheme-2"];

let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
beforeAll(async () => {
  cluster = await startRedisCluster();
});
afterAll(async () => cluster.stop());

function connect(url: string): RedisConnection {
  const redis = connectRedis(url, log);
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** A scheme's bill is read, its order is set up, pushed through the account's gate, and recorded as delivered. */
async function workThrough(redis: RedisConnection, scheme: string): Promise<Ledger> {
  const ledger = new Ledger(redis, scheme);
  await ledger.keeping.open();
  const bill = { billId: "1", billNo: "X1", contentHash: HASH, approvedAt: "2026-11-23T10:00:00", revision: 1 };
  await ledger.bills.recordRead([bill]);
  const order = { outerNo: "X1-CK1", billId: "1", contentHash: HASH };
  await ledger.bills.recordOrders(bill, [order]);
  const gate = new CallGate(redis, { account: "account", callsPerMinute: 600, longestCallMs: 1_000 });
  const queue = openQueue({ stage: "load", scheme }, redis, log);
  const worker = startWorker({
    queue,
    connection: redis,
    concurrency: 1,
    log,
    perform: async ({ signal }) => {
      const permit = await ledger.orders.beginPush(order, "owner", 10_000);
      await gate.call(signal, async () => permit);
      await ledger.orders.recordDelivered(order, { stockoutNo: "CK1", proof: "answered" });
      return done({ outerNo: order.outerNo });
    },
  });
  onTestFinished(async () => {
    await worker.stop();
    await queue.close();
  });
  const id = loadJobId({ scheme, ...order, revision: 1 });
  await enqueue(queue, [{ id, payload: jobOf(scheme) }]);
  await expect.poll(async () => queue.getJobState(id), { timeout: 20_000 }).toBe("completed");
  return ledger;
}

function jobOf(scheme: string): LoadJob {
  return {
    scheme,
    schemeVersion: "1",
    billId: "1",
    billNo: "X1",
    contentHash: HASH,
    revision: 1,
    target: "stockout_order_push",
    order: { outer_no: "X1-CK1", warehouse_no: "CK1", detail_list: [{ spec_no: "A", num: "1" as never }] },
    notes: [],
  };
}

/** The hash tags that lie on each node. */
async function listTags(): Promise<readonly ReadonlySet<string>[]> {
  return Promise.all(
    cluster.nodes.map(async ({ url }) => {
      const tags = new Set<string>();
      for await (const keys of scanKeys(connect(url), OWN_KEYS))
        for (const key of keys) tags.add(/^\{.*?\}/.exec(key)?.[0] ?? key);
      return tags;
    }),
  );
}

test("on a cluster schemes live on several nodes, each whole on one, and the account's gate stands between them", async () => {
  const redis = connect(cluster.url);
  const ledgers = await Promise.all(SCHEMES.map(async (scheme) => workThrough(redis, scheme)));
  for (const ledger of ledgers) {
    expect(await ledger.orders.find("X1-CK1")).toMatchObject({ state: "delivered", stockoutNo: "CK1" });
    expect(await ledger.keeping.inspect()).toMatchObject({ bills: 1, orders: 1, unreadable: [] });
  }
  const nodes = await listTags();
  const homes = SCHEMES.map((scheme) => nodes.flatMap((tags, node) => (tags.has(schemePrefix(scheme)) ? [node] : [])));
  expect(homes.every((home) => home.length === 1)).toBe(true);
  expect(new Set(homes.flat()).size).toBeGreaterThan(1);
  expect(nodes.flatMap((tags) => [...tags].filter((tag) => tag.startsWith("{billferry:gate:")))).toHaveLength(1);
});
