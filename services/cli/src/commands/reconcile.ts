import type { ReconcileResult } from "@billferry/contracts";
import { findDeltas, reconcileBothEnds, type Reconciliation } from "@billferry/reconcile";
import { stringify } from "csv-stringify/sync";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import {
  differenceRows,
  formatReconciliation,
  type ShownFinding,
  type ShownReconciliation,
} from "../core/reconcile-text.ts";
import { describeSpan, FROM_HELP, TO_HELP } from "../read-span.ts";
import type { ReportOptions } from "../report-each.ts";
import { printEach, schemeOption } from "../schemes.ts";
import { withVendors, type SpanChoice } from "../with-vendors.ts";
import { printKeptReports, readKeptReport } from "./kept-reports.ts";
import { say } from "../say.ts";

interface ReconcileCommandOptions extends ReportOptions, Omit<SpanChoice, "from"> {
  readonly from?: string;
  readonly list?: boolean;
  readonly day?: string;
  readonly days?: boolean;
  readonly csv?: boolean;
}

export function addReconcileCommand(program: Command): void {
  program
    .command("reconcile")
    .description(
      say({
        zh: "核对两端:金蝶已审核的单据与旺店通的其他出库单,逐项列出差异(有差异时退出码为 1)",
        en: "compare both ends: Kingdee's approved bills and Wangdiantong's stock-out orders, each difference listed (exit code 1 on differences)",
      }),
    )
    .option("--from <time>", say(FROM_HELP))
    .option("--to <time>", say(TO_HELP))
    .option("--list", say({ zh: "列出保存的每日对账", en: "list the daily reports that are kept" }))
    .option(
      "--day <date>",
      say({
        zh: "显示保存的某一天的对账,不再向两端查询",
        en: "show the report kept of one day, without asking both ends",
      }),
    )
    .option("--days", say({ zh: "另列每天的数量", en: "list the counts of each day, too" }))
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .option("--csv", say({ zh: "以 CSV 输出差异", en: "print the differences as CSV" }))
    .action(async ({ from, ...options }: ReconcileCommandOptions) => {
      if (options.json && options.csv)
        throw new CommandEnd(
          EXIT.usage,
          say({ zh: "--json 与 --csv 只能选一个", en: "choose either --json or --csv" }),
        );
      if (options.list || options.day !== undefined) return printKept(options);
      if (from === undefined)
        throw new CommandEnd(
          EXIT.usage,
          say({
            zh: "请给出 --from;或 --list、--day 查看保存的每日对账",
            en: "give --from; or --list or --day for the daily reports that are kept",
          }),
        );
      const results = await withVendors({ ...options, from }, async (ends, work) => ({
        ...describeSpan(work.span, ends.kingdee.client.zone()),
        ...(await reconcileBothEnds(ends, work)),
      }));
      process.stdout.write(print(results, options));
      process.exitCode = [...results.values()].some(({ findings }) => findings.length > 0) ? EXIT.found : EXIT.good;
    });
}

type Result = Reconciliation & { readonly from: string; readonly to: string };

async function printKept(options: Omit<ReconcileCommandOptions, "from">): Promise<void> {
  if (options.day === undefined) return printKeptReports(options);
  const kept = await readKeptReport(options, options.day);
  const findings = [...kept.values()].flatMap((each) => each.findings);
  const show = (result: ReconcileResult): string => formatReconciliation(ofKept(result), options.days ?? false, say);
  process.stdout.write(options.csv ? toCsv(findings) : `${printEach(kept, options.json, show)}\n`);
  process.exitCode = findings.length > 0 ? EXIT.found : EXIT.good;
}

function ofKept({ matched, accepted, ofOtherSchemes, goods, ...result }: ReconcileResult): ShownReconciliation {
  return {
    ...result,
    deltas: goods.filter(({ delta }) => /[1-9]/.test(delta)),
    orders: { matched, accepted },
    ofOtherSchemes: Object.fromEntries(ofOtherSchemes.map(({ scheme, documents }) => [scheme, documents])),
  };
}

function ofMade({ foreign, unused, goods, ...result }: Result): ShownReconciliation {
  const examples = unused.map(({ label, billNos }) => ({
    label,
    bills: billNos.length,
    examples: billNos.slice(0, 3),
  }));
  return { ...result, deltas: findDeltas(goods), foreign: foreign.length, unused: examples };
}

function print(
  results: ReadonlyMap<string, Result>,
  options: Pick<ReconcileCommandOptions, "csv" | "json" | "days">,
): string {
  if (options.csv) return toCsv([...results.values()].flatMap(({ findings }) => findings));
  return `${printEach(results, options.json, (result) => formatReconciliation(ofMade(result), options.days ?? false, say))}\n`;
}

/** With a mark in front, so that Excel takes it for UTF-8. */
function toCsv(findings: readonly ShownFinding[]): string {
  // Cells come from bills: a spreadsheet must not take one for a formula.
  return stringify([...differenceRows(findings, say)], { bom: true, escape_formulas: true });
}
