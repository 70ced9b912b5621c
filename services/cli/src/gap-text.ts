import { nameOf, type GapItem } from "@billferry/desk";

import { groupDigits } from "./core/words.ts";
import { say } from "./say.ts";

/** "warehouses/CK009:43 张单据、3 个仓库、金额 18 220(单据原币) 等待", a line each. */
export function formatGaps(gaps: readonly GapItem[]): string {
  if (gaps.length === 0) return say({ zh: "没有缺少的编码", en: "no code is missing" });
  const lines = gaps.map((gap) => {
    const amount =
      gap.amount === null
        ? ""
        : say({
            zh: `、金额 ${groupDigits(gap.amount)}(单据原币)`,
            en: `, amount ${groupDigits(gap.amount)} (in the bills' currency)`,
          });
    return say({
      zh: `  ${nameOf(gap)}:${gap.bills} 张单据、${gap.groups.length} 个仓库${amount} 等待 → ${gap.remedy}`,
      en: `  ${nameOf(gap)}: ${gap.bills} bills, ${gap.groups.length} warehouses${amount} wait → ${say(gap.remedy)}`,
    });
  });
  return [say({ zh: `【缺少编码】${gaps.length} 项`, en: `[missing codes] ${gaps.length}` }), ...lines].join("\n");
}
