import { sumBySku } from "@billferry/contracts";
import type { DocumentRecord } from "@billferry/wangdiantong";

import type { PresentDocument } from "./core/reconcile-facts.ts";

/** What a query showed, as far as a comparison needs it; undefined for a document without an outer number. */
export function toDocument(record: DocumentRecord): PresentDocument | undefined {
  const { outerNo, stockoutNo, warehouseNo, isCancelled, isAudited, details } = record;
  if (outerNo === null) return undefined;
  return {
    outerNo,
    stockoutNo,
    warehouseNo,
    isCancelled,
    isAudited,
    quantities: details.length === 0 ? null : sumBySku(details.map((line) => [line.specNo, line.goodsCount])),
  };
}
