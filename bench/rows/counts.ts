import { setTimeout as wait } from "node:timers/promises";

import { schemePrefix, SHIPPED_SCHEME } from "@billferry/contracts";

import type { Measurement, Row } from "../measurement.ts";
import { readBooks, spent, type RedisBooks } from "../stand/redis-books.ts";
import { Stand } from "../stand/stand.ts";

const BILLS = 2_000;
const QUICK_BILLS = 500;
const BYTES_PER_MIB = 1_048_576;
const POLL_MS = 100;
/** The last jobs are acknowledged after the last order. */
const SETTLE_MS = 500;
const IDLE_MS = 3_000;

/** What an order costs in counts, which no machine changes; what the clock asks for meanwhile is taken off ours. */
export const counts: Row = {
  name: "counts",
  title: "What an order costs in counts, and what Redis holds of it",
  plot: "commandsPerOrder",
  mostRuns: 1,
  measure: async ({ isQuick, bills = isQuick ? QUICK_BILLS : BILLS }) => [
    await countOthers("rival", bills),
    await countOthers("chain", bills),
    { case: `${bills} bills`, subject: "billferry", figures: await countCosts(bills) },
  ],
};

/**
 * Bills are read and transformed first and pushed then, so that the counts do not depend on who is faster, and what is
 * in flight can be weighed. `docs/performance.md` and the budget (`bench/budget.json`) name the same figures.
 */
export async function countCosts(bills: number): Promise<Readonly<Record<string, number>>> {
  await using stand = await Stand.open({ bills });
  const { expected } = await stand.summary();
  const before = await readBooks(stand.connection);
  // One reading tells all: a second one would be the clock's cost and not an order's.
  const env = { SYNC_EVERY: "1h" };
  const startedAt = performance.now();
  await stand.start("extractor", env);
  await stand.start("transformer", env);
  const asked = await untilWaiting(stand, expected);
  const inFlight = spent(before, await readBooks(stand.connection));
  await stand.start("loader", env);
  await stand.untilOrders(expected);
  await wait(SETTLE_MS);
  const done = spent(before, await readBooks(stand.connection));
  const seconds = (performance.now() - startedAt) / 1_000;
  const idle = await countIdle(stand);
  const { calls } = await stand.summary();
  const work = {
    ...done,
    commands: done.commands - asked - idle.commands * seconds,
    scripts: done.scripts - idle.scripts * seconds,
    wireBytes: done.wireBytes - idle.wireBytes * seconds,
  };
  return {
    ...perOrder(work, expected),
    vendorCallsPerOrder: Object.values(calls).reduce((sum, each) => sum + each, 0) / expected,
    inFlightBytesPerBill: inFlight.heldBytes / bills,
    doneBytesPerBill: done.heldBytes / bills,
    doneMiB: done.heldBytes / BYTES_PER_MIB,
    idleCommandsPerSecond: idle.commands,
  };
}

/** What the services ask of Redis each second when there is nothing to do: the clock's cost, and no order's. */
async function countIdle({ connection }: Stand): Promise<Pick<RedisBooks, "commands" | "scripts" | "wireBytes">> {
  const before = await readBooks(connection);
  const startedAt = performance.now();
  await wait(IDLE_MS);
  const { commands, scripts, wireBytes } = spent(before, await readBooks(connection));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { commands: commands / seconds, scripts: scripts / seconds, wireBytes: wireBytes / seconds };
}

async function countOthers(subject: "rival" | "chain", bills: number): Promise<Measurement> {
  await using stand = await Stand.open({ bills });
  const { expected } = await stand.summary();
  const before = await readBooks(stand.connection);
  await (subject === "rival" ? stand.startRival() : stand.startChain());
  await stand.untilOrders(expected);
  await wait(SETTLE_MS);
  const done = spent(before, await readBooks(stand.connection));
  return {
    case: `${bills} bills`,
    subject,
    figures: { ...perOrder(done, expected), doneMiB: done.heldBytes / BYTES_PER_MIB },
  };
}

function perOrder({ commands, scripts, wireBytes }: RedisBooks, orders: number): Readonly<Record<string, number>> {
  return {
    commandsPerOrder: commands / orders,
    scriptsPerOrder: scripts / orders,
    wireBytesPerOrder: wireBytes / orders,
  };
}

const LOAD_QUEUE = `${schemePrefix(SHIPPED_SCHEME)}:load`;

/** Answers with how many commands it has taken to know. */
async function untilWaiting({ connection }: Stand, orders: number): Promise<number> {
  for (let asked = 2; ; asked += 2) {
    const waiting =
      (await connection.llen(`${LOAD_QUEUE}:wait`)) + (await connection.zcard(`${LOAD_QUEUE}:prioritized`));
    if (waiting >= orders) return asked;
    await wait(POLL_MS);
  }
}
