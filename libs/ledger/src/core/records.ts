import type {
  CaseReason,
  DeliveryProof,
  FaultCode,
  MissingCode,
  OrderDifference,
  OrderEdit,
} from "@billferry/contracts";

/**
 * What the ledger knows. Which state follows which is a table of its own (`transitions.ts`); `docs/job-lifecycle.md`
 * draws it.
 *
 * A bill is `read` (its rows wait for the transformer), `ordered` (its orders are in the ledger), `excluded` (a named
 * rule, or a person, says that it has nothing to move), `held` (it waits for a person) or `withdrawn` (unapproved,
 * voided or deleted since it was read).
 *
 * An order is `waiting`, `pushing` (an attempt owns it), `delivered`, `held` (not delivered, waits for a person),
 * `disputed` (delivered, but what is there and what Kingdee says differ: waits for a person) or `withdrawn` (its bill
 * does not ask for it any more, and it was never delivered).
 */
export const BILL_STATES = ["read", "ordered", "excluded", "held", "withdrawn"] as const;
export const ORDER_STATES = ["waiting", "pushing", "delivered", "held", "disputed", "withdrawn"] as const;

export type BillState = (typeof BILL_STATES)[number];
export type OrderState = (typeof ORDER_STATES)[number];

/** One bill as a stage speaks of it. */
export interface BillRef {
  readonly billId: string;
  readonly billNo: string;
  readonly contentHash: string;
  /** `FApproveDate` as Kingdee writes it. */
  readonly approvedAt: string;
  /** Counts the contents of the bill, from 1: `planReading` decides, and the ledger keeps the highest. */
  readonly revision: number;
  /** The bill is as it was known, and only the mapping (the scheme) is another one. Left out: it has changed. */
  readonly isRemapped?: boolean | undefined;
}

export interface OrderRef {
  readonly outerNo: string;
  readonly billId: string;
  readonly contentHash: string;
}

/** What the reader asks about a bill that Kingdee has just shown. */
export interface KnownBill {
  readonly contentHash: string;
  readonly state: BillState;
  readonly revision: number;
}

export interface BillRecord extends Omit<BillRef, "isRemapped"> {
  readonly state: BillState;
  /** All that were ever asked for, those asked for now first. */
  readonly orders: readonly string[];
  /** Numbers that it, or another bill with its id, had before. */
  readonly earlierNumbers: readonly string[];
  /** Its keys bear its id, since another bill has the plain ones: a person's decision. */
  readonly hasOwnKeys: boolean;
  /** The person who holds it back, why, and since when: until it is released nothing of it is pushed. */
  readonly hold: { readonly by: string; readonly note: string; readonly atMs: number } | null;
  /** The rule of an excluded bill, the reason of a held one, the cause of a withdrawn one. */
  readonly reason: string;
  /** Of a held one. */
  readonly code: FaultCode | null;
  /** By Redis' clock. */
  readonly readAtMs: number | null;
}

export interface OrderRecord {
  readonly outerNo: string;
  readonly billId: string;
  readonly state: OrderState;
  /** The content that Kingdee asks for now; empty where it asks for none. */
  readonly contentHash: string;
  /** The content that was delivered, or that a person accepted as delivered. */
  readonly deliveredHash: string | null;
  readonly stockoutNo: string | null;
  readonly proof: DeliveryProof | null;
  readonly revision: number;
  readonly pushes: number;
  readonly firstPushAtMs: number | null;
  readonly deliveredAtMs: number | null;
  readonly reason: string;
  readonly code: FaultCode | null;
  /** Corrections that a person had pushed: their outer numbers. */
  readonly corrections: readonly string[];
  readonly doubt: Doubt | null;
}

/**
 * What is not known of an order and is still to be found out:
 * - `content`: it is there (a repeat was refused), with whatever content;
 * - `life`: it was delivered, and its bill had stopped asking for it for a while: it may have been cancelled meanwhile;
 * - `presence`: it is not asked for, or was refused, and a push of it may have made it all the same.
 */
export type Doubt = "content" | "life" | "presence";

/** An order in doubt, with all that a look needs. */
export interface DoubtfulOrder extends OrderRecord {
  readonly doubt: Doubt;
  /** By Redis' clock. */
  readonly sinceMs: number;
  /** Looks that taught nothing. */
  readonly looks: number;
  /** The load job that asked for it, as JSON; null where no attempt has met the doubt yet. */
  readonly job: string | null;
}

/** What a look at an order in doubt came to; with a `reason` it is a case. */
export type Look =
  | { readonly kind: "same"; readonly stockoutNo: string | null; readonly reason?: CaseReason }
  | { readonly kind: "gone" }
  | { readonly kind: "vain"; readonly restMs: number; readonly reason?: CaseReason }
  | {
      readonly kind: "wrong";
      readonly stockoutNo: string | null;
      readonly reason: CaseReason;
      readonly differences: readonly OrderDifference[];
      /** To be looked at again after that; null where what was seen is beyond doubt. */
      readonly restMs: number | null;
    };

