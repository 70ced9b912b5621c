import { OverviewReader, searchBills } from "@billferry/desk";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";

import { filledDocument, filledNumber, FILLED_DAYS, fillLedger } from "./fill-ledger.ts";
import { filledDay, filledSku, fillWaiting, WAREHOUSE } from "./fill-waiting.ts";

/**
 * What a person waits for among so many bills of half a year, nearly all of them finished: milliseconds of a page of
 * bills, by each way in which one is looked for, and of the overview.
 *
 * `node bench/search.ts [bills] [redis]`, one JSON line. A Redis that is named is filled if it is empty, and stays:
 * filling takes many times as long as measuring.
 */
const BILLS = Number(process.argv[2] ?? 100_000);
const SEARCHES = 300;
/** The first ones pay for the program's own start. */
const WARM_UP = 5;
const LOOKS = 50;
const SCHEMES = ["sal-outstock"];
const PAGE = 50;
const DAYS_BACK = 60;
/** As the console asks: what was not looked at by then stands on the next page. */
const WITHIN_MS = 4;

type Wanted = Omit<Parameters<typeof searchBills>[2], "limit" | "withinMs">;

/** What is asked for, of the bill or the day whose turn it is. */
const WAYS: Readonly<Record<string, (bill: number) => Wanted>> = {
  "whole number": (bill) => ({ q: filledNumber(bill) }),
  "beginning of a number": (bill) => ({ q: filledNumber(bill).slice(0, -3).toLowerCase() }),
  "last six digits": (bill) => ({ q: filledNumber(bill).slice(-6) }),
  "last four digits": (bill) => ({ q: filledNumber(bill).slice(-4) }),
  "a document's number": (bill) => ({ q: filledDocument(bill) }),
  "a document's last digits": (bill) => ({ q: filledDocument(bill).slice(-7) }),
  "fifty pasted numbers": (bill) => ({
    q: Array.from({ length: PAGE }, (_, more) => filledNumber((bill + more) % BILLS)).join("\n"),
  }),
  "all bills": () => ({}),
  "state held": () => ({ state: "held" }),
  "state delivered": () => ({ state: "delivered" }),
  "a day": (bill) => ({ day: filledDay(bill % DAYS_BACK) }),
  "a day, state held": (bill) => ({ day: filledDay(bill % DAYS_BACK), state: "held" }),
  "a class of case": () => ({ faultClass: "refusal" }),
  "a warehouse": () => ({ warehouse: WAREHOUSE }),
  "a day, a warehouse": (bill) => ({ day: filledDay(bill % DAYS_BACK), warehouse: WAREHOUSE }),
  "a day, last four digits": (bill) => ({ day: filledDay(bill % FILLED_DAYS), q: filledNumber(bill).slice(-4) }),
  "a week's goods": (bill) => ({ sku: filledSku(bill) }),
  "a day's goods": (bill) => ({ day: filledDay(bill % 7), sku: filledSku(bill) }),
};

const KEPT = process.argv[3];
const server = KEPT === undefined ? await startRedis() : { url: KEPT, stop: async () => undefined };
const log = createLogger({ name: "bench", level: "silent", version: "0" });
const redis = connectRedis(server.url, log);
try {
  if ((await redis.dbsize()) === 0) {
    await fillLedger(redis, BILLS);
    await fillWaiting(redis, BILLS);
  }
  const searches: Record<string, object> = {};
  for (const [way, wantedOf] of Object.entries(WAYS)) {
    const counts: number[] = [];
    const times = await timesOf(SEARCHES, async (turn) => {
      const wanted = wantedOf((turn * 7_919) % BILLS);
      const { items, next } = await searchBills(redis, SCHEMES, { ...wanted, limit: PAGE, withinMs: WITHIN_MS });
      counts.push(items.length);
      if (items.length === 0 && next === null) throw new Error(`nothing was found by ${JSON.stringify(wanted)}`);
    });
    searches[way] = {
      searchMedianMs: percentile(times, 0.5),
      searchP99Ms: percentile(times, 0.99),
      foundMedian: percentile(counts, 0.5),
    };
  }
  const reader = new OverviewReader({ redis, log, schemes: SCHEMES });
  const looks = await timesOf(LOOKS, async () => void (await reader.read()));
  const overview = { overviewMedianMs: percentile(looks, 0.5), overviewMaxMs: percentile(looks, 1) };
  process.stdout.write(`${JSON.stringify({ bills: BILLS, searches, overview })}\n`);
} finally {
  redis.disconnect();
  await server.stop();
}

async function timesOf(count: number, work: (turn: number) => Promise<void>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let turn = -WARM_UP; turn < count; turn += 1) {
    const startedAt = performance.now();
    await work(Math.abs(turn));
    if (turn >= 0) times.push(performance.now() - startedAt);
  }
  return times;
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) * 100) / 100;
}
