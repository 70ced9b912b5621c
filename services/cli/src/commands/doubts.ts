import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { listDoubts, type DoubtItem, type DoubtList } from "@billferry/desk";
import type { Command } from "commander";

import { toCount } from "../read-count.ts";
import { reportEach, type ReportOptions } from "../report-each.ts";
import { schemeOption } from "../schemes.ts";
import { say } from "../say.ts";

const MOST_SHOWN = 1_000;

export function addDoubtsCommand(program: Command): void {
  program
    .command("doubts")
    .description(
      say({
        zh: "疑单:内容、是否有效或是否存在尚未查实的订单,以及没有单据要求的旺店通单据(有时退出码为 1)",
        en: "doubts: orders whose content, validity or presence is not yet found out, and Wangdiantong documents that no bill asks for (exit code 1 if there are any)",
      }),
    )
    .option(
      "--limit <n>",
      say({ zh: "最多列出的项数", en: "the most to be listed" }),
      (text) => toCount("--limit", text),
      MOST_SHOWN,
    )
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async (options: ReportOptions & { readonly limit: number }) =>
      reportEach(options, {
        ask: async (redis, scheme) => listDoubts(redis, scheme, options.limit),
        format: formatDoubts,
        isFinding: ({ doubts, unclaimed }) => doubts.length + unclaimed.length > 0,
      }),
    );
}

const KINDS = {
  content: {
    zh: "【内容】凭“重复被拒”得知已在旺店通,内容尚未查实",
    en: "[content] known from a refusal as duplicate to be in Wangdiantong, its content is not yet found out",
  },
  life: {
    zh: "【效力】送达后曾撤回、变更或被取消,尚未查实是否仍有效",
    en: "[life] withdrawn, changed or cancelled after the delivery, whether it still counts is not yet found out",
  },
  presence: {
    zh: "【存在】未送达,但可能已在旺店通建单",
    en: "[presence] not delivered, but may be in Wangdiantong all the same",
  },
} as const;

function formatDoubts({ doubts, unclaimed }: DoubtList): string {
  if (doubts.length + unclaimed.length === 0) return say({ zh: "没有疑单", en: "no doubts" });
  const groups = [...Map.groupBy(doubts, ({ doubt }) => doubt)].flatMap(([kind, items]) => [
    say({ zh: `${KINDS[kind].zh},${items.length} 个`, en: `${KINDS[kind].en}, ${items.length}` }),
    ...items.map(formatDoubt),
  ]);
  const strangers =
    unclaimed.length === 0
      ? []
      : [
          say({
            zh: `【无主】清点所见的旺店通单据,没有单据要求,${unclaimed.length} 张`,
            en: `[strangers] Wangdiantong documents seen by the inventory that no bill asks for: ${unclaimed.length}`,
          }),
          ...unclaimed.map(({ outerNo, stockoutNo }) =>
            say({
              zh: `  order:${outerNo}  旺店通单号 ${stockoutNo}`,
              en: `  order:${outerNo}  Wangdiantong number ${stockoutNo}`,
            }),
          ),
        ];
  return [
    ...groups,
    ...strangers,
    say({
      zh: "疑单由系统继续查实;已人工核对的,可用 billferry settle 编号 --accept --note 说明 结束。",
      en: "Doubts are looked into by themselves; what a person has checked is ended with billferry settle ID --accept --note WHY.",
    }),
  ].join("\n");
}

function formatDoubt({ outerNo, stockoutNo, sinceMs, looks }: DoubtItem): string {
  const number =
    stockoutNo === null ? "" : say({ zh: `,旺店通单号 ${stockoutNo}`, en: `, Wangdiantong number ${stockoutNo}` });
  return say({
    zh: `  order:${outerNo}${number},自 ${formatKingdeeTime(sinceMs, SHANGHAI)} 起,已查 ${looks} 次未果`,
    en: `  order:${outerNo}${number}, since ${formatKingdeeTime(sinceMs, SHANGHAI)}, looked up ${looks} times without result`,
  });
}
