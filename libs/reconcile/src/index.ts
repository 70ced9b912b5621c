export { backfill, type BackfillReport } from "./backfill.ts";
export { BUCKETS, sumQuantities, type Bucket } from "./core/judge-orders.ts";
export type { ForeignDocument } from "./core/judge-strangers.ts";
export type { PresentDocument } from "./core/reconcile-facts.ts";
export {
  findDeltas,
  type DayRow,
  type Difference,
  type DifferenceKind,
  type GoodsRow,
  type Reconciliation,
} from "./core/reconcile.ts";
export type { CaseGroup, Rehearsal } from "./core/rehearsal.ts";
export { findCorrectionOrders, findOrderDocuments } from "./find-documents.ts";
export { reconcileBothEnds, type BothEnds, type ReconcileOptions } from "./reconcile-both-ends.ts";
export { concludeRehearsal, feedRehearsal } from "./rehearse.ts";
