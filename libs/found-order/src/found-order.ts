import { hashContent, sumBySku, type DecimalText, type StockEffect } from "@billferry/contracts";

/** An order as a query of Wangdiantong shows it. */
export interface FoundOrder {
  readonly outerNo: string;
  readonly stockoutNo: string;
  /** Null where the query does not tell it. */
  readonly warehouseNo: string | null;
  /** It moves no stock and keeps its key. */
  readonly isCancelled: boolean;
  readonly isAudited: boolean;
  /** SKU → quantity, zeros left out; null where the query shows no lines, which proves nothing. */
  readonly quantities: ReadonlyMap<string, DecimalText> | null;
}

/**
 * What these orders move together; null where one of them shows no lines. Cancelled ones are the caller's to leave out.
 */
export function sumQuantities(orders: readonly FoundOrder[]): ReadonlyMap<string, DecimalText> | null {
  const shown = orders.map(({ quantities }) => quantities).filter((quantities) => quantities !== null);
  return shown.length < orders.length ? null : sumBySku(shown.flatMap((quantities) => [...quantities]));
}

/** Those of these orders that move stock. */
export function livingOf(orders: readonly FoundOrder[]): readonly FoundOrder[] {
  return orders.filter((order) => !order.isCancelled);
}

/** A short hash of what an order does to stock (warehouse, quantity by SKU): equal effects hash equally. */
export function hashEffect(effect: StockEffect): string {
  const quantities = [...effect.quantities].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return hashContent([effect.warehouseNo, quantities]).slice(0, 16);
}
