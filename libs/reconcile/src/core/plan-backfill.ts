import type { OrderVerdict } from "./judge-orders.ts";
import type { ReconcileFacts } from "./reconcile-facts.ts";

/** What a backfill would do. */
export interface BackfillPlan {
  /** Expected orders that are in Wangdiantong already, right or wrong. */
  readonly present: number;
  /** Orders that will be sent, and the bills that have to be transformed for it. */
  readonly orders: readonly string[];
  readonly billIds: readonly string[];
  /** On their way without any help. */
  readonly underWay: number;
  /** Missing, and a person has to decide (or has decided): held, settled, cancelled, vanished. */
  readonly leftToPersons: readonly OrderVerdict[];
  /** What is there of bills that will be transformed: shown to the loader, so that it is not pushed again. */
  readonly evidence: readonly OrderVerdict[];
}

/**
 * Which bills to bring in; pure. Only what the ledger does not know or knows as withdrawn is brought in: what it works
 * on arrives by itself, and what a person has to decide is not decided by a backfill.
 */
export function planBackfill(verdicts: readonly OrderVerdict[], facts: ReconcileFacts): BackfillPlan {
  const missing = verdicts.filter((verdict) => verdict.living.length === 0);
  const isSent = ({ order, bucket, why }: OrderVerdict): boolean =>
    bucket === "missing" &&
    (why === "unknown" ||
      why === "withdrawn" ||
      (why === "waiting" && !facts.orders.has(order.outerNo) && !facts.ledgerBills.has(order.billId)));
  const sent = missing.filter(isSent);
  const billIds = new Set(sent.map(({ order }) => order.billId));
  const others = missing.filter((verdict) => !isSent(verdict));
  return {
    present: verdicts.length - missing.length,
    orders: sent.map(({ order }) => order.outerNo),
    billIds: [...billIds],
    underWay: others.filter(({ why }) => why === "waiting").length,
    leftToPersons: others.filter(({ why }) => why !== "waiting"),
    evidence: verdicts.filter(({ order, living }) => living.length > 0 && billIds.has(order.billId)),
  };
}
