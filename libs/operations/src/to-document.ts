import { sumBySku } from "@billferry/contracts";
import { isAudited, isCancelled, type StockoutOrderRecord } from "@billferry/wangdiantong";

import type { PresentDocument } from "./core/reconcile-facts.ts";

/** What a query showed, as far as a comparison needs it; undefined for a document without an outer number. */
export function toDocument(record: StockoutOrderRecord): PresentDocument | undefined {
  const { outerNo, stockoutNo, warehouseNo, status, details } = record;
  if (outerNo === null) return undefined;
  return {
    outerNo,
    stockoutNo,
    warehouseNo,
    isCancelled: isCancelled(status),
    isAudited: isAudited(status),
    quantities: details.length === 0 ? null : sumBySku(details.map((line) => [line.specNo, line.goodsCount])),
  };
}
