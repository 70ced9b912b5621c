import { countCalls } from "./count-calls.ts";
import { Tally } from "./core/tally.ts";

export { fullName, METRICS, sample, type MetricName, type Sample } from "./core/definitions.ts";
export { Tally } from "./core/tally.ts";
export { renderMetrics } from "./render.ts";

/** Of this process: all that works in it counts here. */
export const tally = new Tally();

export const callsOf = (account: Parameters<typeof countCalls>[1]): ReturnType<typeof countCalls> =>
  countCalls(tally, account);
