import type { Row } from "../measurement.ts";
import { runScript } from "./by-script.ts";

const BILLS = 1_000_000;
const QUICK_BILLS = 20_000;

/** What `bench/search.ts` prints, as far as it is shown. */
interface Found {
  readonly searchMedianMs: number;
  readonly searchP99Ms: number;
  readonly overviewMedianMs: number;
  readonly overviewMaxMs: number;
}

/** Among finished bills: one searched for by a number or a part of it, and the overview of all. */
export const search: Row = {
  name: "search",
  title: "A search among finished bills, and the overview",
  mostRuns: 1,
  measure: async ({ isQuick, bills = isQuick ? QUICK_BILLS : BILLS }) => {
    const { searchMedianMs, searchP99Ms, overviewMedianMs, overviewMaxMs } = (await runScript("search.ts", [
      String(bills),
    ])) as Found;
    const figures = { searchMedianMs, searchP99Ms, overviewMedianMs, overviewMaxMs };
    return [{ case: `${bills} finished bills`, subject: "billferry", figures }];
  },
};
