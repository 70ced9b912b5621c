import { effectOf, Fault, heldBy, type Held, type OrderDifference } from "@billferry/contracts";
import { compareOrders, describeComparison } from "@billferry/found-order";
import type { PushPermit } from "@billferry/ledger";
import type { Attempt } from "@billferry/runtime";

import { readPresent, type LookUpDependencies } from "./read-present.ts";

/** Delivered, and Kingdee asks for other content: a case, line by line. Nothing is pushed: a person decides. */
export async function explainChange(
  deps: LookUpDependencies,
  attempt: Attempt<"load">,
  permit: PushPermit & { readonly kind: "changed" },
): Promise<Held> {
  const { order, target } = attempt.payload;
  const changed = (text: string, differences?: readonly OrderDifference[]): Held =>
    heldBy(
      new Fault("BILL_CHANGED_AFTER_DELIVERY", `${order.outer_no}:${text}`),
      differences === undefined ? {} : { differences },
    );
  const present = await readPresent(deps, attempt, permit);
  if (present.kind !== "seen") return changed(present.text);
  const wanted = { effect: effectOf(target, order), asksForAudit: false };
  const comparison = compareOrders(wanted, present.orders);
  if (comparison.verdict !== "same") return changed(describeComparison(comparison), comparison.differences);
  const text = comparison.isShown
    ? "仓库与数量相同,只有其他内容(物流、价格、备注等)不同"
    : "旺店通没有返回货品行,无法逐行比较";
  return changed(text, []);
}
