import type { Ledger } from "@billferry/ledger";
import type { Attempt } from "@billferry/runtime";

import type { SeenOrder } from "./core/comparison.ts";
import { lookUp, toUnavailable, type LookUpDependencies, type Whereabouts } from "./look-up.ts";

const DAY_MS = 86_400_000;
const MARGIN_MS = 10 * 60_000;

/** What a permit tells of an order that is delivered. */
export interface DeliveredFacts {
  readonly stockoutNo: string | null;
  readonly deliveredAtMs: number | null;
  readonly corrections: readonly string[];
}

/** An order with its corrections as they are there now, cancelled ones too; or why that is not known, in Chinese. */
export type Present =
  | { readonly kind: "seen"; readonly orders: readonly SeenOrder[] }
  /** Asked for by its own number, and nowhere: cancelled ones are shown, so it was deleted. */
  | { readonly kind: "missing"; readonly text: string }
  | { readonly kind: "unknown"; readonly text: string };

/** Looks a delivered order and its corrections up; throws what passes, as long as trying again can help. */
export async function readPresent(
  deps: LookUpDependencies & { readonly ledger: Ledger },
  attempt: Attempt<"load">,
  facts: DeliveredFacts,
): Promise<Present> {
  const orders: SeenOrder[] = [];
  try {
    for (const where of await whereabouts(deps.ledger, attempt, facts)) {
      if (where === undefined) return { kind: "unknown", text: "有更正单尚未送达,无法逐行比较" };
      const found = await lookUp(deps, attempt.signal, where);
      if (found === undefined)
        return "stockoutNo" in where
          ? { kind: "missing", text: `在旺店通中未能查到 ${where.stockoutNo},无法逐行比较` }
          : { kind: "unknown", text: "在旺店通中未能查到该单据,无法逐行比较" };
      orders.push(found);
    }
    return { kind: "seen", orders };
  } catch (error) {
    const lesson = toUnavailable(error, attempt);
    if (lesson.kind === "unavailable" && lesson.isPassing) throw error;
    return { kind: "unknown", text: "暂时无法查询旺店通,未能逐行比较" };
  }
}

async function whereabouts(
  ledger: Ledger,
  attempt: Attempt<"load">,
  facts: DeliveredFacts,
): Promise<readonly (Whereabouts | undefined)[]> {
  const { outer_no: outerNo, warehouse_no: warehouseNo } = attempt.payload.order;
  const byTime = (no: string, deliveredAtMs: number): Whereabouts => ({
    outerNo: no,
    warehouseNo,
    window: { fromMs: deliveredAtMs - DAY_MS, toMs: Date.now() + MARGIN_MS },
  });
  const own =
    facts.stockoutNo === null ? byTime(outerNo, facts.deliveredAtMs ?? Date.now()) : { stockoutNo: facts.stockoutNo };
  const corrections = await Promise.all(facts.corrections.map(async (no) => ledger.orders.find(no)));
  return [
    own,
    ...corrections.map((correction): Whereabouts | undefined => {
      if (!correction || correction.deliveredHash === null) return undefined;
      const { stockoutNo, deliveredAtMs } = correction;
      return stockoutNo === null ? byTime(correction.outerNo, deliveredAtMs ?? Date.now()) : { stockoutNo };
    }),
  ];
}
