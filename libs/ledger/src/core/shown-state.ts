import type { BillRecord, OrderRecord } from "./records.ts";

/**
 * How a bill stands, as a person is told, worst first:
 * - `held`: it, or one of its orders, waits for a person;
 * - `disputed`: an order is delivered, and what is there and what Kingdee says differ;
 * - `read`: its rows wait for the transformer;
 * - `ordered`: an order of it is on its way;
 * - `withdrawn`, `excluded`: nothing of it is to be moved;
 * - `delivered`: all that it asks for has arrived.
 */
const SHOWN_STATES = ["held", "disputed", "read", "ordered", "withdrawn", "excluded", "delivered"] as const;

export type ShownState = (typeof SHOWN_STATES)[number];

/** A bill is as well as its worst order; orders of other bills do not count. */
export function shownStateOf(
  bill: Pick<BillRecord, "billId" | "state">,
  orders: readonly Pick<OrderRecord, "billId" | "state">[],
): ShownState {
  const states = new Set(orders.filter(({ billId }) => billId === bill.billId).map(({ state }) => state));
  if (bill.state === "held" || states.has("held")) return "held";
  if (states.has("disputed")) return "disputed";
  if (bill.state !== "ordered") return bill.state;
  return states.has("waiting") || states.has("pushing") ? "ordered" : "delivered";
}
