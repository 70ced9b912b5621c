import type { Measurement, Row } from "../measurement.ts";
import { addCosts, type ProcessCost } from "../stand/process-cost.ts";
import { Stand, STAGES } from "../stand/stand.ts";

const ROWS = [10_000, 100_000, 1_000_000];
const QUICK_ROWS = ROWS.slice(0, 2);
/** As the source makes them (`bench/stand/kingdee-source.ts`); one order a bill. */
const LINES = 25;

/** Ten times the rows, the same memory. */
export const backfill: Row = {
  name: "backfill",
  title: "A backfill, bills of 25 rows: peak memory of our three processes",
  plot: "peakMiB",
  mostRuns: 1,
  measure: async ({ isQuick }) => {
    const all: Measurement[] = [];
    let before: number | undefined;
    for (const rows of isQuick ? QUICK_ROWS : ROWS) {
      const costs = await fillFrom(rows);
      const { peakMiB, cpuSeconds } = addCosts(costs);
      const stages = Object.fromEntries(STAGES.map((stage, index) => [`${stage} peakMiB`, costs[index]!.peakMiB]));
      const timesTenth = before === undefined ? {} : { timesTenth: peakMiB / before };
      all.push({
        case: `${rows} rows`,
        subject: "billferry",
        figures: { peakMiB, ...stages, ...timesTenth, cpuSeconds },
      });
      before = peakMiB;
    }
    return all;
  },
};

async function fillFrom(rows: number): Promise<readonly ProcessCost[]> {
  await using stand = await Stand.open({ bills: 0, acceptsAll: true });
  const kingdeeUrl = await stand.startKingdeeSource(rows);
  const env = { KINGDEE_URL: kingdeeUrl, KINGDEE_AUTH: "password", SYNC_EVERY: "1h" };
  const programs = await Promise.all(STAGES.map(async (stage) => stand.start(stage, env)));
  await stand.untilOrders(Math.ceil(rows / LINES));
  return programs.map((program) => program.cost());
}
