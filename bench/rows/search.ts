import type { Row } from "../measurement.ts";
import { runScript } from "./by-script.ts";

const BILLS = 1_000_000;
const QUICK_BILLS = 20_000;

type Figures = Readonly<Record<string, number>>;

/** What `bench/search.ts` prints. */
interface Found {
  readonly searches: Readonly<Record<string, Figures>>;
  readonly overview: Figures;
}

/** Among so many bills: a page of them, by each way in which one is looked for, and the overview of all. */
export const search: Row = {
  name: "search",
  title: "A search among 1 000 000 bills, by each of its ways, and the overview",
  mostRuns: 1,
  measure: async ({ isQuick, bills = isQuick ? QUICK_BILLS : BILLS }) => {
    const { searches, overview } = (await runScript("search.ts", [String(bills)])) as Found;
    return Object.entries({ ...searches, "the overview": overview }).map(([name, figures]) => ({
      case: name,
      subject: "billferry" as const,
      figures,
    }));
  },
};
