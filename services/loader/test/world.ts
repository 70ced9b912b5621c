import { CallGate } from "@billferry/call-gate";
import type { LoadJob, Waiting } from "@billferry/contracts";
import { Ledger, type PushAnswer } from "@billferry/ledger";
import { connectRedis } from "@billferry/redis";
import { createLogger, type Attempt } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { afterAll, beforeAll, onTestFinished } from "vitest";

import { checkAudits } from "../src/audit-check.ts";
import { Inventory } from "../src/inventory.ts";
import { performLoad } from "../src/load.ts";
import { Places } from "../src/places.ts";
import { recordCase } from "../src/record-order.ts";
import { StandIn } from "./stand-in.ts";

export const log = createLogger({ name: "test", level: "fatal", version: "0" });
export const TARGET = "stockout_order_push" as const;
let server: Awaited<ReturnType<typeof startRedis>>;
let schemes = 0;

beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => server.stop());

/** A loader without its queue, on an empty ledger of its own, and a Wangdiantong of its own. */
export async function openLoader() {
  schemes += 1;
  const scheme = `scheme-${schemes}`;
  const redis = connectRedis(server.url, log);
  const target = new StandIn();
  const client = await target.start();
  const gate = new CallGate(redis, { account: scheme, callsPerMinute: 10_000, longestCallMs: 10_000 });
  const orders = client.orders(TARGET, gate);
  const ledger = new Ledger(redis, scheme);
  await ledger.keeping.open();
  const openInventory = () => new Inventory({ orders, days: 30, log });
  const inventory = openInventory();
  onTestFinished(async () => {
    await inventory.stop();
    await target[Symbol.asyncDispose]();
    redis.disconnect();
  });
  const places = new Places(gate);
  const answers: PushAnswer[] = [];
  /** As the executor does it: a case is recorded where the order waits for a person. */
  const loadJob = async (
    payload: LoadJob,
    options: {
      attempt?: number;
      takeInventory?: () => Promise<Waiting | undefined>;
      siblingLedgers?: readonly Ledger[];
    } = {},
  ) => {
    const { attempt = 1, takeInventory = async () => inventory.ensure(scheme, ledger), siblingLedgers = [] } = options;
    const { documents } = client;
    const deps = {
      ledger,
      siblingLedgers,
      documents,
      orders: () => orders,
      places,
      pause: { noteRunning: () => undefined },
      admit: async () => undefined,
      takeInventory,
      noteAnswer: (answer: PushAnswer) => void answers.push(answer),
    };
    const { signal } = new AbortController();
    const tried: Attempt<"load"> = { payload, jobId: "load-x", attempt, isUrgent: false, log, signal };
    const outcome = await performLoad(deps, tried);
    if (outcome.kind === "held") await recordCase(deps, payload, outcome);
    return outcome;
  };
  /** Looks at once after every order that waits for its audit. */
  const audits = async () => {
    await redis.del(`{billferry:${scheme}}:audit-check`);
    const { signal } = new AbortController();
    const turn = { scheme, target: TARGET, everyMs: 1_001, asked: new Set<string>(), signal };
    return checkAudits({ redis, orders, log }, ledger, turn);
  };
  return { scheme, redis, gate, target, orders, ledger, inventory, openInventory, loadJob, audits, answers };
}
