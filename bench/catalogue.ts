import type { Row } from "./measurement.ts";
import { drain } from "./rows/drain.ts";
import { latency } from "./rows/latency.ts";
import { quota } from "./rows/quota.ts";
import { recovery } from "./rows/recovery.ts";
import { start } from "./rows/start.ts";

/** All rows, in the order of the page. */
export const ROWS: readonly Row[] = [drain, start, quota, recovery, latency];
