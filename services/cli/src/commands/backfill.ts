import { backfill, type BackfillReport } from "@billferry/reconcile";
import type { Command } from "commander";

import { groupDigits } from "../core/words.ts";
import { EXIT } from "@billferry/supervisor";
import { openProgressLine } from "../progress-line.ts";
import { checkSpan, FROM_HELP, readSpan, TO_HELP } from "../read-span.ts";
import { chosenSchemes, printEach, SCHEME_OPTION, type SchemeChoice } from "../schemes.ts";
import { withVendors } from "../with-vendors.ts";

interface BackfillCommandOptions extends SchemeChoice {
  readonly from: string;
  readonly to?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const MOST_LISTED = 20;

export function addBackfillCommand(program: Command): void {
  program
    .command("backfill")
    .description("补传一段时间:先与旺店通比对,只补缺少的订单;可早于上线时刻,不会重复")
    .requiredOption("--from <time>", FROM_HELP)
    .option("--to <time>", TO_HELP)
    .option("--dry-run", "只比对,不传输")
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .action(async (options: BackfillCommandOptions) => {
      checkSpan(options.from, options.to);
      const isDryRun = options.dryRun ?? false;
      const progress = openProgressLine(process.stderr);
      const reports = await withVendors(
        (env) => chosenSchemes(options, env),
        async (ends) => {
          const { client } = ends.kingdee;
          const span = readSpan(
            { from: options.from, to: options.to },
            { zone: client.zone(), nowMs: client.serverNow().epochMs },
          );
          const report = await backfill(ends, { span, signal: ends.signal, onProgress: progress.show, isDryRun });
          return { ...report, dryRun: isDryRun };
        },
      ).finally(progress.close);
      process.stdout.write(`${printEach(reports, options.json, (report) => format(report, isDryRun))}\n`);
      const isLeft = [...reports.values()].some((each) => each.leftToPersons.length + each.refused.length > 0);
      process.exitCode = isLeft ? EXIT.found : EXIT.good;
    });
}

function format(report: BackfillReport, isDryRun: boolean): string {
  const { orders, leftToPersons, refused } = report;
  return [
    `单据 ${groupDigits(report.bills)} 张,应有订单 ${groupDigits(report.expected)} 个`,
    `已在旺店通:${groupDigits(report.present)};正在途中:${groupDigits(report.underWay)};${isDryRun ? "将发送" : "已交付发送"}:${groupDigits(orders.length)}`,
    ...list(orders),
    ...(leftToPersons.length > 0 ? [`须人工处理:${leftToPersons.length}`] : []),
    ...list(leftToPersons.map(({ outerNo, text }) => `${outerNo}:${text}`)),
    ...(refused.length > 0 ? [`无法转换:${refused.length}`] : []),
    ...list(refused.map(({ billNo, text }) => `${billNo}:${text}`)),
  ].join("\n");
}

function list(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LISTED;
  return [...lines.slice(0, MOST_LISTED).map((line) => `  ${line}`), ...(more > 0 ? [`  ……另有 ${more} 项`] : [])];
}
