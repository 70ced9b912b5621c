import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { listDoubts, type DoubtItem, type DoubtList } from "@billferry/desk";
import type { Command } from "commander";

import { toCount } from "../read-count.ts";
import { reportEach, type ReportOptions } from "../report-each.ts";
import { SCHEME_OPTION } from "../schemes.ts";

const MOST_SHOWN = 1_000;

export function addDoubtsCommand(program: Command): void {
  program
    .command("doubts")
    .description("疑单:内容、是否有效或是否存在尚未查实的订单,以及没有单据要求的旺店通单据(有时退出码为 1)")
    .option("--limit <n>", "最多列出的项数", (text) => toCount("--limit", text), MOST_SHOWN)
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .action(async (options: ReportOptions & { readonly limit: number }) =>
      reportEach(options, {
        ask: async (redis, scheme) => listDoubts(redis, scheme, options.limit),
        format: formatDoubts,
        isFinding: ({ doubts, unclaimed }) => doubts.length + unclaimed.length > 0,
      }),
    );
}

const KINDS = {
  content: "【内容】凭“重复被拒”得知已在旺店通,内容尚未查实",
  life: "【效力】送达后曾撤回、变更或被取消,尚未查实是否仍有效",
  presence: "【存在】未送达,但可能已在旺店通建单",
} as const;

function formatDoubts({ doubts, unclaimed }: DoubtList): string {
  if (doubts.length + unclaimed.length === 0) return "没有疑单";
  const groups = [...Map.groupBy(doubts, ({ doubt }) => doubt)].flatMap(([kind, items]) => [
    `${KINDS[kind]},${items.length} 个`,
    ...items.map(formatDoubt),
  ]);
  const strangers =
    unclaimed.length === 0
      ? []
      : [
          `【无主】清点所见的旺店通单据,没有单据要求,${unclaimed.length} 张`,
          ...unclaimed.map(({ outerNo, stockoutNo }) => `  order:${outerNo}  旺店通单号 ${stockoutNo}`),
        ];
  return [
    ...groups,
    ...strangers,
    "疑单由系统继续查实;已人工核对的,可用 billferry settle 编号 --accept --note 说明 结束。",
  ].join("\n");
}

function formatDoubt({ outerNo, stockoutNo, sinceMs, looks }: DoubtItem): string {
  const number = stockoutNo === null ? "" : `,旺店通单号 ${stockoutNo}`;
  return `  order:${outerNo}${number},自 ${formatKingdeeTime(sinceMs, SHANGHAI)} 起,已查 ${looks} 次未果`;
}
