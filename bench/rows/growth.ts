import { setTimeout as wait } from "node:timers/promises";

import { fillLedger } from "../fill-ledger.ts";
import type { Measurement, Row } from "../measurement.ts";
import { addCosts } from "../stand/process-cost.ts";
import { readBooks, spent } from "../stand/redis-books.ts";
import { Stand, STAGES } from "../stand/stand.ts";

const BILLS = 1_000;
const LEDGERS = [1_000, 10_000, 100_000];
const SETTLE_MS = 500;

/** The same backlog on top of more and more finished bills: what a bill costs must not grow with the past. */
export const growth: Row = {
  name: "growth",
  title: "What a bill costs while the ledger grows",
  plot: "cpuMsPerBill",
  mostRuns: 1,
  measure: async ({ isQuick, bills = BILLS }) => {
    const all: Measurement[] = [];
    for (const past of isQuick ? LEDGERS.slice(0, 2) : LEDGERS) all.push(await drainOnTopOf(past, bills));
    return all;
  },
};

async function drainOnTopOf(past: number, bills: number): Promise<Measurement> {
  await using stand = await Stand.open({ bills });
  await stand.quickly(async (redis) => fillLedger(redis, past));
  const { expected } = await stand.summary();
  const before = await readBooks(stand.connection);
  const programs = await Promise.all(STAGES.map(async (stage) => stand.start(stage, { SYNC_EVERY: "1h" })));
  // What a start costs is told by another row.
  await Promise.all(programs.map(async (program) => program.ready));
  const atStart = addCosts(programs.map((program) => program.cost()));
  await stand.untilOrders(expected);
  await wait(SETTLE_MS);
  const { cpuSeconds } = addCosts(programs.map((program) => program.cost()));
  const redis = spent(before, await readBooks(stand.connection));
  return {
    case: `${past} finished bills before`,
    subject: "billferry",
    figures: {
      cpuMsPerBill: ((cpuSeconds - atStart.cpuSeconds) * 1_000) / bills,
      redisMsPerBill: (redis.cpuSeconds * 1_000) / bills,
      commandsPerOrder: redis.commands / expected,
    },
  };
}
