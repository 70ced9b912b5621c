import { linesOf, type TargetName, type TargetOrder } from "@billferry/contracts";

/** One code of Wangdiantong's that orders use, and how many orders do. */
export interface CodeUse {
  readonly code: string;
  readonly orders: number;
}

/** A push that the stand-in took. */
export interface TakenOrder {
  readonly target: TargetName;
  readonly content: TargetOrder;
}

/** All codes that have to be there in Wangdiantong before the orders can go out for real; the most used first. */
export function countCodes(
  orders: readonly TakenOrder[],
): Readonly<Record<"warehouses" | "carriers" | "reasons" | "skus", readonly CodeUse[]>> {
  return {
    warehouses: count(orders.map(({ content }) => [content.warehouse_no])),
    carriers: count(orders.map(({ content }) => [content.logistics_code])),
    reasons: count(orders.map(({ content }) => [content.reason])),
    skus: count(orders.map(({ target, content }) => linesOf(target, content).map((line) => line.spec_no))),
  };
}

function count(codesOfOrders: readonly (readonly (string | undefined)[])[]): readonly CodeUse[] {
  const counts = new Map<string, number>();
  for (const codes of codesOfOrders)
    for (const code of new Set(codes)) if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, orders]) => ({ code, orders })).toSorted((a, b) => b.orders - a.orders);
}
