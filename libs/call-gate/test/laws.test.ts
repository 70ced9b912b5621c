import { setTimeout as wait } from "node:timers/promises";

import { MustWait } from "@billferry/contracts";
import { connectRedis, type RedisConnection } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { CALL_PURPOSES, CallGate, readGate, WORKED, type CallPurpose } from "../src/index.ts";

const log = createLogger({ name: "test", level: "fatal", version: "0" });
const never = new AbortController().signal;
const PATIENT = Number.POSITIVE_INFINITY;
const REPLICAS = 8;
/** The vendor's minute in these tests, and what our own adds to it. */
const MINUTE_MS = 300;
const SAFETY_MS = 150;

let server: Awaited<ReturnType<typeof startRedis>>;
let connections: readonly RedisConnection[] = [];
beforeAll(async () => {
  server = await startRedis();
  connections = Array.from({ length: REPLICAS }, () => connectRedis(server.url, log));
});
afterAll(async () => {
  for (const each of connections) each.disconnect();
  await server.stop();
});

let accounts = 0;

/** One gate for each replica, each with a connection of its own. */
function openGates(
  replicas: number,
  quota: { callsPerMinute: number; keptForUrgent?: number; longestCallMs?: number },
) {
  accounts += 1;
  const options = { account: `law-${accounts}`, minuteMs: MINUTE_MS, longestCallMs: 2_000, ...quota };
  return connections.slice(0, replicas).map((redis) => new CallGate(redis, options));
}

/** As the vendor counts: the most calls that arrived within any one minute of its own. */
function mostInAMinute(arrivals: readonly number[]): number {
  const sorted = arrivals.toSorted((a, b) => a - b);
  let [most, first] = [0, 0];
  for (const [last, atMs] of sorted.entries()) {
    while (atMs - (sorted[first] ?? 0) >= MINUTE_MS) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

interface Asked {
  readonly replica: number;
  readonly purpose: CallPurpose;
  readonly afterMs: number;
  readonly onTheWayMs: number;
  readonly backMs: number;
  readonly end: "answered" | "died" | "not sent";
}

const asked: fc.Arbitrary<Asked> = fc.record({
  replica: fc.nat({ max: REPLICAS - 1 }),
  purpose: fc.constantFrom(...CALL_PURPOSES),
  afterMs: fc.nat({ max: 400 }),
  onTheWayMs: fc.nat({ max: 40 }),
  backMs: fc.nat({ max: 40 }),
  end: fc.constantFrom("answered", "answered", "answered", "answered", "died", "not sent"),
});

async function makeCall(gate: CallGate, call: Asked, arrivals: number[]): Promise<void> {
  await wait(call.afterMs);
  const place = await gate.take(never, { purpose: call.purpose, longestWaitMs: PATIENT });
  if (call.end === "not sent") return place.giveBack();
  await wait(call.onTheWayMs);
  arrivals.push(performance.now());
  // Who dies says nothing more.
  if (call.end === "died") return;
  await wait(call.backMs);
  await place.leave(WORKED);
}

test("whatever is called for, by however many replicas, and whoever dies: no minute of the vendor's holds more than the quota", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(asked, { minLength: 10, maxLength: 40 }),
      fc.integer({ min: 1, max: REPLICAS }),
      fc.integer({ min: 4, max: 15 }),
      fc.nat({ max: 2 }),
      async (calls, replicas, callsPerMinute, kept) => {
        // Places of the dead come back soon, so that the others end.
        const gates = openGates(replicas, { callsPerMinute, keptForUrgent: kept, longestCallMs: 100 });
        const arrivals: number[] = [];
        await Promise.all(
          calls.map(async (call) => {
            const gate = gates[call.replica % replicas];
            if (gate !== undefined) await makeCall(gate, call, arrivals);
          }),
        );
        expect(arrivals).toHaveLength(calls.filter(({ end }) => end !== "not sent").length);
        expect(mostInAMinute(arrivals)).toBeLessThanOrEqual(callsPerMinute);
      },
    ),
    { numRuns: 10 },
  );
}, 120_000);

