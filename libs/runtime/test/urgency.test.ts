import { done, Fault, putOff, type LoadJob, type Outcome } from "@billferry/contracts";
import { connectRedis } from "@billferry/redis";
import { createLogger, enqueue, hurry, openQueue, startWorker, type Attempt } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

const log = createLogger({ name: "test", level: "fatal", version: "0" });
const SCHEME = "sal-outstock";
let server: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => server.stop());

function jobOf(billNo: string): { readonly id: string; readonly payload: LoadJob } {
  const order = {
    outer_no: `${billNo}-CK1`,
    warehouse_no: "CK1",
    detail_list: [{ spec_no: "A", num: "1" as never }],
  };
  const hashes = { contentHash: "0".repeat(32), revision: 1, schemeVersion: "1" };
  const target = "stockout_order_push" as const;
  return {
    id: `load-${billNo}`,
    payload: { scheme: SCHEME, billId: billNo, billNo, target, order, notes: [], ...hashes },
  };
}

/** A queue with a backlog, and a worker of one slot that notes whose turn it was. */
async function setup(perform: (attempt: Attempt<"load">) => Outcome = () => done({ kind: "ok" })) {
  const connection = connectRedis(server.url, log);
  await connection.flushall();
  const queue = openQueue({ stage: "load", scheme: SCHEME }, connection, log);
  const turns: string[] = [];
  const start = () => {
    const worker = startWorker({
      queue,
      connection,
      concurrency: 1,
      log,
      perform: async (attempt) => {
        turns.push(`${attempt.payload.billNo}${attempt.isUrgent ? " urgent" : ""}`);
        return perform(attempt);
      },
    });
    onTestFinished(async () => worker.stop());
  };
  onTestFinished(async () => {
    await queue.close();
    connection.disconnect();
  });
  await enqueue(queue, ["B1", "B2", "B3"].map(jobOf));
  return { queue, turns, start };
}

test("a bill for which somebody waits overtakes the backlog", async () => {
  const { queue, turns, start } = await setup();
  await enqueue(queue, [jobOf("U")], { isUrgent: true });
  start();
  await expect.poll(() => turns).toEqual(["U urgent", "B1", "B2", "B3"]);
});

test("one that fails for now keeps its place before the backlog, and each failure burns an attempt", async () => {
  let left = 2;
  const { queue, turns, start } = await setup(({ isUrgent }) => {
    if (isUrgent && (left -= 1) >= 0) throw new Fault("HTTP_NETWORK", "refused");
    return done({ kind: "ok" });
  });
  await enqueue(queue, [jobOf("U")], { isUrgent: true });
  start();
  await expect.poll(() => turns, { timeout: 8_000 }).toEqual(["U urgent", "U urgent", "U urgent", "B1", "B2", "B3"]);
  expect(await queue.getJob("load-U")).toMatchObject({ attemptsMade: 3 });
});

test("one that waits for another process keeps its place as well, and burns none", async () => {
  let left = 1;
  const { queue, turns, start } = await setup(({ isUrgent }) =>
    isUrgent && (left -= 1) >= 0 ? putOff(200, "busy") : done({ kind: "ok" }),
  );
  await enqueue(queue, [jobOf("U")], { isUrgent: true });
  start();
  await expect.poll(() => turns).toEqual(["U urgent", "U urgent", "B1", "B2", "B3"]);
  expect(await queue.getJob("load-U")).toMatchObject({ attemptsMade: 1 });
});

test("what waits in the backlog already, or for its next attempt, is brought to the front", async () => {
  const { queue, turns, start } = await setup();
  await enqueue(queue, [jobOf("D")], { delayMs: 60_000 });
  await hurry(queue, ["load-B3", "load-D", "load-gone"]);
  start();
  await expect.poll(() => turns).toEqual(["D", "B3", "B1", "B2"]);
});

test("a queue that rests for the quota lets an urgent bill ask the gate at once", async () => {
  const { queue, turns, start } = await setup();
  await queue.rateLimit(60_000);
  start();
  await enqueue(queue, [jobOf("U")], { isUrgent: true });
  await expect.poll(() => turns[0], { timeout: 5_000 }).toBe("U urgent");
});
