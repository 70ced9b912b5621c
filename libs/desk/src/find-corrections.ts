import { correctionNo } from "@billferry/contracts";
import type { Ledger, OrderRecord } from "@billferry/ledger";

/**
 * An order's corrections as the ledger knows them, whether or not they were recorded with it, and the first number that
 * is free after them. A key that only looks like a correction's (a bill "XS1-CK1" in stock "R1") is another bill's, and
 * is passed by.
 */
export async function findCorrectionOrders(
  ledger: Pick<Ledger, "orders">,
  order: Pick<OrderRecord, "outerNo" | "billId" | "corrections">,
): Promise<{ readonly found: readonly { n: number; correction: OrderRecord }[]; readonly next: number }> {
  const found: { n: number; correction: OrderRecord }[] = [];
  for (let n = 1; ; n += 1) {
    const correction = await ledger.orders.find(correctionNo(order.outerNo, n));
    if (correction === undefined) return { found, next: n };
    const isOurs = order.corrections.includes(correction.outerNo) || correction.billId === order.billId;
    if (isOurs) found.push({ n, correction });
  }
}
