import { Fault, type StockoutOrder } from "@billferry/contracts";
import { connectRedis, createLogger, QueuePause } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { CallGate } from "../src/call-gate.ts";

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

const succeed = async () => "ok";
const failWith = (fault: Fault) => async (): Promise<StockoutOrder> => {
  throw fault;
};

test("eight replicas together make no more calls than the minute allows, and make those at once", async () => {
  const { replica } = setup(20);
  const gates = Array.from({ length: 8 }, replica);
  const results = await Promise.allSettled(
    gates.flatMap((gate) => Array.from({ length: 5 }, () => gate.call(never, succeed))),
  );
  expect(results.filter((each) => each.status === "fulfilled")).toHaveLength(20);
  const refused = results.flatMap((each) => (each.status === "rejected" ? [each.reason as QueuePause] : []));
  expect(refused.every((reason) => reason instanceof QueuePause && reason.pauseMs > 50_000)).toBe(true);
});

test("a too-frequent answer makes every replica wait as long as told", async () => {
  const { gate, replica } = setup(100);
  const told = new Fault("WDT_RATE_LIMITED", "", { retryAfterMs: 9_000 });
  await expect(gate.call(never, failWith(told))).rejects.toBe(told);
  await expect(replica().call(never, succeed)).rejects.toMatchObject({ name: "QueuePause" });
});

test("refused credentials open the circuit for all at once", async () => {
  const { gate, replica } = setup(100);
  await expect(gate.call(never, failWith(new Fault("WDT_CREDENTIALS_REFUSED", "")))).rejects.toMatchObject({
    name: "QueuePause",
    message: expect.stringContaining("WDT_CREDENTIALS_REFUSED") as string,
  });
  await expect(replica().call(never, succeed)).rejects.toBeInstanceOf(QueuePause);
});

test("an outage opens the circuit after five failures, and each before burns an attempt of its own job", async () => {
  const { gate } = setup(100);
  const outage = new Fault("HTTP_NETWORK", "refused");
  for (let failure = 1; failure < 5; failure += 1)
    await expect(gate.call(never, failWith(outage))).rejects.toBe(outage);
  await expect(gate.call(never, failWith(outage))).rejects.toBeInstanceOf(QueuePause);
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
  await expect(gate.call(never, succeed)).rejects.toBeInstanceOf(QueuePause);
});
