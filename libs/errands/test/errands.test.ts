import { Fault, type Errand } from "@billferry/contracts";
import { connectRedis, type RedisConnection } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { startRedis, type TestRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";

import { openErrands, startErrands, type ErrandView, type ErrandWork } from "../src/index.ts";

const log = createLogger({ name: "test", level: "silent", version: "0" });
const PATIENCE = { timeout: 60_000, interval: 50 };

let server: TestRedis;
let redis: RedisConnection;
beforeAll(async () => {
  server = await startRedis();
  redis = connectRedis(server.url, log);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

let count = 0;

/** A scheme of its own for each test, and whoever does its errands. */
function openOffice() {
  count += 1;
  const scheme = `scheme-${count}`;
  const errands = openErrands(redis, log);
  onTestFinished(async () => errands.close());
  const errand: Errand = { kind: "reconcile", scheme, from: "2026-11-01", to: "2026-11-02" };
  const ask = async (wanted: Errand = errand, by = "li") =>
    errands.ask(wanted, { by, requestId: `form-${Math.random().toString(36).slice(2)}-0000` });
  const start = (perform: (work: ErrandWork) => Promise<unknown>) => {
    // As another process: a connection of its own.
    const own = connectRedis(server.url, log);
    const clerk = startErrands({ redis: own, log, schemes: [scheme], perform });
    let ended: Promise<void> | undefined;
    const stop = async (): Promise<void> => (ended ??= clerk.stop().then(() => own.disconnect()));
    onTestFinished(stop);
    return { stop };
  };
  const until = async (id: string, state: ErrandView["state"]): Promise<ErrandView> =>
    vi.waitFor(async () => {
      const view = await errands.find(id);
      expect(view?.state).toBe(state);
      return view as ErrandView;
    }, PATIENCE);
  return { scheme, errands, errand, ask, start, until };
}

test("an errand waits until there is a clerk, and then its outcome is there for whoever asked", async () => {
  const { ask, errands, start, until, scheme, errand } = openOffice();
  const { id } = await ask();
  expect(await errands.find(id)).toMatchObject({ state: "waiting", by: "li", errand, result: null, problem: null });
  expect(await errands.countClerks(scheme)).toBe(0);
  start(async ({ errand: given, by }) => ({ given, by }));
  expect(await until(id, "done")).toMatchObject({ result: { given: errand, by: "li" } });
  expect(await errands.countClerks(scheme)).toBe(1);
  expect(await errands.list([scheme], "reconcile")).toMatchObject([{ id, state: "done" }]);
});

test("the same errand is done once for two who ask for it, and another one waits for its turn", async () => {
  const { ask, start, until, errand } = openOffice();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const begun: Errand[] = [];
  start(async ({ errand: given }) => {
    begun.push(given);
    await released;
    return {};
  });
  const first = await ask();
  expect(await ask(errand, "wang")).toEqual({ id: first.id, isShared: true });
  const other = await ask({ ...errand, to: "2026-11-03" });
  await until(first.id, "active");
  expect(other.isShared).toBe(false);
  release();
  await until(other.id, "done");
  expect(begun).toHaveLength(2);
});

test("what a person ends is ended: one that waits is gone, one under way stops where it is", async () => {
  const { ask, errands, start, until, errand } = openOffice();
  const waiting = await ask();
  expect(await errands.cancel(waiting.id)).toBe(true);
  expect(await errands.find(waiting.id)).toBeUndefined();
  start(async ({ signal, onProgress }) => {
    onProgress({ zh: "已读 1 张", en: "1 read" });
    const { promise, reject } = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => reject(new Error("aborted")));
    return promise;
  });
  const { id } = await ask({ ...errand, from: "2026-10-01" });
  await vi.waitFor(async () => expect((await errands.find(id))?.progress).toEqual({ zh: "已读 1 张", en: "1 read" }), {
    ...PATIENCE,
  });
  expect(await errands.cancel(id)).toBe(true);
  await until(id, "cancelled");
  expect(await errands.cancel(id)).toBe(false);
  expect(await errands.cancel("quick.nowhere.00000000")).toBe(false);
});

test("what fails is told with its code and remedy, and the next errand is done all the same", async () => {
  const { ask, start, until, errand } = openOffice();
  const { promise, resolve } = Promise.withResolvers<void>();
  let isFirst = true;
  start(async () => {
    if (!isFirst) return { ok: true };
    isFirst = false;
    await promise;
    throw new Fault("WDT_CREDENTIALS_REFUSED", "sid");
  });
  const { id } = await ask();
  const next = await ask({ ...errand, from: "2026-10-01" });
  resolve();
  expect((await until(id, "failed")).problem).toMatchObject({
    code: "WDT_CREDENTIALS_REFUSED",
    zh: expect.stringContaining("→"),
  });
  await until(next.id, "done");
});

test("what a clerk that stops has begun is begun anew by the next one", async () => {
  const { ask, start, until } = openOffice();
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const leaving = start(async ({ signal }) => {
    resolve();
    const { promise, reject } = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => reject(new Error("aborted")));
    return promise;
  });
  const { id } = await ask();
  await begun;
  await leaving.stop();
  await until(id, "waiting");
  start(async () => ({ by: "the second" }));
  expect(await until(id, "done")).toMatchObject({ result: { by: "the second" } });
});