test.each([1, 2, 4, 8])(
  "a backlog uses the whole quota at once and each place again as soon as it counts no more, with %i replicas",
  async (replicas) => {
    const callsPerMinute = 40;
    const gates = openGates(replicas, { callsPerMinute });
    const atMs: number[] = [];
    const startedAtMs = performance.now();
    await Promise.all(
      gates.map(async (gate) => {
        const own = (3 * callsPerMinute) / replicas;
        const call = async () => gate.call(never, async () => atMs.push(performance.now()), { longestWaitMs: PATIENT });
        await Promise.all(Array.from({ length: own }, call));
      }),
    );
    atMs.sort((a, b) => a - b);
    const nth = (index: number) => Math.round((atMs[index] ?? 0) - startedAtMs);
    const WINDOW_MS = MINUTE_MS + SAFETY_MS;
    // Three quotas: at once, after a window, after two; each well before the next may begin.
    expect(nth(callsPerMinute - 1)).toBeLessThan(WINDOW_MS);
    expect(nth(callsPerMinute)).toBeGreaterThanOrEqual(WINDOW_MS);
    expect(nth(2 * callsPerMinute - 1)).toBeLessThan(2 * WINDOW_MS);
    expect(nth(2 * callsPerMinute)).toBeGreaterThanOrEqual(2 * WINDOW_MS);
    expect(nth(3 * callsPerMinute - 1)).toBeLessThan(3 * WINDOW_MS);
  },
);

/** Replicas that always have more work than the quota, until told to stop. */
function flood(gates: readonly CallGate[], calls: { purpose: CallPurpose }[]) {
  const stop = new AbortController();
  const work = gates.flatMap((gate) =>
    Array.from({ length: 5 }, async () => {
      while (!stop.signal.aborted) {
        const act = async () => void calls.push({ purpose: "work" });
        await gate.call(stop.signal, act, { longestWaitMs: PATIENT }).catch((error: unknown) => {
          if (!(error instanceof MustWait)) throw error;
        });
      }
    }),
  );
  return async () => {
    stop.abort();
    await Promise.all(work);
  };
}

test("of the next places that become free one is an urgent call's, however much work the replicas have", async () => {
  const gates = openGates(4, { callsPerMinute: 6 });
  const calls: { purpose: CallPurpose }[] = [];
  const end = flood(gates, calls);
  const line = connections[0];
  if (line === undefined) throw new Error("no connection");
  const lineKey = async () => (await line.keys("*:line"))[0];
  for (let round = 0; round < 4; round += 1) {
    const before = calls.length;
    await expect.poll(() => calls.length, { interval: 5 }).toBeGreaterThan(before + 6);
    const act = async () => void calls.push({ purpose: "urgent" });
    const urgent = gates[round]?.call(never, act, { purpose: "urgent" });
    let stoodAt = -1;
    const ended = urgent?.then(() => true);
    while (stoodAt < 0 && !(await Promise.race([ended, wait(1, false)]))) {
      const key = await lineKey();
      if (key !== undefined && (await line.zcard(key)) > 0) stoodAt = calls.length;
    }
    await urgent;
    const overtaken = calls.findLastIndex(({ purpose }) => purpose === "urgent") - stoodAt;
    // Of those that become free at one moment, others may take what is left.
    if (stoodAt >= 0) expect(overtaken).toBeLessThan(6);
  }
  await end();
  expect(calls.filter(({ purpose }) => purpose === "urgent")).toHaveLength(4);
}, 60_000);

test("urgent calls of several replicas all come before work that waits, and work goes on after them", async () => {
  const gates = openGates(4, { callsPerMinute: 4 });
  for (let used = 0; used < 4; used += 1) await gates[0]?.call(never, async () => undefined);
  const order: string[] = [];
  const take = async (gate: CallGate | undefined, purpose: CallPurpose) =>
    gate?.call(never, async () => void order.push(purpose), { purpose, longestWaitMs: PATIENT });
  const working = gates.map(async (gate) => take(gate, "work"));
  const background = take(gates[1], "background");
  await wait(20);
  const urgents = gates.map(async (gate) => take(gate, "urgent"));
  await Promise.all([...working, ...urgents, background]);
  expect(order.slice(0, 4)).toEqual(["urgent", "urgent", "urgent", "urgent"]);
  expect(order.slice(4).toSorted()).toEqual(["background", "work", "work", "work", "work"]);
});

