export * from "./candidate-numbers.ts";
export * from "./correction.ts";
export * from "./decimal.ts";
export * from "./draft-results.ts";
export * from "./errand-results.ts";
export * from "./errands.ts";
export * from "./fault.ts";
export * from "./fault-codes.ts";
export type { FaultClass, Owner } from "./fault-entry.ts";
export { CLASS_WORDS, OWNER_WORDS } from "./fault-words.ts";
export * from "./fold.ts";
export * from "./hash.ts";
export { JOB_NOTES_KEPT, readJobNote, writeJobNote, type JobNote } from "./job-note.ts";
export { loadJob, transformJob, type LoadJob, type SweepJob, type TransformJob } from "./jobs.ts";
export * from "./kingdee-fields.ts";
export * from "./kingdee-time.ts";
export * from "./language.ts";
export {
  done,
  heldBy,
  MustWait,
  outcomeOfFault,
  QUOTA_USED_UP,
  putOff,
  type CaseReason,
  type Delivery,
  type Held,
  type Outcome,
  type SchemeStop,
  type Waiting,
} from "./outcomes.ts";
export * from "./results.ts";
export * from "./queues.ts";
export * from "./parameter-notes.ts";
export * from "./target-interface.ts";
export * from "./target-order.ts";
export * from "./cover.ts";
export * from "./order-edit.ts";
