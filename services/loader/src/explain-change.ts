import { effectOf, Fault } from "@billferry/contracts";
import { compareOrders, describeComparison } from "@billferry/found-order";
import type { PushPermit } from "@billferry/ledger";
import type { Attempt } from "@billferry/runtime";

import { readPresent, type LookUpDependencies } from "./read-present.ts";

/**
 * An order that is delivered while Kingdee asks for other content by now: finds the difference line by line, notes it
 * with the case, and ends in a Fault `BILL_CHANGED_AFTER_DELIVERY` that says it. Nothing is pushed: a person decides.
 */
export async function explainChange(
  deps: LookUpDependencies,
  attempt: Attempt<"load">,
  permit: PushPermit & { readonly kind: "changed" },
): Promise<never> {
  const { order, target } = attempt.payload;
  const outerNo = order.outer_no;
  const present = await readPresent(deps, attempt, permit);
  if (present.kind !== "seen") throw changed(outerNo, present.text);
  const comparison = compareOrders({ effect: effectOf(target, order), asksForAudit: false }, present.orders);
  await deps.ledger.orders.noteDifferences(outerNo, comparison.differences);
  if (comparison.verdict !== "same") throw changed(outerNo, describeComparison(comparison));
  throw changed(
    outerNo,
    comparison.isShown ? "仓库与数量相同,只有其他内容(物流、价格、备注等)不同" : "旺店通没有返回货品行,无法逐行比较",
  );
}

function changed(outerNo: string, text: string): Fault {
  return new Fault("BILL_CHANGED_AFTER_DELIVERY", `${outerNo}:${text}`, { details: { outerNo } });
}
