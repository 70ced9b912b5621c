import { effectOf, Fault, heldBy, type Held, type OrderDifference } from "@billferry/contracts";
import type { Ledger, PushPermit } from "@billferry/ledger";
import type { Attempt } from "@billferry/runtime";

import { compareOrders } from "./core/comparison.ts";
import type { LookUpDependencies } from "./look-up.ts";
import { readPresent } from "./read-present.ts";

/**
 * An order that is delivered while Kingdee asks for other content by now: a case that tells the difference line by
 * line. Nothing is pushed: a person decides.
 */
export async function explainChange(
  deps: LookUpDependencies & { readonly ledger: Ledger },
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
  const comparison = compareOrders(effectOf(target, order), present.orders);
  if (comparison !== null) return changed(comparison.text, comparison.differences);
  const isShown = present.orders.every((each) => each.isCancelled || each.lines.length > 0);
  const text = isShown ? "仓库与数量相同,只有其他内容(物流、价格、备注等)不同" : "旺店通没有返回货品行,无法逐行比较";
  return changed(text, []);
}
