import { done, effectOf, Fault, heldBy, type Held, type LoadResult, type Outcome } from "@billferry/contracts";
import type { PushPermit } from "@billferry/ledger";
import type { Attempt } from "@billferry/runtime";

import { judgePresent } from "./core/verdict.ts";
import { readPresent, type LookUpDependencies } from "./read-present.ts";

/**
 * An order that was delivered and is asked for again after it was not for a while. Its document is looked at: there and
 * as it is wanted, nothing is left to do; cancelled, or other than it is wanted, or not to be seen, it is a case, and
 * looked at again later. Nothing is pushed: a person decides.
 */
export async function verifyOrder(
  deps: LookUpDependencies,
  attempt: Attempt<"load">,
  permit: PushPermit & { readonly kind: "verify" },
): Promise<Outcome<LoadResult>> {
  const { order, target, contentHash } = attempt.payload;
  const present = await readPresent(deps, attempt, permit);
  if (present.kind !== "seen") {
    const code = present.kind === "missing" ? "WDT_ORDER_CANCELLED" : "WDT_ORDER_UNVERIFIED";
    return held(code, order.outer_no, `单据曾撤回或变更,现又要求出库;${present.text}`);
  }
  const wanted = {
    outerNo: order.outer_no,
    effect: permit.isAccepted ? null : effectOf(target, order),
    asksForAudit: order.is_check === 1,
  };
  const verdict = judgePresent(wanted, present.orders);
  switch (verdict.kind) {
    case "same":
      await deps.ledger.doubts.recordLook({ outerNo: order.outer_no, doubt: "life", contentHash }, verdict);
      return done({ kind: "already-delivered", stockoutNo: verdict.stockoutNo });
    case "wrong": {
      const { stockoutNo, differences, text, isCancelled } = verdict;
      const sighting = { stockoutNo, againMs: isCancelled ? FIRST_REST_MS : null };
      const fault = new Fault(isCancelled ? "WDT_ORDER_CANCELLED" : "WDT_ORDER_DIFFERS", text);
      return heldBy(fault, { differences, sighting });
    }
    case "unshown":
      return held("WDT_ORDER_UNVERIFIED", order.outer_no, "旺店通没有返回货品行,无法逐行比较");
  }
}

/** A cancelled document is looked at again: it may be revived, or made good by hand. */
const FIRST_REST_MS = 300_000;

function held(code: "WDT_ORDER_CANCELLED" | "WDT_ORDER_UNVERIFIED", outerNo: string, text: string): Held {
  return heldBy(new Fault(code, `${outerNo}:${text}`));
}
