import type { Row } from "../measurement.ts";
import { runScript } from "./by-script.ts";

const BILLS = 1_000_000;
const QUICK_BILLS = 20_000;

/** What `bench/ledger.ts` prints, as far as it is shown. */
interface Found {
  readonly bytesPerBill: number;
  readonly findMedianMs: number;
  readonly findMaxMs: number;
}

/** Of finished bills in the ledger: bytes of each, and one of them found by its number. */
export const ledger: Row = {
  name: "ledger",
  title: "Finished bills in the ledger: what each takes, and how one is found",
  mostRuns: 1,
  measure: async ({ isQuick, bills = isQuick ? QUICK_BILLS : BILLS }) => {
    const { bytesPerBill, findMedianMs, findMaxMs } = (await runScript("ledger.ts", [String(bills)])) as Found;
    const figures = { bytesPerBill, findMedianMs, findMaxMs };
    return [{ case: `${bills} finished bills`, subject: "billferry", figures }];
  },
};
