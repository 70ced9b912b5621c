import { setTimeout as wait } from "node:timers/promises";

import type { Measurement, MeasureOptions, Row } from "../measurement.ts";
import type { Program } from "../stand/program.ts";
import { Stand } from "../stand/stand.ts";

const CALLS_PER_MINUTE = 600;
const MINUTE_SECONDS = 60;
const FEW_BILLS = 300;
const BILLS = 900;
const LOADERS = [1, 2, 4, 8];
/** Most of each drain is waiting for the minute, so several run at once; they begin and end apart. */
const STAGGER_MS = 12_000;

/** A backlog that the quota lets through within its first minute, and one that needs the second. */
export const quota: Row = {
  name: "quota",
  title: `A backlog against a quota of ${CALLS_PER_MINUTE} calls a minute`,
  plot: "seconds",
  mostRuns: 2,
  measure: async ({ isQuick, bills = BILLS }) => {
    const few = `${FEW_BILLS} bills`;
    const first = [
      await drainWith({ name: few, subject: "rival", bills: FEW_BILLS }, startRival),
      await drainWith({ name: few, subject: "billferry", bills: FEW_BILLS }, startServices(1)),
    ];
    if (isQuick) return first;
    const drains = [
      async () => drainWith({ name: `${bills} bills, 1 loader`, subject: "rival", bills }, startRival),
      ...LOADERS.map(
        (loaders) => async () =>
          drainWith(
            { name: `${bills} bills, ${loaders} loader${loaders > 1 ? "s" : ""}`, subject: "billferry", bills },
            startServices(loaders),
          ),
      ),
    ];
    const apart = drains.map(async (drain, index) => {
      await wait(index * STAGGER_MS);
      return drain();
    });
    return [...first, ...(await Promise.all(apart))];
  },
};

type Start = (stand: Stand) => Promise<readonly Program[]>;

async function startRival(stand: Stand): Promise<readonly Program[]> {
  return [await stand.startRival()];
}

function startServices(loaders: number): Start {
  return async (stand) =>
    Promise.all([
      stand.start("extractor"),
      stand.start("transformer"),
      ...Array.from({ length: loaders }, async () => stand.start("loader")),
    ]);
}

async function drainWith(
  { name, subject, bills }: { name: string; subject: Measurement["subject"] } & Required<Pick<MeasureOptions, "bills">>,
  start: Start,
): Promise<Measurement> {
  await using stand = await Stand.open({ bills: bills ?? BILLS, callsPerMinute: CALLS_PER_MINUTE });
  const { expected } = await stand.summary();
  const [first] = await start(stand);
  const { lastOrderAtMs, refusedCalls } = await stand.untilOrders(expected);
  const seconds = (lastOrderAtMs - (first?.startedAtMs ?? 0)) / 1_000;
  const floorSeconds = Math.floor((expected - 1) / CALLS_PER_MINUTE) * MINUTE_SECONDS;
  const figures = { seconds, refusedCalls, orders: expected };
  return {
    case: name,
    subject,
    figures: floorSeconds === 0 ? figures : { ...figures, overFloor: seconds / floorSeconds },
  };
}