test("an urgent call whose process died keeps a place from nobody for longer than a few seconds", async () => {
  const [gate, dead] = openGates(2, { callsPerMinute: 1 });
  await gate?.call(never, async () => undefined);
  const died = new AbortController();
  const lost = dead?.take(died.signal, { purpose: "urgent", longestWaitMs: PATIENT });
  void lost?.catch(() => undefined);
  await wait(50);
  died.abort();
  const startedAtMs = performance.now();
  await gate?.call(never, async () => undefined, { longestWaitMs: PATIENT });
  expect(performance.now() - startedAtMs).toBeLessThan(4_500);
});

test("places that are kept are for urgent calls alone, and a place given back is free at once", async () => {
  const [gate] = openGates(1, { callsPerMinute: 5, keptForUrgent: 2 });
  const work = await Promise.all(Array.from({ length: 3 }, async () => gate?.take(never)));
  await expect(gate?.take(never, { longestWaitMs: 0 })).rejects.toBeInstanceOf(MustWait);
  await gate?.take(never, { purpose: "urgent" });
  await gate?.take(never, { purpose: "urgent" });
  await expect(gate?.take(never, { purpose: "urgent", longestWaitMs: 0 })).rejects.toBeInstanceOf(MustWait);
  await work[0]?.giveBack();
  await expect(gate?.take(never, { purpose: "urgent" })).resolves.toBeDefined();
});

test("the account's calls are told by what they were for", async () => {
  const [gate] = openGates(1, { callsPerMinute: 50 });
  for (const [index, purpose] of CALL_PURPOSES.entries())
    for (let call = 0; call <= index; call += 1) await gate?.call(never, async () => undefined, { purpose });
  const state = await readGate(connections[0] as RedisConnection, `law-${accounts}`, Date.now());
  expect(state.callsByPurpose).toEqual({ urgent: 1, work: 2, "look-up": 3, inventory: 4, errand: 5, background: 6 });
  expect(state).toMatchObject({ callsLastMinute: 21, callsPerMinute: 50, refusals: 0 });
});

test("errands take no more than their share of a minute, whatever is free, and count among all calls", async () => {
  const [gate] = openGates(1, { callsPerMinute: 20 });
  const options = { account: `law-${accounts}`, minuteMs: MINUTE_MS, longestCallMs: 2_000, callsPerMinute: 20 };
  const redis = connections[0] as RedisConnection;
  const clerk = new CallGate(redis, { ...options, errandsPerMinute: 3 });
  const arrivals: number[] = [];
  await clerk.series(never, async (reserve) => {
    for (let call = 0; call < 8; call += 1) {
      await reserve();
      arrivals.push(performance.now());
    }
  });
  expect(mostInAMinute(arrivals)).toBe(3);
  const state = await readGate(redis, `law-${accounts}`, Date.now());
  expect(state.callsByPurpose.errand).toBeGreaterThan(0);
  // The rest is everybody else's, at once.
  for (let call = 0; call < 12; call += 1) await gate?.call(never, async () => undefined, { longestWaitMs: 0 });
});

test("many calls that wait in one process ask together, not one by one", async () => {
  const [gate] = openGates(1, { callsPerMinute: 100 });
  const redis = connections[0] as RedisConnection;
  const places = await Promise.all(Array.from({ length: 3 }, async () => gate?.take(never)));
  await redis.config("RESETSTAT");
  const more = await Promise.all(Array.from({ length: 60 }, async () => gate?.take(never)));
  const stats = await redis.info("commandstats");
  expect(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1]).toBe("1");
  await Promise.all([...places, ...more].map(async (place) => place?.leave(WORKED)));
});

test("calls that nobody will make any more stand before nobody", async () => {
  const [gate] = openGates(1, { callsPerMinute: 1 });
  const first = await gate?.take(never);
  let isGone = false;
  const gone = Promise.allSettled(
    Array.from({ length: 20 }, async () => gate?.take(never, { longestWaitMs: PATIENT, isGone: () => isGone })),
  );
  const wanted = gate?.take(never, { longestWaitMs: PATIENT });
  isGone = true;
  await first?.giveBack();
  await expect(wanted).resolves.toBeDefined();
  expect((await gone).every(({ status }) => status === "rejected")).toBe(true);
});
