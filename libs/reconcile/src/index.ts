export { backfill, type BackfillReport } from "./backfill.ts";
export { compareBill } from "./compare-bill.ts";
export { findDeltas, type Difference, type Reconciliation } from "./core/reconcile.ts";
export type { Rehearsal } from "./core/rehearsal.ts";
export type { BothEnds, ReconcileOptions } from "./both-ends.ts";
export { reconcileBothEnds } from "./reconcile-both-ends.ts";
export { concludeRehearsal, feedRehearsal } from "./rehearse.ts";
