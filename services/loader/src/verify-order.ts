import { effectOf, Fault, type LoadOutcome } from "@billferry/contracts";
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
): Promise<LoadOutcome> {
  const { order, target, contentHash } = attempt.payload;
  const doubtful = { outerNo: order.outer_no, doubt: "life", contentHash } as const;
  const present = await readPresent(deps, attempt, permit);
  if (present.kind !== "seen") {
    const code = present.kind === "missing" ? "WDT_ORDER_CANCELLED" : "WDT_ORDER_UNVERIFIED";
    throw fail(code, order.outer_no, `单据曾撤回或变更,现又要求出库;${present.text}`);
  }
  const wanted = {
    outerNo: order.outer_no,
    effect: permit.isAccepted ? null : effectOf(target, order),
    asksForAudit: order.is_check === 1,
  };
  const verdict = judgePresent(wanted, present.orders);
  switch (verdict.kind) {
    case "same":
      await deps.ledger.doubts.recordLook(doubtful, verdict);
      return { kind: "already-delivered", stockoutNo: verdict.stockoutNo };
    case "wrong": {
      const restMs = verdict.isCancelled ? FIRST_REST_MS : null;
      await deps.ledger.doubts.recordLook(doubtful, { ...verdict, restMs });
      throw new Fault(verdict.isCancelled ? "WDT_ORDER_CANCELLED" : "WDT_ORDER_DIFFERS", verdict.text, {
        details: { outerNo: order.outer_no },
      });
    }
    case "unshown":
      throw fail("WDT_ORDER_UNVERIFIED", order.outer_no, "旺店通没有返回货品行,无法逐行比较");
  }
}

/** A cancelled document is looked at again: it may be revived, or made good by hand. */
const FIRST_REST_MS = 300_000;

function fail(code: "WDT_ORDER_CANCELLED" | "WDT_ORDER_UNVERIFIED", outerNo: string, text: string): Fault {
  return new Fault(code, `${outerNo}:${text}`, { details: { outerNo } });
}
