export { startBulkRunner } from "./bulk-runner.ts";
export { countBulk, type BulkRequest } from "./count-bulk.ts";
export { beginBulk, stopBulk, type BulkDecision } from "./decide-bulk.ts";
export { findBulk, listBulk, listBulkItems, type BulkItems } from "./read-bulk.ts";
export {
  BULK_OUTCOMES,
  type BulkAct,
  type BulkFilter,
  type BulkItem,
  type BulkMapping,
  type BulkOutcome,
} from "../core/bulk-act.ts";
