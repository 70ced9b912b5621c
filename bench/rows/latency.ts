import { setTimeout as wait } from "node:timers/promises";

import type { Measurement, Row } from "../measurement.ts";
import { middle } from "../measurement.ts";
import { Stand, STAGES } from "../stand/stand.ts";

const RATES = [1, 10, 50];
const MINUTE_MS = 60_000;
const MINUTES = 2;
const QUICK_MINUTES = 0.5;
/** The slowest of a hundred. */
const TAIL = 0.99;

/** A bill is approved; when is its order in? Readings come every second. The rates run side by side: none is a load. */
export const latency: Row = {
  name: "latency",
  title: "From a bill's approval to its order, SYNC_EVERY=1s",
  plot: "p99Seconds",
  mostRuns: 2,
  measure: async ({ isQuick }) => {
    const minutes = isQuick ? QUICK_MINUTES : MINUTES;
    const rates = isQuick ? RATES.slice(-1) : RATES;
    return Promise.all([
      ...rates.map(async (rate) =>
        approveAt(rate, { minutes, subject: "billferry" }, async (stand) => {
          const programs = await Promise.all(STAGES.map(async (stage) => stand.start(stage, { SYNC_EVERY: "1s" })));
          await Promise.all(programs.map(async (program) => program.ready));
        }),
      ),
      approveAt(rates.at(-1)!, { minutes, subject: "rival" }, async (stand) => {
        const rival = await stand.startRival({ POLL_SECONDS: "1" });
        await rival.ready;
      }),
    ]);
  },
};

async function approveAt(
  rate: number,
  { minutes, subject }: { minutes: number; subject: Measurement["subject"] },
  start: (stand: Stand) => Promise<void>,
): Promise<Measurement> {
  await using stand = await Stand.open({ bills: 0 });
  await start(stand);
  const everyMs = MINUTE_MS / rate;
  const approvedAt = new Map<string, number>();
  const beganAtMs = Date.now();
  for (let bill = 0; bill < Math.max(1, rate * minutes); bill += 1) {
    // Not in step with the readings: anywhere within its share of the minute.
    await wait(Math.max(0, beganAtMs + (bill + Math.random()) * everyMs - Date.now()));
    const { billNo } = (await stand.control("bills", { lineCount: 3 })) as { billNo: string };
    approvedAt.set(billNo, Date.now());
    await stand.control(`bills/${encodeURIComponent(billNo)}/audit`, {});
  }
  await stand.untilOrders(approvedAt.size);
  const seconds = (await stand.orders())
    .map(({ acceptedAtMs, content }) => (acceptedAtMs - approvedAt.get(billNoOf(content.outer_no))!) / 1_000)
    .toSorted((a, b) => a - b);
  return {
    case: `${rate} bills a minute`,
    subject,
    figures: {
      p50Seconds: middle(seconds),
      p99Seconds: seconds[Math.ceil(seconds.length * TAIL) - 1]!,
      orders: seconds.length,
    },
  };
}

function billNoOf(outerNo: string): string {
  return outerNo.slice(0, outerNo.lastIndexOf("-"));
}
