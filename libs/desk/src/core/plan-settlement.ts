import { effectOf, type LoadJob, type OrderDifference } from "@billferry/contracts";
import { compareOrders, describeWarehouses, livingOf, type FoundOrder } from "@billferry/found-order";

import { planCorrection, type CorrectionKind, type CorrectionPlan } from "./correction.ts";

/** What is known of what is in Wangdiantong for one order. */
export type Presence =
  | { readonly kind: "seen"; readonly found: readonly FoundOrder[]; readonly missing: readonly string[] }
  /** No look-up is possible; what the loader noted with the case is all there is. */
  | { readonly kind: "not-asked"; readonly noted: readonly OrderDifference[] };

export interface SettlementRequest {
  readonly kind: CorrectionKind;
  readonly wanted: LoadJob;
  readonly n: number;
  readonly presence: Presence;
  /** A person vouches for it where no look-up can. */
  readonly isOldCancelled: boolean;
}

/** Whether a correction may go out now, and which; pure. */
export function planSettlement(request: SettlementRequest): CorrectionPlan {
  const differences = request.kind === "replacement" ? checkCancelled(request) : findDifferences(request);
  return "reasons" in differences
    ? { kind: "refused", reasons: differences.reasons }
    : planCorrection({ ...request, differences: differences.differences });
}

type Checked = { readonly differences: readonly OrderDifference[] } | { readonly reasons: readonly string[] };

function checkCancelled({ presence, isOldCancelled }: SettlementRequest): Checked {
  if (isOldCancelled) return { differences: [] };
  if (presence.kind === "not-asked")
    return { reasons: ["无法查询旺店通(未设置 WDT_*);确认原单已取消后,可加 --old-order-is-cancelled"] };
  const reasons = [
    ...livingOf(presence.found).map(({ stockoutNo }) => `旺店通单据 ${stockoutNo} 尚未取消,请先取消`),
    ...presence.missing.map((outerNo) => `旺店通中查不到 ${outerNo};确认它已取消后,可加 --old-order-is-cancelled`),
  ];
  return reasons.length > 0 ? { reasons } : { differences: [] };
}

function findDifferences({ wanted, presence }: SettlementRequest): Checked {
  if (presence.kind === "not-asked")
    return presence.noted.length > 0
      ? { differences: presence.noted }
      : { reasons: ["台账中没有逐行差异,又无法查询旺店通(未设置 WDT_*)"] };
  if (presence.missing.length > 0)
    return { reasons: presence.missing.map((outerNo) => `旺店通中查不到 ${outerNo},无法计算差额`) };
  const effect = effectOf(wanted.target, wanted.order);
  const { verdict, warehouses, isShown, differences } = compareOrders({ effect, asksForAudit: false }, presence.found);
  if (verdict === "cancelled") return { reasons: ["旺店通中的原单已取消;请改用 --correct replacement"] };
  const note = describeWarehouses({ warehouses });
  if (note !== "") return { reasons: [`${note}:补推差额无法更正仓库;请在旺店通取消原单后改用 --correct replacement`] };
  return isShown ? { differences } : { reasons: ["旺店通的查询没有返回货品行,无法计算差额"] };
}
