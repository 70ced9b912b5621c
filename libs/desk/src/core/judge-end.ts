import type { FaultCode } from "@billferry/contracts";
import type { BillRecord, OrderRecord } from "@billferry/ledger";

import type { BulkOutcome } from "./bulk-act.ts";

/**
 * What is seen of a case that was asked for. Work moves from the list of what is to be made anew to the transformer,
 * and from there to the loader; looked at in this order it cannot be missed.
 */
export interface WayFacts {
  readonly isListed: boolean;
  /** Of its bill's job, and of its orders' jobs: whether one is to be done or under way. */
  readonly isTransforming: boolean;
  readonly isLoading: boolean;
  readonly bill: BillRecord | undefined;
  /** The bill's own reason for being held. */
  readonly billCode: FaultCode | null;
  /** All that it asks for now; of a case that is an order, that one alone as long as its bill asks for it. */
  readonly orders: readonly OrderRecord[];
}

export interface WayEnd {
  readonly outcome: Exclude<BulkOutcome, "untried" | "asking" | "changed">;
  readonly text: string;
  readonly endCode: FaultCode | null;
}

const UNDERWAY: WayEnd = { outcome: "underway", text: "", endCode: null };
const GONE = "单据已不在台账中";
const NOT_WANTED = "金蝶已不再要求,或已由人结案";
const WITHDRAWN = "单据在金蝶中已反审核、作废或删除";

/** Where it has come to; pure. */
export function judgeEnd({ isListed, isTransforming, isLoading, bill, billCode, orders }: WayFacts): WayEnd {
  if (isListed || isTransforming || isLoading) return UNDERWAY;
  if (bill === undefined) return leftAlone(GONE);
  switch (bill.state) {
    case "held":
      return { outcome: "failed", text: bill.reason, endCode: billCode ?? "PROGRAM_BUG" };
    case "withdrawn":
      return leftAlone(WITHDRAWN);
    case "excluded":
      return leftAlone(bill.reason);
    case "read":
      return UNDERWAY;
    case "ordered":
      return judgeOrders(orders);
  }
}

function judgeOrders(orders: readonly OrderRecord[]): WayEnd {
  const stuck = orders.find(({ state }) => state === "held" || state === "disputed");
  // An order that waits without a job is found and set going again by the sweeps: it is on its way.
  if (orders.some(({ state }) => state === "waiting" || state === "pushing")) return UNDERWAY;
  if (stuck !== undefined) return { outcome: "failed", text: stuck.reason, endCode: stuck.code ?? "PROGRAM_BUG" };
  if (orders.some(({ state }) => state === "delivered")) return { outcome: "done", text: "", endCode: null };
  return leftAlone(NOT_WANTED);
}

function leftAlone(text: string): WayEnd {
  return { outcome: "left-alone", text, endCode: null };
}
