import { MustWait, Fault, hashText, type TargetOrder } from "@billferry/contracts";
import { connectRedis, redisNowMs } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";

import { CallGate, readGate } from "../src/index.ts";

const log = createLogger({ name: "test", level: "fatal", version: "0" });
const never = new AbortController().signal;
let server: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => server.stop());

let accounts = 0;

function setup(callsPerMinute: number) {
  accounts += 1;
  const account = `account-${accounts}`;
  const open = () => {
    const redis = connectRedis(server.url, log);
    onTestFinished(() => redis.disconnect());
    return new CallGate(redis, { account, callsPerMinute, longestCallMs: 5_000 });
  };
  return { gate: open(), replica: open };
}

/** With a look behind the gate: until when each place counts. */
function setupKeys(callsPerMinute: number) {
  const { gate } = setup(callsPerMinute);
  const redis = connectRedis(server.url, log);
  onTestFinished(() => redis.disconnect());
  return { gate, redis, keys: `{billferry:gate:${hashText(`account-${accounts}`).slice(0, 12)}}:calls` };
}

async function scores(redis: ReturnType<typeof connectRedis>, key: string): Promise<number[]> {
  const members = await redis.zrange(key, "0", "-1", "WITHSCORES");
  return members.filter((_, index) => index % 2 === 1).map(Number);
}

const succeed = async () => "ok";
const failWith = (fault: Fault) => async (): Promise<TargetOrder> => {
  throw fault;
};

test("eight replicas together make no more calls than the minute allows, and make those at once", async () => {
  const { replica } = setup(20);
  const gates = Array.from({ length: 8 }, replica);
  const results = await Promise.allSettled(
    gates.flatMap((gate) => Array.from({ length: 5 }, () => gate.call(never, succeed))),
  );
  expect(results.filter((each) => each.status === "fulfilled")).toHaveLength(20);
  const refused = results.flatMap((each) => (each.status === "rejected" ? [each.reason as MustWait] : []));
  expect(refused.every((reason) => reason instanceof MustWait && reason.outcome.forMs > 50_000)).toBe(true);
});

test("a too-frequent answer makes every replica wait as long as told", async () => {
  const { gate, replica } = setup(100);
  const told = new Fault("WDT_RATE_LIMITED", "", { retryAfterMs: 9_000 });
  await expect(gate.call(never, failWith(told))).rejects.toBe(told);
  await expect(replica().call(never, succeed)).rejects.toMatchObject({ name: "MustWait" });
});

test("refused credentials open the circuit for all at once", async () => {
  const { gate, replica } = setup(100);
  await expect(gate.call(never, failWith(new Fault("WDT_CREDENTIALS_REFUSED", "")))).rejects.toMatchObject({
    name: "MustWait",
    message: expect.stringContaining("WDT_CREDENTIALS_REFUSED") as string,
  });
  await expect(replica().call(never, succeed)).rejects.toBeInstanceOf(MustWait);
});

test("an outage opens the circuit after five failures, and each before burns an attempt of its own job", async () => {
  const { gate } = setup(100);
  const outage = new Fault("HTTP_NETWORK", "refused");
  for (let failure = 1; failure < 5; failure += 1)
    await expect(gate.call(never, failWith(outage))).rejects.toBe(outage);
  await expect(gate.call(never, failWith(outage))).rejects.toBeInstanceOf(MustWait);
});

test("a refusal by the business says nothing against the account", async () => {
  const { gate } = setup(100);
  for (let refusal = 0; refusal < 9; refusal += 1)
    await expect(gate.call(never, failWith(new Fault("WDT_SKU_UNKNOWN", "A")))).rejects.toMatchObject({
      code: "WDT_SKU_UNKNOWN",
    });
  await expect(gate.call(never, succeed)).resolves.toBe("ok");
});

test("a reading of several calls is counted call by call", async () => {
  const { gate } = setup(3);
  await gate.series(never, async (reserve) => {
    await reserve();
    await reserve();
  });
  await expect(gate.call(never, succeed)).resolves.toBe("ok");
  await expect(gate.call(never, succeed)).rejects.toBeInstanceOf(MustWait);
});

