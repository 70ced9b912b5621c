import type { Progress } from "@billferry/ledger";

import { reason, type Reason } from "./reason.ts";

const BY = "系统会再查,billferry doubts 列出";
const BY_EN = "they are looked up again; billferry doubts lists them";

/** What is not known, one line for each kind. */
export function doubtReasons({ doubts, unclaimed, inventory, inventoryError }: Progress): readonly Reason[] {
  const { content, life, presence } = doubts;
  const reasons: Reason[] = [];
  const add = (count: number, zh: string, en: string): void => {
    if (count > 0) reasons.push(reason("doubts", `${count} ${zh}(${BY})`, `${count} ${en} (${BY_EN})`));
  };
  add(
    content,
    "个订单凭“重复被拒”得知已在旺店通,内容尚未查实",
    "orders are in Wangdiantong, as a refused repeat shows; with what content is being found out",
  );
  add(
    life,
    "个已送达订单曾撤回、变更或被取消,尚未查实在旺店通中是否有效",
    "delivered orders were withdrawn, changed or cancelled; whether they are valid there is being found out",
  );
  add(
    presence,
    "个未送达订单可能已在旺店通建单,尚未查实",
    "undelivered orders may be in Wangdiantong; that is being found out",
  );
  if (unclaimed > 0)
    reasons.push(
      reason(
        "unclaimed",
        `清点所见 ${unclaimed} 张旺店通单据,没有单据要求(billferry doubts 列出)`,
        `${unclaimed} documents in Wangdiantong that no bill asks for (billferry doubts lists them)`,
      ),
    );
  if (inventory === "unavailable" && inventoryError !== null && content > 0)
    reasons.push(
      reason(
        "inventory",
        `旺店通已有单据未能清点,每小时再试:${inventoryError}`,
        `What Wangdiantong has could not be listed, tried again each hour: ${inventoryError}`,
      ),
    );
  return reasons;
}
