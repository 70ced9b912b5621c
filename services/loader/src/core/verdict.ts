import { describeFault, Fault, type CaseReason, type OrderDifference } from "@billferry/contracts";
import { compareOrders, describeComparison, type FoundOrder, type WantedOrder } from "@billferry/found-order";

/** What is asked of an order that is there. */
export interface Wanted extends WantedOrder {
  readonly outerNo: string;
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
export function judgePresent(wanted: Wanted, found: readonly FoundOrder[]): PresentVerdict {
  const { outerNo, effect } = wanted;
  const comparison = compareOrders(wanted, found);
  const { verdict, living, isShown, differences } = comparison;
  const stockoutNo = (living[0] ?? found[0])?.stockoutNo ?? null;
  if (verdict === "cancelled") {
    const numbers = found.map((order) => order.stockoutNo).join("、");
    const text = `${outerNo}:旺店通单据 ${numbers} 已取消,同一外部单号不能再推`;
    const reason = reasonOf("WDT_ORDER_CANCELLED", text);
    return { kind: "wrong", stockoutNo, reason, text, differences: [], isCancelled: true };
  }
  if (verdict === "different") {
    const text = `${outerNo}:${describeComparison(comparison)}`;
    return {
      kind: "wrong",
      stockoutNo,
      reason: reasonOf("WDT_ORDER_DIFFERS", text),
      text,
      differences,
      isCancelled: false,
    };
  }
  if (effect !== null && !isShown) return { kind: "unshown" };
  if (verdict === "same") return { kind: "same", stockoutNo };
  return { kind: "same", stockoutNo, reason: reasonOf("WDT_NOT_AUDITED", `${outerNo},旺店通单号 ${stockoutNo}`) };
}

export function reasonOf(
  code: "WDT_ORDER_CANCELLED" | "WDT_ORDER_DIFFERS" | "WDT_NOT_AUDITED" | "WDT_ORDER_UNVERIFIED",
  text: string,
): CaseReason {
  return { code, text: describeFault(new Fault(code, text)) };
}
