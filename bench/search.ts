import { OverviewReader, searchBills } from "@billferry/desk";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";

import { filledDocument, filledNumber, fillLedger } from "./fill-ledger.ts";

/**
 * What a person waits for among so many finished bills of half a year: milliseconds of a search, over all the ways in
 * which numbers are typed and pasted, and of the overview.
 *
 * `node bench/search.ts [bills]`, one JSON line.
 */
const BILLS = Number(process.argv[2] ?? 100_000);
const SEARCHES = 700;
const LOOKS = 50;
const SCHEMES = ["sal-outstock"];
const PAGE = 50;

/** What is typed about one of the bills. */
const WAYS: readonly ((bill: number) => string)[] = [
  (bill) => filledNumber(bill),
  (bill) => filledNumber(bill).slice(0, -3).toLowerCase(),
  (bill) => filledNumber(bill).slice(-6),
  (bill) => filledNumber(bill).slice(-4),
  (bill) => filledDocument(bill),
  (bill) => filledDocument(bill).slice(-7),
  (bill) => Array.from({ length: PAGE }, (_, more) => filledNumber((bill + more) % BILLS)).join("\n"),
];

const server = await startRedis();
const log = createLogger({ name: "bench", level: "silent", version: "0" });
const redis = connectRedis(server.url, log);
try {
  await fillLedger(redis, BILLS);
  const searches: number[] = [];
  for (let search = 0; search < SEARCHES; search += 1) {
    const q = WAYS[search % WAYS.length]!((search * 7_919) % BILLS);
    const startedAt = performance.now();
    const { items } = await searchBills(redis, SCHEMES, { q, limit: PAGE });
    searches.push(performance.now() - startedAt);
    if (items.length === 0) throw new Error(`nothing was found by ${q}`);
  }
  const reader = new OverviewReader({ redis, log, schemes: SCHEMES });
  const looks: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const startedAt = performance.now();
    await reader.read();
    looks.push(performance.now() - startedAt);
  }
  const figures = {
    bills: BILLS,
    searchMedianMs: percentile(searches, 0.5),
    searchP99Ms: percentile(searches, 0.99),
    overviewMedianMs: percentile(looks, 0.5),
    overviewMaxMs: percentile(looks, 1),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  redis.disconnect();
  await server.stop();
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) * 100) / 100;
}
