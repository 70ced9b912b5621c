import { sumBySku, TARGET_INTERFACES, type TargetName } from "@billferry/contracts";
import type { FoundOrder } from "@billferry/found-order";

import type { RawDocument } from "./answer-schemas.ts";

/** A row of a query: an order, but for numbers that a row need not bear. */
export interface DocumentRow extends Omit<FoundOrder, "outerNo" | "stockoutNo"> {
  readonly outerNo: string | null;
  readonly stockoutNo: string | null;
}

/** `askedStatus`: a row that does not tell its status has the one that was asked for. */
export function readDocument(target: TargetName, row: RawDocument, askedStatus: string | undefined): DocumentRow {
  const { outerNo, stockoutNo, warehouseNo, details } = row;
  const status = row.status ?? askedStatus ?? null;
  return {
    outerNo,
    stockoutNo,
    warehouseNo,
    isCancelled: status === TARGET_INTERFACES[target].documents.cancelledStatus,
    isAudited: isAudited(target, status),
    quantities: details.length === 0 ? null : sumBySku(details.map((line) => [line.specNo, line.goodsCount])),
  };
}

/** An audited document moves stock. Without a status: from a query without one, which shows only finished ones. */
export function isAudited(target: TargetName, status: string | null): boolean {
  return status === null || Number(status) >= TARGET_INTERFACES[target].documents.firstAuditedStatus;
}

/** The order that a row shows; `soughtNo` is its key where the row bears none. Undefined for what is none of ours. */
export function toFoundOrder(row: DocumentRow, soughtNo?: string): FoundOrder | undefined {
  const { stockoutNo, outerNo = null } = { ...row, outerNo: row.outerNo ?? soughtNo };
  return stockoutNo === null || outerNo === null ? undefined : { ...row, stockoutNo, outerNo };
}
