import { findCorrections } from "@billferry/contracts";

import { hashEffect, livingOf, sumQuantities, type FoundOrder } from "./found-order.ts";

/** What Wangdiantong has under one key, corrections included: what a listing teaches the planner before a push. */
export interface OrderEvidence {
  readonly outerNo: string;
  readonly stockoutNo: string;
  readonly effectHash: string;
  readonly isAudited: boolean;
  /** It makes good another order that was listed. */
  readonly isCorrection?: true;
}

/**
 * Adds up what was listed: one entry for each key, the quantities of its corrections added. Each correction has an
 * entry of its own besides, because it is an order of its own too.
 */
export function gatherEvidence(listed: readonly FoundOrder[]): readonly OrderEvidence[] {
  const byKey = Map.groupBy(listed, (order) => order.outerNo);
  const corrections = findCorrections(byKey.keys());
  const byCorrectedKey = Map.groupBy(listed, (order) => corrections.get(order.outerNo));
  return [...byKey].flatMap(([outerNo, own]) => {
    const evidence = evidenceOf(outerNo, [...own, ...(byCorrectedKey.get(outerNo) ?? [])]);
    if (evidence === undefined) return [];
    return corrections.has(outerNo) ? { ...evidence, isCorrection: true } : evidence;
  });
}

/**
 * What is there for one order, itself and its corrections. Undefined where all is cancelled or one shows no lines:
 * absence means "unknown". Its number is that of a living document of its own, else of a cancelled one.
 */
export function evidenceOf(outerNo: string, found: readonly FoundOrder[]): OrderEvidence | undefined {
  const living = livingOf(found);
  const own = [...living, ...found].find((order) => order.outerNo === outerNo);
  const effectHash = hashOf(living);
  if (living.length === 0 || own === undefined || effectHash === null) return undefined;
  return { outerNo, stockoutNo: own.stockoutNo, effectHash, isAudited: living.every((order) => order.isAudited) };
}

/**
 * Whether an order alone is all that evidence saw under its key: false where there are corrections besides, or where it
 * was changed since.
 */
export function isWhole(found: FoundOrder, evidence: Pick<OrderEvidence, "effectHash"> | null): boolean {
  return evidence === null || evidence.effectHash === hashOf(livingOf([found]));
}

/** The effect of these orders together, in the first warehouse that is told; null where one shows no lines. */
function hashOf(living: readonly FoundOrder[]): string | null {
  const quantities = sumQuantities(living);
  const warehouseNo = living.find((order) => order.warehouseNo !== null)?.warehouseNo ?? "";
  return quantities && hashEffect({ warehouseNo, quantities });
}
