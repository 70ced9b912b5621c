import { compareDecimals, ZERO, type OrderDifference, type StockEffect } from "@billferry/contracts";

import { livingOf, sumQuantities, type FoundOrder } from "./found-order.ts";

/** What is asked of an order that is there; without an `effect` only whether it lives. */
export interface WantedOrder {
  readonly effect: StockEffect | null;
  readonly asksForAudit: boolean;
}

/** How what is there stands to what is wanted. */
export interface Comparison {
  readonly verdict: "cancelled" | "different" | "not-audited" | "same";
  /** What is there and not cancelled. */
  readonly living: readonly FoundOrder[];
  /** All lines of `living` were shown, so that equality is proved and not merely not disproved. */
  readonly isShown: boolean;
  readonly warehouses: { readonly wanted: string; readonly present: string } | null;
  readonly differences: readonly OrderDifference[];
}

/**
 * Holds what is there under an order's key (the order itself and its corrections, whose quantities are added) against
 * what is wanted: warehouse and quantity by SKU. Cancelled orders move nothing. What a query does not tell is no
 * difference: a warehouse, or the quantities of all where one of them shows no lines.
 */
export function compareOrders({ effect, asksForAudit }: WantedOrder, found: readonly FoundOrder[]): Comparison {
  const living = livingOf(found);
  const quantities = sumQuantities(living);
  const strange = living.find(({ warehouseNo: no }) => effect !== null && no !== null && no !== effect.warehouseNo);
  const compared = {
    living,
    isShown: quantities !== null,
    warehouses: effect && strange?.warehouseNo ? { wanted: effect.warehouseNo, present: strange.warehouseNo } : null,
    differences: effect && quantities ? compareQuantities(effect.quantities, quantities) : [],
  };
  return { verdict: judge(compared, asksForAudit), ...compared };
}

function judge(compared: Omit<Comparison, "verdict">, asksForAudit: boolean): Comparison["verdict"] {
  const { living, warehouses, differences } = compared;
  if (living.length === 0) return "cancelled";
  if (warehouses !== null || differences.length > 0) return "different";
  return asksForAudit && living.some((order) => !order.isAudited) ? "not-audited" : "same";
}

/** Whether it is there as it is wanted, be it audited or not. */
export function isAsWanted({ verdict }: Comparison): boolean {
  return verdict === "same" || verdict === "not-audited";
}

/** Line by line, by SKU in order. */
function compareQuantities(
  wanted: StockEffect["quantities"],
  present: StockEffect["quantities"],
): readonly OrderDifference[] {
  return [...new Set([...wanted.keys(), ...present.keys()])].toSorted().flatMap((specNo) => {
    const line = { specNo, wanted: wanted.get(specNo) ?? ZERO, present: present.get(specNo) ?? ZERO };
    return compareDecimals(line.wanted, line.present) === 0 ? [] : [line];
  });
}

/** The difference of warehouses, in Chinese; empty where there is none. */
export function describeWarehouses({ warehouses }: Pick<Comparison, "warehouses">): string {
  return warehouses === null ? "" : `仓库应为 ${warehouses.wanted},实为 ${warehouses.present}`;
}

const MOST_LINES = 10;

/** For an operator, in Chinese: "SKU-1 应为 12,实为 10", the first ten lines; empty where nothing differs. */
export function describeComparison(comparison: Comparison): string {
  const { verdict, differences } = comparison;
  const lines = differences.map(({ specNo, wanted, present }) => `${specNo} 应为 ${wanted},实为 ${present}`);
  const notes = [
    verdict === "cancelled" ? "该单据已在旺店通取消" : "",
    describeWarehouses(comparison),
    ...lines.slice(0, MOST_LINES),
    lines.length > MOST_LINES ? `等共 ${lines.length} 行` : "",
  ];
  return notes.filter((note) => note !== "").join(";");
}