/** A document that an inventory saw. */
export interface FoundDocument extends Evidence {
  readonly outerNo: string;
}

/** A bill or order that waits for a person; `caseId` is "bill:FID" or "order:OUTER_NO". */
export interface CaseRecord extends CaseReason {
  readonly caseId: string;
  readonly kind: "bill" | "order";
  readonly id: string;
  readonly billId: string;
  readonly billNo: string;
  readonly sinceMs: number;
  /** The content that it is about: an act names it, so that it settles what was seen and nothing else. */
  readonly contentHash: string;
  /** The missing codes that it waits for; nothing else is needed where there are any. */
  readonly gaps: readonly MissingCode[];
  /** Line by line, where the order is delivered and differs; empty where it is not known or not the trouble. */
  readonly differences: readonly OrderDifference[];
}

/** What happened to a bill beyond the ordinary; the ordinary is told by the times in the records themselves. */
export interface HistoryEntry {
  readonly atMs: number;
  readonly event:
    | "changed"
    | "withdrawn"
    | "held"
    | "disputed"
    | "accepted"
    | "corrected"
    | "revived"
    /** The number was another one (the text) until then. */
    | "renumbered"
    /** The order was another bill's until then (the text is that bill's id). */
    | "taken-over"
    /** The order is another bill's from then on (the text is that bill's id). */
    | "passed-on"
    /** The mapping would give other content now; what was delivered stays as it is. */
    | "kept"
    | "own-keys"
    /** A person holds it back from then on, or lets it go. */
    | "held-back"
    | "let-go"
    /** A person has changed what the order says, or has taken that back. */
    | "edited"
    | "edit-dropped"
    | "lost-to-other"
    | "not-there";
  /** The order, where it concerns one. */
  readonly outerNo?: string;
  readonly text: string;
  /** The person, where one decided. */
  readonly by?: string;
}

/**
 * A ledger that begins empty may be a new one or one that was wiped; nobody can tell. Before its first push, what
 * Wangdiantong already has is listed once (`done`), or that is found to be impossible (`unavailable`): then each repeat
 * costs a call and is refused as a duplicate, which is safe too.
 */
export type InventoryState = "needed" | "running" | "done" | "unavailable";

/** An order that an inventory saw in Wangdiantong. */
export interface Evidence {
  readonly stockoutNo: string;
  /** `hashEffect` of what is there, corrections added and cancelled ones left out. */
  readonly effectHash: string;
  readonly isAudited: boolean;
  /** It makes good another order that was listed too, and is counted with that one. */
  readonly isCorrection?: true;
}

/** Whether an order may be pushed now. */
export type PushPermit =
  | {
      readonly kind: "go";
      readonly pushes: number;
      readonly firstPushAtMs: number;
      readonly evidence: Evidence | null;
      readonly revision: number;
      /** As it was when the permit was given: without `done` or `unavailable` the evidence may be missing. */
      readonly inventory: InventoryState;
      readonly edit?: OrderEdit;
    }
  /** A person has paused the stage. */
  | { readonly kind: "paused" }
  | { readonly kind: "delivered"; readonly stockoutNo: string | null }
  /** Delivered with other content: the loader finds the difference and makes it a case. */
  | {
      readonly kind: "changed";
      readonly stockoutNo: string | null;
      readonly deliveredAtMs: number | null;
      readonly corrections: readonly string[];
    }
  /** Delivered, and asked for again after it was not for a while: whether it still lives is to be looked at first. */
  | {
      readonly kind: "verify";
      readonly stockoutNo: string | null;
      readonly deliveredAtMs: number | null;
      readonly corrections: readonly string[];
      /** A person accepted what is there although it differs: only its life is in doubt. */
      readonly isAccepted: boolean;
    }
  | { readonly kind: "superseded" }
  /** A person holds its bill back. */
  | { readonly kind: "on-hold"; readonly by: string; readonly note: string }
  | { readonly kind: "busy"; readonly waitMs: number }
  /** Another bill asks for the key, and whether this order's bill still lives is being asked. */
  | { readonly kind: "contested" };

/**
 * What became of an order of a bill that was read. `enqueue` is new work; `changed-after-delivery` and `verify` are
 * enqueued too, so that the loader can find the difference, or whether what was delivered still lives. `contested`:
 * another living bill asks for the key, and nothing was recorded.
 */
export interface RecordedOrder {
  readonly outerNo: string;
  readonly verdict: "enqueue" | "already-delivered" | "changed-after-delivery" | "verify" | "contested";
  readonly revision: number;
  /** Who has the key of a contested order. */
  readonly owner?: { readonly billId: string; readonly billNo: string };
}

export type WithdrawalCause = "unapproved" | "voided" | "deleted";
