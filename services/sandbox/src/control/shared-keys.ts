import type { TargetName } from "@billferry/contracts";

import type { ExpectedOrder } from "../bills/expected-orders.ts";
import type { OrderLedger } from "../wangdiantong/order-ledger.ts";

/** Two bills may ask for one key ("ZZ1" in stock "B2C-MAIN", "ZZ1-B2C" in stock "MAIN"). Whose the document is, its
 *  warehouse tells; the other bill's order must exist under the key with its id, `<key>-F<FID>`. */
export function keepApart(
  expected: readonly ExpectedOrder[],
  { target, ledger }: { readonly target: TargetName; readonly ledger: OrderLedger },
): readonly ExpectedOrder[] {
  return [...Map.groupBy(expected, (order) => order.outerNo)].flatMap(([outerNo, rivals]) => {
    if (rivals.length === 1 && ledger.find(target, ownKeyOf(rivals[0])).length === 0) return rivals;
    const waiting = rivals.filter((order) => ledger.find(target, ownKeyOf(order)).length === 0);
    const [document] = ledger.find(target, outerNo);
    const holder = waiting.find((order) => order.warehouse === document?.content.warehouse_no) ?? waiting[0];
    return rivals.map((order) => (order === holder ? order : { ...order, outerNo: ownKeyOf(order) }));
  });
}

function ownKeyOf(order: ExpectedOrder | undefined): string {
  return order === undefined ? "" : `${order.outerNo}-F${order.billId}`;
}
