import {
  addDecimals,
  compareDecimals,
  parseDecimal,
  ZERO,
  type DecimalText,
  type StockoutOrder,
} from "@billferry/contracts";

/** The part of an order that a query shows. */
export interface FoundOrder {
  readonly status: string | null;
  readonly warehouseNo: string | null;
  readonly details: readonly { readonly specNo: string; readonly goodsCount: string }[];
}

/** Status 5 of `stockout_order_query` (vendor notes 3.1). */
const CANCELLED = "5";

/**
 * The difference between the order we would send and the one that is there, as words for an operator, or null where
 * they agree: warehouse, and quantity per SKU by value. A query that shows no lines proves no difference.
 */
export function describeDifference(wanted: StockoutOrder, found: FoundOrder): string | null {
  if (found.status === CANCELLED) return "该单据已在旺店通取消";
  if (found.warehouseNo !== null && found.warehouseNo !== wanted.warehouse_no)
    return `仓库 ${wanted.warehouse_no} ≠ ${found.warehouseNo}`;
  if (found.details.length === 0) return null;
  const ours = sumBySku(wanted.detail_list.map((line) => [line.spec_no, line.num]));
  const theirs = sumBySku(found.details.map((line) => [line.specNo, parseDecimal(line.goodsCount) ?? ZERO]));
  for (const sku of new Set([...ours.keys(), ...theirs.keys()])) {
    const [our, their] = [ours.get(sku) ?? ZERO, theirs.get(sku) ?? ZERO];
    if (compareDecimals(our, their) !== 0) return `${sku} 数量 ${our} ≠ ${their}`;
  }
  return null;
}

function sumBySku(lines: readonly (readonly [string, DecimalText])[]): ReadonlyMap<string, DecimalText> {
  const sums = new Map<string, DecimalText>();
  for (const [sku, num] of lines) sums.set(sku, addDecimals([sums.get(sku) ?? ZERO, num]));
  return sums;
}
