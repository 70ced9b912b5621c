import { effectOf, Fault } from "@billferry/contracts";
import type { Ledger, PushPermit } from "@billferry/ledger";
import type { Attempt } from "@billferry/runtime";

import { compareOrders } from "./core/comparison.ts";
import type { LookUpDependencies } from "./look-up.ts";
import { readPresent } from "./read-present.ts";

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
  const present = await readPresent(deps, attempt, permit);
  if (present.kind !== "seen") throw changed(outerNo, present.text);
  const comparison = compareOrders(effectOf(target, order), present.orders);
  if (comparison === null) {
    await deps.ledger.orders.noteDifferences(outerNo, []);
    const isShown = present.orders.every((each) => each.isCancelled || each.lines.length > 0);
    throw changed(
      outerNo,
      isShown ? "仓库与数量相同,只有其他内容(物流、价格、备注等)不同" : "旺店通没有返回货品行,无法逐行比较",
    );
  }
  await deps.ledger.orders.noteDifferences(outerNo, comparison.differences);
  throw changed(outerNo, comparison.text);
}

function changed(outerNo: string, text: string): Fault {
  return new Fault("BILL_CHANGED_AFTER_DELIVERY", `${outerNo}:${text}`, { details: { outerNo } });
}