test("each call of a reading counts from its own answer, not from the end of the whole", async () => {
  const { gate, redis, keys } = setupKeys(100);
  const ends: number[] = [];
  await gate.series(never, async (reserve) => {
    await reserve();
    await reserve();
    // The first place has been given back to the minute although the reading goes on.
    ends.push(...(await scores(redis, keys)));
  });
  const [first = 0, second = 0] = ends;
  expect(second - first).toBeGreaterThan(4_000);
});

test("a query that is told to wait makes everyone wait, and one that lacks a permission does not", async () => {
  const { gate, replica } = setup(100);
  const denied = new Fault("WDT_PERMISSION_DENIED", "");
  const ask = async (fault: Fault) =>
    gate.series(never, async (reserve) => {
      await reserve();
      throw fault;
    });
  await expect(ask(denied)).rejects.toBe(denied);
  await expect(replica().call(never, succeed)).resolves.toBe("ok");
  const told = new Fault("WDT_RATE_LIMITED", "", { retryAfterMs: 9_000 });
  await expect(ask(told)).rejects.toBe(told);
  await expect(replica().call(never, succeed)).rejects.toBeInstanceOf(MustWait);
});

test("a query that finds no interface at the address closes the way for all, and says what to do", async () => {
  const { gate, replica } = setup(100);
  const wrong = new Fault("WDT_URL_WRONG", "https://api.wangdian.cn/warehouse_query.php 返回 HTTP 404");
  const ask = gate.series(never, async (reserve) => {
    await reserve();
    throw wrong;
  });
  await expect(ask).rejects.toBe(wrong);
  await expect(replica().call(never, succeed)).rejects.toMatchObject({
    name: "MustWait",
    message: expect.stringMatching(/WDT_URL_WRONG.*api\.wangdian\.cn\/warehouse_query\.php.*核对 WDT_URL/) as string,
  });
});

test("a page that is repeated after a too-frequent answer waits as long as told", async () => {
  const { gate } = setup(100);
  const startedAtMs = performance.now();
  await gate.series(never, async (reserve) => {
    await reserve();
    await reserve(new Fault("WDT_RATE_LIMITED", "", { retryAfterMs: 300 }));
  });
  expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(290);
});

/** A ban that each call prolongs: over once nobody has called for `lengthMs`. */
function banFor(lengthMs: number, toldMs?: number) {
  const vendor = { calls: 0, lastCallMs: performance.now(), isBanned: true };
  const act = async () => {
    vendor.isBanned &&= vendor.calls === 0 || performance.now() - vendor.lastCallMs < lengthMs;
    vendor.calls += 1;
    vendor.lastCallMs = performance.now();
    if (!vendor.isBanned) return "through";
    throw new Fault("WDT_RATE_LIMITED", "调用频率超限", { retryAfterMs: toldMs });
  };
  return { vendor, act };
}

/** As a queue does: rests as long as it is told to, and tries again. */
async function untilThrough(gate: CallGate, act: () => Promise<string>): Promise<string> {
  for (;;) {
    const outcome = await gate.call(never, act).catch((error: unknown) => error);
    if (typeof outcome === "string") return outcome;
    const restMs = outcome instanceof MustWait ? outcome.outcome.forMs : 1;
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, restMs)));
  }
}

test("a ban that each call prolongs ends by itself: the rest grows until no replica has called for long enough", async () => {
  const { replica } = setup(1_000);
  const { vendor, act } = banFor(1_000, 60);
  const gates = Array.from({ length: 4 }, replica);
  const through = await Promise.all(gates.map(async (gate) => untilThrough(gate, act)));
  expect(through).toEqual(Array.from({ length: 4 }, () => "through"));
  // Four at once, then one alone after 60, 120, 240, 480, 960 and 1 920 ms, and the other three.
  expect(vendor.calls).toBeLessThan(16);
});

