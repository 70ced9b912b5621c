import type { DeliveryProof } from "@billferry/contracts";

/**
 * What the ledger knows.
 *
 * A bill is `read` (its rows wait for the transformer), `ordered` (its orders are in the ledger), `excluded` (a named
 * rule says that it has nothing to move) or `held` (it waits for a person).
 * An order is `waiting`, `pushing` (an attempt owns it), `delivered`, `held`, or `withdrawn` (a newer reading of its
 * bill has no such order any more, and it had never been pushed).
 */
export type BillState = "read" | "ordered" | "excluded" | "held";
export type OrderState = "waiting" | "pushing" | "delivered" | "held" | "withdrawn";

export interface BillRecord {
  readonly billId: string;
  readonly billNo: string;
  readonly contentHash: string;
  readonly state: BillState;
  readonly approvedAt: string;
  readonly orders: readonly string[];
  /** The rule of an excluded bill, the reason of a held one. */
  readonly reason: string;
}

export interface OrderRecord {
  readonly outerNo: string;
  readonly billId: string;
  readonly state: OrderState;
  readonly contentHash: string;
  readonly deliveredHash: string | null;
  readonly stockoutNo: string | null;
  readonly proof: DeliveryProof | null;
  readonly pushes: number;
  readonly firstPushAtMs: number | null;
  readonly reason: string;
}

/** A bill or order that waits for a person. */
export interface HeldRecord {
  readonly kind: "bill" | "order";
  readonly id: string;
  readonly reason: string;
  readonly sinceMs: number;
}

/** How far a scheme has come; times are epoch milliseconds of Kingdee's clock unless they say otherwise. */
export interface Progress {
  /** Everything approved before it is durably recorded. */
  readonly watermarkMs: number | null;
  /** Kingdee's time when the first window was begun. */
  readonly firstReadAtMs: number | null;
  readonly lastReadAtMs: number | null;
  /** Our own clock, for ages. */
  readonly lastReadWallMs: number | null;
  readonly lastError: string | null;
  readonly bills: number;
  readonly excluded: number;
  readonly delivered: number;
  readonly open: number;
  readonly held: number;
  /** Since when the oldest open bill or order is open, by Redis' clock. */
  readonly oldestOpenMs: number | null;
}

/** Whether an order may be pushed now. */
export type PushPermit =
  | { readonly kind: "go"; readonly pushes: number; readonly firstPushAtMs: number }
  | { readonly kind: "delivered"; readonly stockoutNo: string | null }
  | { readonly kind: "changed" }
  | { readonly kind: "superseded" }
  | { readonly kind: "busy"; readonly waitMs: number };

/** What became of an order of a bill that was read: only `enqueue` is new work. */
export type PlannedOrder = {
  readonly outerNo: string;
  readonly verdict: "enqueue" | "already-delivered" | "changed-after-delivery";
};
