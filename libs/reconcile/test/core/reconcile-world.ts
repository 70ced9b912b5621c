import { decimal, sumBySku, type DecimalText } from "@billferry/contracts";
import type { FoundOrder } from "@billferry/found-order";
import type { BillRecord, OrderRecord } from "@billferry/ledger";

import type { ExpectedOrder, ReconcileFacts } from "../../src/core/reconcile-facts.ts";

export const DAY = Date.UTC(2026, 10, 19, 16);
export const SPAN = { fromMs: DAY, toMs: DAY + 86_400_000 };

const goods = (quantities: Readonly<Record<string, string>>): ReadonlyMap<string, DecimalText> =>
  sumBySku(Object.entries(quantities).map(([sku, num]) => [sku, decimal(num)]));

export function order(n: number, quantities: Readonly<Record<string, string>> = { A: "1" }): ExpectedOrder {
  return {
    outerNo: `X${n}-CK01`,
    billId: String(n),
    billNo: `X${n}`,
    approvedAt: "2026-11-20T10:00:00",
    contentHash: `hash-${n}`,
    effect: { warehouseNo: "CK01", quantities: goods(quantities) },
    isAuditWanted: true,
  };
}

export function documentOf(
  outerNo: string,
  quantities: Readonly<Record<string, string>> = { A: "1" },
  change: Partial<FoundOrder> = {},
): FoundOrder {
  return {
    outerNo,
    stockoutNo: `CK-${outerNo}`,
    warehouseNo: "CK01",
    isCancelled: false,
    isAudited: true,
    quantities: goods(quantities),
    ...change,
  };
}

export function facts(change: Partial<ReconcileFacts> = {}): ReconcileFacts {
  const expected = change.expected ?? [];
  return {
    scheme: "online",
    span: SPAN,
    watermarkMs: SPAN.toMs,
    bills: expected.length,
    expected,
    excluded: [],
    refused: [],
    documents: [],
    orders: new Map(),
    ledgerBills: new Map(),
    strangers: new Map(),
    siblings: [],
    unused: [],
    accepted: new Map(),
    ...change,
  };
}

export function known(outerNo: string, change: Partial<OrderRecord>): OrderRecord {
  return {
    outerNo,
    billId: "1",
    state: "delivered",
    contentHash: "hash-1",
    deliveredHash: "hash-1",
    stockoutNo: "CK-1",
    proof: "answered",
    revision: 1,
    pushes: 1,
    firstPushAtMs: null,
    deliveredAtMs: DAY,
    reason: "",
    code: null,
    corrections: [],
    doubt: null,
    ...change,
  };
}

export const BILL = { billNo: "X9", isApproved: true, isVoid: false, approvedAtMs: DAY };
export const LEDGER_BILL: BillRecord = {
  billId: "9",
  billNo: "X9",
  contentHash: "h",
  approvedAt: "2026-11-20 10:00:00",
  revision: 1,
  state: "withdrawn",
  orders: [],
  earlierNumbers: [],
  hasOwnKeys: false,
  code: null,
  hold: null,
  reason: "deleted",
  readAtMs: DAY,
};
