import type { Row } from "./measurement.ts";
import { drain } from "./rows/drain.ts";

/** All rows, in the order of the page. */
export const ROWS: readonly Row[] = [drain];
