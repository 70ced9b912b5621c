import { setTimeout as wait } from "node:timers/promises";

import type { Measurement, MeasureOptions, Row } from "../measurement.ts";
import { addCosts } from "../stand/process-cost.ts";
import type { Program } from "../stand/program.ts";
import { Stand, STAGES } from "../stand/stand.ts";

const BILLS = 4_000;
const QUICK_BILLS = 1_000;
/** The last jobs are acknowledged after the last order; that is paid for as well. */
const SETTLE_MS = 1_000;

/** From the start of the processes to the last order: seconds, CPU and memory. */
export const drain: Row = {
  name: "drain",
  title: "A backlog without a quota",
  plot: "seconds",
  measure: async (options) => [
    await drainWith("rival", options, async (stand) => [await stand.startRival()]),
    await drainWith("chain", options, async (stand) => stand.startChain()),
    await drainWith("billferry", options, async (stand) =>
      Promise.all(STAGES.map(async (stage) => stand.start(stage))),
    ),
  ],
};

async function drainWith(
  subject: Measurement["subject"],
  { bills, isQuick, profileFolder }: MeasureOptions,
  start: (stand: Stand) => Promise<readonly Program[]>,
): Promise<Measurement> {
  const count = bills ?? (isQuick ? QUICK_BILLS : BILLS);
  await using stand = await Stand.open({ bills: count, profileFolder });
  const { expected } = await stand.summary();
  const programs = await start(stand);
  const { lastOrderAtMs, orders } = await stand.untilOrders(expected);
  await wait(SETTLE_MS);
  const costs = programs.map((program) => program.cost());
  const { cpuSeconds, peakMiB } = addCosts(costs);
  const each = subject === "billferry" ? STAGES.map((stage, index) => [stage, costs[index]!] as const) : [];
  return {
    case: `${count} bills`,
    subject,
    figures: {
      seconds: (lastOrderAtMs - programs[0]!.startedAtMs) / 1_000,
      cpuSeconds,
      peakMiB,
      orders,
      ...Object.fromEntries(
        each.flatMap(([stage, cost]) => [
          [`${stage} cpuSeconds`, cost.cpuSeconds],
          [`${stage} peakMiB`, cost.peakMiB],
        ]),
      ),
    },
  };
}
