export { askForReading, askForSweep, type AskedOutcome } from "./ask-for-work.ts";
export { backfill, type BackfillReport } from "./backfill.ts";
export type { CorrectionKind } from "./core/correction.ts";
export { BUCKETS, type Bucket } from "./core/judge-orders.ts";
export {
  findDeltas,
  type DayRow,
  type Finding,
  type FindingKind,
  type GoodsRow,
  type Reconciliation,
} from "./core/reconcile.ts";
export type { ForeignDocument } from "./core/judge-strangers.ts";
export {
  assembleStatus,
  type GateFacts,
  type StageFacts,
  type StageStatus,
  type Status,
  type StatusFacts,
} from "./core/status.ts";
export type { Diagnosis } from "./core/diagnose.ts";
export { runDoctor, type DoctorOptions, type DoctorReport } from "./doctor/run-doctor.ts";
export { listGapMembers, listGaps, nameOf, type GapItem } from "./list-gaps.ts";
export { listBills } from "./list-bills.ts";
export { listCases, type CaseItem } from "./list-cases.ts";
export { listDoubts, type DoubtItem, type DoubtList, type UnclaimedItem } from "./list-doubts.ts";
export {
  PAUSABLE,
  pauseStages,
  resumeStages,
  type PausableStage,
  type Pause,
  type StageChange,
} from "./pause-stages.ts";
export { readStatus } from "./read-status.ts";
export { reconcileBothEnds, type BothEnds, type ReconcileOptions } from "./reconcile-both-ends.ts";
export type { CaseGroup, Rehearsal } from "./core/rehearsal.ts";
export { concludeRehearsal, feedRehearsal } from "./rehearse.ts";
export { inspectState, rebuildState, type RebuildOutcome, type StateReport } from "./repair-state.ts";
export { retry, type Retried, type RetryOptions, type RetryReport, type RetrySelection } from "./retry.ts";
export { RETRIABLE } from "./retry-jobs.ts";
export { schemesOfCase, settleCase, type Decision, type SettleOutcome, type SettleRequest } from "./settle-case.ts";
export { traceBill, type BillTrace, type TracedJob } from "./trace-bill.ts";
export { previewBill, type BillPreview, type PreviewedOrder } from "./preview-bill.ts";
export {
  findWangdiantongAccount,
  openKingdee,
  openWangdiantong,
  type KingdeeAccess,
  type WangdiantongAccess,
} from "./vendors.ts";
