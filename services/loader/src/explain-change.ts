import { effectOf, Fault } from "@billferry/contracts";
import type { Ledger, PushPermit } from "@billferry/ledger";
import type { Attempt } from "@billferry/runtime";

import { compareOrders, type SeenOrder } from "./core/comparison.ts";
import { lookUp, toUnavailable, type LookUpDependencies, type Whereabouts } from "./look-up.ts";

const DAY_MS = 86_400_000;
const MARGIN_MS = 10 * 60_000;

/**
 * An order that is delivered while Kingdee asks for other content by now: finds the difference line by line, notes it
 * with the case, and ends in a Fault `BILL_CHANGED_AFTER_DELIVERY` that says it. Nothing is pushed: a person decides.
 */
export async function explainChange(
  deps: LookUpDependencies & { readonly ledger: Ledger },
  attempt: Attempt<"load">,
  permit: PushPermit & { readonly kind: "changed" },
): Promise<never> {
  const { order, target } = attempt.payload;
  const outerNo = order.outer_no;
  const seen = await readPresent(deps, attempt, permit);
  if (typeof seen === "string") throw changed(outerNo, seen);
  const comparison = compareOrders(effectOf(target, order), seen);
  if (comparison === null) {
    await deps.ledger.noteDifferences(outerNo, []);
    const isShown = seen.every((each) => each.isCancelled || each.lines.length > 0);
    throw changed(
      outerNo,
      isShown ? "仓库与数量相同,只有其他内容(物流、价格、备注等)不同" : "旺店通没有返回货品行,无法逐行比较",
    );
  }
  await deps.ledger.noteDifferences(outerNo, comparison.differences);
  throw changed(outerNo, comparison.text);
}

/** The order as it is there now, with its corrections; or why it is not known. */
async function readPresent(
  deps: LookUpDependencies & { readonly ledger: Ledger },
  attempt: Attempt<"load">,
  permit: PushPermit & { readonly kind: "changed" },
): Promise<readonly SeenOrder[] | string> {
  const seen: SeenOrder[] = [];
  try {
    for (const where of await whereabouts(deps.ledger, attempt, permit)) {
      if (where === undefined) return "有更正单尚未送达,无法逐行比较";
      const found = await lookUp(deps, attempt.signal, where);
      if (found === undefined) return "在旺店通中未能查到该单据,无法逐行比较";
      seen.push(found);
    }
    return seen;
  } catch (error) {
    const lesson = toUnavailable(error, attempt);
    if (lesson.kind === "unavailable" && lesson.isPassing) throw error;
    return "暂时无法查询旺店通,未能逐行比较";
  }
}

async function whereabouts(
  ledger: Ledger,
  attempt: Attempt<"load">,
  permit: PushPermit & { readonly kind: "changed" },
): Promise<readonly (Whereabouts | undefined)[]> {
  const { outer_no: outerNo, warehouse_no: warehouseNo } = attempt.payload.order;
  const byTime = (no: string, deliveredAtMs: number): Whereabouts => ({
    outerNo: no,
    warehouseNo,
    window: { fromMs: deliveredAtMs - DAY_MS, toMs: deliveredAtMs + MARGIN_MS },
  });
  const own =
    permit.stockoutNo === null
      ? byTime(outerNo, permit.deliveredAtMs ?? Date.now())
      : { stockoutNo: permit.stockoutNo };
  const corrections = await Promise.all(permit.corrections.map(async (no) => ledger.findOrder(no)));
  return [
    own,
    ...corrections.map((correction): Whereabouts | undefined => {
      if (!correction || correction.deliveredHash === null) return undefined;
      const { stockoutNo, deliveredAtMs } = correction;
      return stockoutNo === null ? byTime(correction.outerNo, deliveredAtMs ?? Date.now()) : { stockoutNo };
    }),
  ];
}

function changed(outerNo: string, text: string): Fault {
  return new Fault("BILL_CHANGED_AFTER_DELIVERY", `${outerNo}:${text}`, { details: { outerNo } });
}
