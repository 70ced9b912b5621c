import {
  compareEffects,
  sumBySku,
  type DecimalText,
  type OrderDifference,
  type StockEffect,
} from "@billferry/contracts";

/** The part of an order in Wangdiantong that a query shows. */
export interface SeenOrder {
  readonly stockoutNo: string;
  readonly warehouseNo: string | null;
  readonly isCancelled: boolean;
  readonly isAudited: boolean;
  /** SKU and quantity of each line; none where the query showed none. */
  readonly lines: readonly (readonly [string, DecimalText])[];
}

/** In what an order that is there differs from the one that Kingdee asks for. */
export interface Comparison {
  /** For an operator, in Chinese. */
  readonly text: string;
  readonly differences: readonly OrderDifference[];
}

const MOST_LINES = 10;

/**
 * Holds what is there (an order, and corrections of it, whose quantities are added) against what is wanted: null where
 * warehouse and quantity by SKU agree. Cancelled orders move nothing. Where a query shows no lines of one of them, no
 * difference of quantities is proven, because what they move together is not known.
 */
export function compareOrders(wanted: StockEffect, seen: readonly SeenOrder[]): Comparison | null {
  const living = seen.filter((order) => !order.isCancelled);
  const strange = living.find(({ warehouseNo: no }) => no !== null && no !== wanted.warehouseNo);
  const isShown = living.every((order) => order.lines.length > 0);
  const differences = isShown ? compareEffects(wanted, effectOfSeen(seen, wanted.warehouseNo)) : [];
  const notes = [
    ...(living.length === 0 ? ["该单据已在旺店通取消"] : []),
    ...(strange === undefined ? [] : [`仓库应为 ${wanted.warehouseNo},实为 ${strange.warehouseNo}`]),
    ...(differences.length === 0 ? [] : [describeDifferences(differences)]),
  ];
  return notes.length === 0 ? null : { text: notes.join(";"), differences };
}

/**
 * What these orders do to stock together; the warehouse of the first living one, or `warehouseNo` where it is not told.
 */
export function effectOfSeen(seen: readonly SeenOrder[], warehouseNo: string): StockEffect {
  const living = seen.filter((order) => !order.isCancelled);
  return {
    warehouseNo: living.find((order) => order.warehouseNo !== null)?.warehouseNo ?? warehouseNo,
    quantities: sumBySku(living.flatMap((order) => order.lines)),
  };
}

/** "SKU-1 应为 12,实为 10", the first ten lines. */
function describeDifferences(differences: readonly OrderDifference[]): string {
  const lines = differences
    .slice(0, MOST_LINES)
    .map((each) => `${each.specNo} 应为 ${each.wanted},实为 ${each.present}`);
  return differences.length > MOST_LINES ? `${lines.join(";")};等共 ${differences.length} 行` : lines.join(";");
}
