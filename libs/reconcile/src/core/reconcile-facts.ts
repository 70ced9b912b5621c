import type { CaseReason, StockEffect } from "@billferry/contracts";
import type { FoundOrder } from "@billferry/found-order";
import type { BillRecord, OrderRecord } from "@billferry/ledger";
import type { UnusedInBills } from "@billferry/scheme";

interface ApprovedBill {
  readonly billId: string;
  readonly billNo: string;
  /** `FApproveDate` as Kingdee writes it. */
  readonly approvedAt: string;
}

/** An order that a bill, as it stands in Kingdee now, asks for. */
export interface ExpectedOrder extends ApprovedBill {
  readonly outerNo: string;
  readonly contentHash: string;
  readonly effect: StockEffect;
  /** Whether it was to be audited at once. */
  readonly isAuditWanted: boolean;
}

/** A bill of which nothing can be made. */
export interface RefusedBill extends ApprovedBill, CaseReason {}

/** A bill of which nothing is to be made. */
export interface ExcludedBill extends ApprovedBill {
  readonly rule: string;
}

/** A bill as Kingdee shows it now, whatever its state; found by the number in a stranger's key. */
export interface KingdeeBill {
  readonly billNo: string;
  readonly isApproved: boolean;
  readonly isVoid: boolean;
  readonly approvedAtMs: number | null;
}

/** What can be learned of a document that no bill of the span asks for. */
export interface StrangerFacts {
  readonly kingdeeBill?: KingdeeBill | undefined;
  readonly ledgerBill?: BillRecord | undefined;
  /** When the ledger's bill was approved. */
  readonly ledgerApprovedAtMs?: number | undefined;
}

/** What another scheme that reads the same form into the same interface has to do with documents of the span. */
export interface SiblingFacts {
  readonly scheme: string;
  /** Keys of the orders that its bills of the span ask for. */
  readonly expected: ReadonlySet<string>;
  /** Numbers of the bills of the span that it takes: orders are made of them, or cannot be made. */
  readonly billNos: ReadonlySet<string>;
  /** Its ledger's orders by key, of those that no scheme asks for. */
  readonly orders: ReadonlyMap<string, OrderRecord>;
}

/** Everything that a comparison of both ends rests on, gathered beforehand. */
export interface ReconcileFacts {
  readonly scheme: string;
  /** Approved in `[fromMs, toMs)`. */
  readonly span: { readonly fromMs: number; readonly toMs: number };
  /** Up to where the readings have come. */
  readonly watermarkMs: number | null;
  readonly bills: number;
  readonly expected: readonly ExpectedOrder[];
  readonly excluded: readonly ExcludedBill[];
  readonly refused: readonly RefusedBill[];
  /** What lines carry and the scheme does not use: both ends agree on it, and still it may be wrong. */
  readonly unused: readonly UnusedInBills[];
  readonly documents: readonly FoundOrder[];
  /** The ledger's orders by key, and bills by id. */
  readonly orders: ReadonlyMap<string, OrderRecord>;
  readonly ledgerBills: ReadonlyMap<string, BillRecord>;
  readonly strangers: ReadonlyMap<string, StrangerFacts>;
  readonly siblings: readonly SiblingFacts[];
  /** Whoever accepted an order or bill as it is: by outer number or bill id. */
  readonly accepted: ReadonlyMap<string, string>;
}
