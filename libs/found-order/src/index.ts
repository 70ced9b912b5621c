export { compareOrders, describeComparison, describeWarehouses, isAsWanted } from "./comparison.ts";
export type { Comparison, WantedOrder } from "./comparison.ts";
export { evidenceOf, gatherEvidence, isWhole } from "./evidence.ts";
export { hashEffect, livingOf, sumQuantities, type FoundOrder } from "./found-order.ts";
