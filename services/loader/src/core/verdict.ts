import { describeFault, Fault, type CaseReason, type OrderDifference, type StockEffect } from "@billferry/contracts";

import { compareOrders, type SeenOrder } from "./comparison.ts";

/** What is asked of an order that is there; without an `effect` only whether it lives. */
export interface Wanted {
  readonly outerNo: string;
  readonly effect: StockEffect | null;
  readonly asksForAudit: boolean;
}

/** The verdict on an order and its corrections as they were seen. */
export type PresentVerdict =
  | { readonly kind: "same"; readonly stockoutNo: string | null; readonly reason?: CaseReason }
  | {
      readonly kind: "wrong";
      readonly stockoutNo: string | null;
      readonly reason: CaseReason;
      /** The reason without its code and remedy. */
      readonly text: string;
      readonly differences: readonly OrderDifference[];
      /** It may be revived, or made good by hand. */
      readonly isCancelled: boolean;
    }
  /** It lives, and nothing was shown of its content. */
  | { readonly kind: "unshown" };

/** Judges what was seen under an order's key, its corrections with it: pure. */
export function judgePresent({ outerNo, effect, asksForAudit }: Wanted, seen: readonly SeenOrder[]): PresentVerdict {
  const living = seen.filter((order) => !order.isCancelled);
  const stockoutNo = (living[0] ?? seen[0])?.stockoutNo ?? null;
  if (living.length === 0) {
    const numbers = seen.map((order) => order.stockoutNo).join("、");
    const text = `${outerNo}:旺店通单据 ${numbers} 已取消,同一外部单号不能再推`;
    const reason = reasonOf("WDT_ORDER_CANCELLED", text);
    return { kind: "wrong", stockoutNo, reason, text, differences: [], isCancelled: true };
  }
  if (effect !== null) {
    const comparison = compareOrders(effect, seen);
    if (comparison !== null) {
      const text = `${outerNo}:${comparison.text}`;
      const reason = reasonOf("WDT_ORDER_DIFFERS", text);
      return { kind: "wrong", stockoutNo, reason, text, differences: comparison.differences, isCancelled: false };
    }
    if (living.some((order) => order.lines.length === 0)) return { kind: "unshown" };
  }
  if (!asksForAudit || living.every((order) => order.isAudited)) return { kind: "same", stockoutNo };
  return { kind: "same", stockoutNo, reason: reasonOf("WDT_NOT_AUDITED", `${outerNo},旺店通单号 ${stockoutNo}`) };
}

export function reasonOf(
  code: "WDT_ORDER_CANCELLED" | "WDT_ORDER_DIFFERS" | "WDT_NOT_AUDITED" | "WDT_ORDER_UNVERIFIED",
  text: string,
): CaseReason {
  return { code, text: describeFault(new Fault(code, text)) };
}
