import type { Measurement, Row } from "../measurement.ts";
import { flatten, runScript } from "./by-script.ts";

const SCHEMES = [1, 10, 50, 200];
const QUICK_SCHEMES = [1, 10];
const SECONDS = 20;

/** One set of services for many accounts that have nothing to do. */
export const schemes: Row = {
  name: "schemes",
  title: "Schemes with accounts of their own on one set of services, idle",
  mostRuns: 1,
  measure: async ({ isQuick }) => {
    const all: Measurement[] = [];
    for (const count of isQuick ? QUICK_SCHEMES : SCHEMES) {
      const measured = await runScript("many-schemes.ts", ["--schemes", String(count), "--seconds", String(SECONDS)]);
      const { schemes: _schemes, seconds: _seconds, mostPerSecondAndScheme: _most, ...figures } = measured;
      all.push({ case: `${count} scheme${count > 1 ? "s" : ""}`, subject: "billferry", figures: flatten(figures) });
    }
    return all;
  },
};
