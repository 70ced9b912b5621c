import type { Progress } from "@billferry/ledger";

const BY = "系统会再查,billferry doubts 列出";

/** What is not known, one line for each kind. */
export function doubtReasons({ doubts, unclaimed, inventory, inventoryError }: Progress): readonly string[] {
  const { content, life, presence } = doubts;
  return [
    ...(content > 0 ? [`${content} 个订单凭“重复被拒”得知已在旺店通,内容尚未查实(${BY})`] : []),
    ...(life > 0 ? [`${life} 个已送达订单曾撤回、变更或被取消,尚未查实在旺店通中是否有效(${BY})`] : []),
    ...(presence > 0 ? [`${presence} 个未送达订单可能已在旺店通建单,尚未查实(${BY})`] : []),
    ...(unclaimed > 0 ? [`清点所见 ${unclaimed} 张旺店通单据,没有单据要求(billferry doubts 列出)`] : []),
    ...(inventory === "unavailable" && inventoryError !== null && content > 0
      ? [`旺店通已有单据未能清点,每小时再试:${inventoryError}`]
      : []),
  ];
}
