export { backfill, type BackfillReport } from "./backfill.ts";
export { BUCKETS, type Bucket } from "./core/judge-orders.ts";
export type { ForeignDocument } from "./core/judge-strangers.ts";
export { findDeltas } from "./core/reconcile.ts";
export type { DayRow, Difference, DifferenceKind, GoodsRow, Reconciliation } from "./core/reconcile.ts";
export type { CaseGroup, Rehearsal } from "./core/rehearsal.ts";
export type { BothEnds, ReconcileOptions } from "./both-ends.ts";
export { reconcileBothEnds } from "./reconcile-both-ends.ts";
export { concludeRehearsal, feedRehearsal } from "./rehearse.ts";
