import type { FoundOrder } from "@billferry/found-order";
import type { Ledger } from "@billferry/ledger";
import type { Attempt } from "@billferry/runtime";
import type { OrderSearch, Whereabouts } from "@billferry/wangdiantong";

import { askingOf, toUnavailable } from "./look-up.ts";

const DAY_MS = 86_400_000;

export interface LookUpDependencies {
  /** Of the interface that the order is pushed by. */
  readonly orders: OrderSearch;
  readonly ledger: Pick<Ledger, "doubts" | "orders">;
}

/** What a permit tells of an order that is delivered. */
export interface DeliveredFacts {
  readonly stockoutNo: string | null;
  readonly deliveredAtMs: number | null;
  readonly corrections: readonly string[];
}

/** An order with its corrections as they are there now, cancelled ones too; or why that is not known, in Chinese. */
export type Present =
  | { readonly kind: "seen"; readonly orders: readonly FoundOrder[] }
  /** Asked for by its own number, and nowhere: cancelled ones are shown, so it was deleted. */
  | { readonly kind: "missing"; readonly text: string }
  | { readonly kind: "unknown"; readonly text: string };

/** Looks a delivered order and its corrections up; throws what passes, as long as trying again can help. */
export async function readPresent(
  { orders, ledger }: LookUpDependencies,
  attempt: Attempt<"load">,
  facts: DeliveredFacts,
): Promise<Present> {
  const { outer_no: outerNo, warehouse_no: warehouseNo } = attempt.payload.order;
  const corrections = await Promise.all(facts.corrections.map(async (no) => ledger.orders.find(no)));
  const delivered = corrections.flatMap((order) => (order && order.deliveredHash !== null ? order : []));
  if (delivered.length < corrections.length) return { kind: "unknown", text: "有更正单尚未送达,无法逐行比较" };
  const wheres = [{ outerNo, ...facts }, ...delivered].map((order): Whereabouts => ({
    outerNo: order.outerNo,
    stockoutNo: order.stockoutNo,
    sinceMs: (order.deliveredAtMs ?? Date.now()) - DAY_MS,
    warehouseNo,
  }));
  try {
    const { found, missing } = await orders.findAll(wheres, askingOf(attempt));
    const [first] = missing;
    if (first === undefined) return { kind: "seen", orders: found };
    return first.stockoutNo === null
      ? { kind: "unknown", text: "在旺店通中未能查到该单据,无法逐行比较" }
      : { kind: "missing", text: `在旺店通中未能查到 ${first.stockoutNo},无法逐行比较` };
  } catch (error) {
    const lesson = toUnavailable(error, attempt);
    if (lesson.isPassing) throw error;
    return { kind: "unknown", text: "暂时无法查询旺店通,未能逐行比较" };
  }
}
