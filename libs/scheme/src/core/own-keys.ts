import { hashContent } from "@billferry/contracts";

import { shortenKey } from "./limits.ts";
import type { PlannedOrder } from "./orders.ts";

/** The orders of a bill whose plain keys another bill has: each key bears the bill's id as well, `<outer_no>-F<FID>`.
 *  Derived from the bill alone: a ledger that was lost gives the same keys again. */
export function withOwnKeys(orders: readonly PlannedOrder[], billId: string): readonly PlannedOrder[] {
  return orders.map((planned) => {
    const order = { ...planned.order, outer_no: ownKey(planned.order.outer_no, billId) };
    return { ...planned, order, contentHash: hashContent(order) };
  });
}

/** The key with the bill's id in it, shortened by the same rule as every key. */
export function ownKey(outerNo: string, billId: string): string {
  return shortenKey(`${outerNo}-F${billId}`);
}
