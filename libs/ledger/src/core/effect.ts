import { hashContent, type StockEffect } from "@billferry/contracts";

/** A short hash of what an order does to stock (warehouse, quantity by SKU): equal effects hash equally. */
export function hashEffect(effect: StockEffect): string {
  const quantities = [...effect.quantities].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return hashContent([effect.warehouseNo, quantities]).slice(0, 16);
}
