import { nameOf, type GapItem } from "@billferry/desk";

import { groupDigits } from "./core/words.ts";

/** "warehouses/CK009:43 张单据、3 个仓库、金额 18 220(单据原币) 等待", a line each. */
export function formatGaps(gaps: readonly GapItem[]): string {
  if (gaps.length === 0) return "没有缺少的编码";
  const lines = gaps.map((gap) => {
    const amount = gap.amount === null ? "" : `、金额 ${groupDigits(gap.amount)}(单据原币)`;
    return `  ${nameOf(gap)}:${gap.bills} 张单据、${gap.groups.length} 个仓库${amount} 等待 → ${gap.remedy}`;
  });
  return [`【缺少编码】${gaps.length} 项`, ...lines].join("\n");
}
