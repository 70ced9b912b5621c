import { backfill, type BackfillReport } from "@billferry/reconcile";
import type { Command } from "commander";

import { groupDigits } from "../core/words.ts";
import { byOption, noteOption, onRecord, type PersonOptions } from "../on-record.ts";
import { FROM_HELP, TO_HELP } from "../read-span.ts";
import { printAnswers, type ReportOptions } from "../report-each.ts";
import { schemeOption } from "../schemes.ts";
import { withVendors, type SpanChoice } from "../with-vendors.ts";
import { say } from "../say.ts";

const MOST_LISTED = 20;

export function addBackfillCommand(program: Command): void {
  program
    .command("backfill")
    .description(
      say({
        zh: "补传一段时间:先与旺店通比对,只补缺少的订单;可早于上线时刻,不会重复",
        en: "fill in a stretch of time: compare with Wangdiantong first, send only what is missing; may lie before the start of use, never duplicates",
      }),
    )
    .requiredOption("--from <time>", say(FROM_HELP))
    .option("--to <time>", say(TO_HELP))
    .option(...byOption())
    .option(...noteOption())
    .option("--dry-run", say({ zh: "只比对,不传输", en: "only compare, send nothing" }))
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async (options: ReportOptions & SpanChoice & PersonOptions & { readonly dryRun?: boolean }) => {
      const isDryRun = options.dryRun ?? false;
      const reports = await withVendors(options, async (ends, work) => {
        const fill = async (): Promise<BackfillReport> => backfill(ends, { ...work, isDryRun });
        const scheme = ends.kingdee.scheme.definition.name;
        const span = { kind: "span", id: `${options.from} ~ ${options.to ?? ""}` } as const;
        const act = { options, act: "backfill", scheme, subjects: [span], after: tellReport } as const;
        return { ...(await (isDryRun ? fill() : onRecord(ends.redis, act, fill))), dryRun: isDryRun };
      });
      printAnswers(reports, options, {
        format: (report) => format(report, isDryRun),
        isFinding: ({ leftToPersons, refused }) => leftToPersons.length + refused.length > 0,
      });
    });
}

function tellReport({ bills, expected, present, orders, leftToPersons, refused }: BackfillReport) {
  const counts = { orders: orders.length, leftToPersons: leftToPersons.length, refused: refused.length };
  return { bills, expected, present, ...counts };
}

function format(report: BackfillReport, isDryRun: boolean): string {
  const { orders, leftToPersons, refused } = report;
  return [
    say({
      zh: `单据 ${groupDigits(report.bills)} 张,应有订单 ${groupDigits(report.expected)} 个`,
      en: `Bills ${groupDigits(report.bills)}, orders wanted ${groupDigits(report.expected)}`,
    }),
    say({
      zh: `已在旺店通:${groupDigits(report.present)};正在途中:${groupDigits(report.underWay)};${isDryRun ? "将发送" : "已交付发送"}:${groupDigits(orders.length)}`,
      en: `In Wangdiantong: ${groupDigits(report.present)}; on their way: ${groupDigits(report.underWay)}; ${isDryRun ? "to be sent" : "handed over"}: ${groupDigits(orders.length)}`,
    }),
    ...list(orders),
    ...(leftToPersons.length > 0
      ? [say({ zh: `须人工处理:${leftToPersons.length}`, en: `For a person to decide: ${leftToPersons.length}` })]
      : []),
    ...list(leftToPersons.map(({ outerNo, text }) => `${outerNo}:${text}`)),
    ...(refused.length > 0
      ? [say({ zh: `无法转换:${refused.length}`, en: `Cannot be turned into orders: ${refused.length}` })]
      : []),
    ...list(refused.map(({ billNo, text }) => `${billNo}:${text}`)),
  ].join("\n");
}

function list(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LISTED;
  return [
    ...lines.slice(0, MOST_LISTED).map((line) => `  ${line}`),
    ...(more > 0 ? [say({ zh: `  ……另有 ${more} 项`, en: `  … ${more} more` })] : []),
  ];
}