test("a ban that says how long it lasts costs one rest", async () => {
  const { replica } = setup(1_000);
  const { vendor, act } = banFor(500, 520);
  await Promise.all([replica(), replica()].map(async (gate) => untilThrough(gate, act)));
  // Two at once at the most, and each once more.
  expect(vendor.calls).toBeLessThanOrEqual(4);
});

test("calls that were under way when the rest began do not make it grow", async () => {
  const { gate, replica } = setup(1_000);
  const told = new Fault("WDT_RATE_LIMITED", "", { retryAfterMs: 2_000 });
  const gates = [gate, ...Array.from({ length: 7 }, replica)];
  await Promise.allSettled(gates.map(async (each) => each.call(never, failWith(told))));
  const state = await gateOf(accounts);
  expect(state.leftMs).toBeLessThanOrEqual(2_000);
  expect(state.why).toContain("WDT_RATE_LIMITED");
});

test("calls that were under way when the circuit opened do not make its rest grow either", async () => {
  const { gate, replica } = setup(1_000);
  const refused = new Fault("WDT_CREDENTIALS_REFUSED", "");
  const gates = [gate, ...Array.from({ length: 7 }, replica)];
  const entered = Promise.withResolvers<void>();
  let inside = 0;
  const refuseTogether = async (): Promise<never> => {
    inside += 1;
    if (inside === gates.length) entered.resolve();
    await entered.promise;
    throw refused;
  };
  const ends = await Promise.allSettled(gates.map(async (each) => each.call(never, refuseTogether)));
  const rests = ends.map((end) =>
    end.status === "rejected" && end.reason instanceof MustWait ? end.reason.outcome.forMs : 0,
  );
  expect(rests.every((restMs) => restMs > 0 && restMs <= 5_000)).toBe(true);
});

test("after a rest one call tries alone, the others wait for what it finds", async () => {
  const { gate, replica } = setup(1_000);
  await gate.call(never, failWith(new Fault("WDT_RATE_LIMITED", "", { retryAfterMs: 50 }))).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 60));
  const entered: string[] = [];
  const first = Promise.withResolvers<void>();
  const alone = gate.call(never, async () => {
    entered.push("first");
    await first.promise;
    return "ok";
  });
  const second = replica().call(never, async () => {
    entered.push("second");
    return "ok";
  });
  await vi.waitFor(() => expect(entered).toEqual(["first"]));
  first.resolve();
  await Promise.all([alone, second]);
  expect(entered).toEqual(["first", "second"]);
});

test("a query that gets through ends the growth for queries, and does not for pushes", async () => {
  const { gate } = setup(1_000);
  const told = new Fault("WDT_RATE_LIMITED", "", { retryAfterMs: 40 });
  const query = async () => gate.series(never, async (reserve) => reserve());
  for (let push = 1; push <= 3; push += 1) {
    await expect(gate.call(never, failWith(told))).rejects.toBe(told);
    await query();
  }
  // 40, 80, 160: the queries between have waited each rest out.
  await expect(gate.call(never, failWith(told))).rejects.toBe(told);
  expect((await gateOf(accounts)).leftMs).toBeGreaterThan(160);
});

async function gateOf(account: number): Promise<{ leftMs: number; why: string }> {
  const redis = connectRedis(server.url, log);
  onTestFinished(() => redis.disconnect());
  const { pausedUntilMs, why } = await readGate(redis, `account-${account}`, Date.now());
  return { leftMs: (pausedUntilMs ?? 0) - (await redisNowMs(redis)), why };
}

test("what has time leaves pushes the other half of the quota", async () => {
  const { gate } = setup(4);
  const stop = new AbortController();
  let calls = 0;
  const looking = gate.series(
    stop.signal,
    async (reserve) => {
      for (;;) {
        await reserve();
        calls += 1;
      }
    },
    "background",
  );
  await expect.poll(() => calls).toBe(2);
  await gate.call(never, async () => undefined);
  await gate.call(never, async () => undefined);
  await expect(gate.call(never, async () => undefined)).rejects.toBeInstanceOf(MustWait);
  expect(calls).toBe(2);
  stop.abort();
  await expect(looking).rejects.toBeInstanceOf(MustWait);
});
