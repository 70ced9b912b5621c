import { setTimeout as wait } from "node:timers/promises";

import type { Measurement, Row } from "../measurement.ts";
import type { Program } from "../stand/program.ts";
import { Stand, STAGES, type Stage } from "../stand/stand.ts";

const BILLS = 2_000;
const QUICK_BILLS = 600;
const LATER_BILLS = 50;
/** Enough for the kill to come in the middle of everything. */
const ORDERS_BEFORE = 100;
const QUIET_MS = 1_000;

/** kill -9 under load, start again when nothing moves any more: seconds from the start to the next order. */
export const recovery: Row = {
  name: "recovery",
  title: "After kill -9, from the new start to the next order",
  plot: "seconds",
  mostRuns: 3,
  measure: async ({ isQuick, bills }) => {
    const count = bills ?? (isQuick ? QUICK_BILLS : BILLS);
    const all = [await killRival(count)];
    for (const killed of [STAGES, ...(isQuick ? [] : STAGES.map((stage) => [stage]))])
      all.push(await kill(killed, count));
    return all;
  },
};

async function killRival(bills: number): Promise<Measurement> {
  await using stand = await Stand.open({ bills });
  const rival = await stand.startRival();
  return await measureKill(stand, { name: EVERYTHING, subject: "rival" }, async () => {
    await rival.kill();
    return async () => [await stand.startRival()];
  });
}

const EVERYTHING = "everything killed";

async function kill(killed: readonly Stage[], bills: number): Promise<Measurement> {
  await using stand = await Stand.open({ bills });
  const programs = new Map<Stage, Program>();
  // Bills that come later are read at once, or the reading's own clock would be measured.
  const start = async (stage: Stage): Promise<Program> => stand.start(stage, { SYNC_EVERY: "1s" });
  for (const stage of STAGES) programs.set(stage, await start(stage));
  const name = killed.length === STAGES.length ? EVERYTHING : `${killed.join(" and ")} killed`;
  return await measureKill(stand, { name, subject: "billferry" }, async () => {
    await Promise.all(killed.map(async (stage) => programs.get(stage)?.kill()));
    return async () => Promise.all(killed.map(start));
  });
}

async function measureKill(
  stand: Stand,
  { name, subject }: { name: string; subject: Measurement["subject"] },
  strike: () => Promise<() => Promise<readonly Program[]>>,
): Promise<Measurement> {
  const { expected } = await stand.summary();
  await stand.untilOrders(ORDERS_BEFORE);
  const restart = await strike();
  const before = await untilQuiet(stand);
  // Where all that was there got through, there is work again.
  if (before >= expected) await stand.control("bills/generate", { count: LATER_BILLS, seed: 2, spreadMs: 10_000 });
  const [first] = await restart();
  await stand.untilOrders(before + 1);
  const { acceptedAtMs = Number.NaN } = (await stand.orders())[before] ?? {};
  return { case: name, subject, figures: { seconds: (acceptedAtMs - (first?.startedAtMs ?? 0)) / 1_000 } };
}

/** What the other stages still had is through; so many orders there are then. */
async function untilQuiet(stand: Stand): Promise<number> {
  for (let before = -1; ;) {
    const { orders } = await stand.progress();
    if (orders === before) return orders;
    before = orders;
    await wait(QUIET_MS);
  }
}
