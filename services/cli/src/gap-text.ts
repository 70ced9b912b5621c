import { nameOf, type GapItem } from "@billferry/operations";

import { groupDigits } from "./core/words.ts";

/** "warehouses/CK009:43 张单据、3 个仓库、¥18 220 等待", a line each. */
export function formatGaps(gaps: readonly GapItem[]): string {
  if (gaps.length === 0) return "没有缺少的编码";
  const lines = gaps.map((gap) => {
    const amount = gap.amount === null ? "" : `、¥${groupDigits(gap.amount)}`;
    return `  ${nameOf(gap)}:${gap.bills} 张单据、${gap.groups.length} 个仓库${amount} 等待 → ${gap.remedy}`;
  });
  return [`【缺少编码】${gaps.length} 项`, ...lines].join("\n");
}
