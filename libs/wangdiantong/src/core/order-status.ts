/** Status codes of `stockout_order_query` (vendor notes 3.1). */
export const CANCELLED_STATUS = "5";
export const AWAITING_AUDIT_STATUS = "50";

/** From here on an order is audited: 55 audited, 95 shipped, 110 completed, 113 abnormal. */
const FIRST_AUDITED_STATUS = 55;

/** Whether the order was cancelled in Wangdiantong: it moves no stock. */
export function isCancelled(status: string | null): boolean {
  return status === CANCELLED_STATUS;
}

/** Whether the order was audited, so that stock is moved by it. A row without a status can only come from a query
 *  without one, which shows shipped and completed orders and nothing else. */
export function isAudited(status: string | null): boolean {
  return status === null || Number(status) >= FIRST_AUDITED_STATUS;
}
