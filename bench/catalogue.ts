import type { Row } from "./measurement.ts";
import { backfill } from "./rows/backfill.ts";
import { counts } from "./rows/counts.ts";
import { drain } from "./rows/drain.ts";
import { growth } from "./rows/growth.ts";
import { latency } from "./rows/latency.ts";
import { ledger } from "./rows/ledger.ts";
import { quota } from "./rows/quota.ts";
import { recovery } from "./rows/recovery.ts";
import { schemes } from "./rows/schemes.ts";
import { search } from "./rows/search.ts";
import { start } from "./rows/start.ts";

/** All rows, in the order of the page. */
export const ROWS: readonly Row[] = [
  drain,
  start,
  quota,
  recovery,
  latency,
  counts,
  growth,
  ledger,
  search,
  backfill,
  schemes,
];
