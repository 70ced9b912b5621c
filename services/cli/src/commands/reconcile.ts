import { findDeltas, reconcileBothEnds, type Difference, type Reconciliation } from "@billferry/reconcile";
import Table from "cli-table3";
import { stringify } from "csv-stringify/sync";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { describeSpan, FROM_HELP, TO_HELP } from "../read-span.ts";
import type { ReportOptions } from "../report-each.ts";
import { printEach, SCHEME_OPTION } from "../schemes.ts";
import { withVendors, type SpanChoice } from "../with-vendors.ts";

interface ReconcileCommandOptions extends ReportOptions, SpanChoice {
  readonly days?: boolean;
  readonly csv?: boolean;
}

const KINDS: Readonly<Record<Difference["kind"], string>> = {
  missing: "缺失",
  different: "不同",
  stale: "过时",
  cancelled: "已取消",
  "not-audited": "未审核",
  extra: "多余",
  refused: "无法转换",
};
const MOST_ROWS = 50;
const STYLE = { head: [], border: [] };

export function addReconcileCommand(program: Command): void {
  program
    .command("reconcile")
    .description("核对两端:金蝶已审核的单据与旺店通的其他出库单,逐项列出差异(有差异时退出码为 1)")
    .requiredOption("--from <time>", FROM_HELP)
    .option("--to <time>", TO_HELP)
    .option("--days", "另列每天的数量")
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .option("--csv", "以 CSV 输出差异")
    .action(async (options: ReconcileCommandOptions) => {
      if (options.json && options.csv) throw new CommandEnd(EXIT.usage, "--json 与 --csv 只能选一个");
      const results = await withVendors(options, async (ends, work) => ({
        ...describeSpan(work.span, ends.kingdee.client.zone()),
        ...(await reconcileBothEnds(ends, work)),
      }));
      process.stdout.write(print(results, options));
      process.exitCode = [...results.values()].some(({ findings }) => findings.length > 0) ? EXIT.found : EXIT.good;
    });
}

type Result = Reconciliation & { readonly from: string; readonly to: string };

function print(results: ReadonlyMap<string, Result>, options: ReconcileCommandOptions): string {
  if (options.csv) return toCsv([...results.values()].flatMap(({ findings }) => findings));
  return `${printEach(results, options.json, (result) => format(result, options.days ?? false))}\n`;
}

/** With a mark in front, so that Excel takes it for UTF-8. */
function toCsv(findings: readonly Difference[]): string {
  const rows = findings.flatMap((finding) => {
    const { kind, billNo, outerNo, stockoutNos, warehouseNo, why, text } = finding;
    const head = [KINDS[kind], kind, billNo, outerNo, stockoutNos.join(" "), warehouseNo, why, text];
    const lines = finding.differences.map(({ specNo, wanted, present }) => [...head, specNo, wanted, present]);
    return lines.length > 0 ? lines : [[...head, "", "", ""]];
  });
  return stringify(
    [["差异", "kind", "单据编号", "外部单号", "出库单号", "仓库", "why", "说明", "商家编码", "应为", "实为"], ...rows],
    // Cells come from bills: a spreadsheet must not take one for a formula.
    { bom: true, escape_formulas: true },
  );
}

function format(result: Result, withDays: boolean): string {
  const { orders } = result;
  const deltas = findDeltas(result.goods);
  return [
    `核对 ${result.from} 至 ${result.to}(审核时间)`,
    `金蝶单据 ${result.bills} 张(排除 ${result.excluded}),应有订单 ${result.expected} 个,一致 ${orders.matched} 个,已人工接受 ${orders.accepted} 个`,
    ...result.findings.flatMap(formatFinding),
    ...(deltas.length > 0 ? ["数量差异(仓库、商家编码):", deltaTable(deltas.slice(0, MOST_ROWS))] : []),
    ...(deltas.length > MOST_ROWS ? [`  ……另有 ${deltas.length - MOST_ROWS} 行(--json 列出)`] : []),
    ...(withDays ? [dayTable(result)] : []),
    ...Object.entries(result.ofOtherSchemes).flatMap(([scheme, count]) =>
      count > 0 ? [`另有 ${count} 张单据属于方案 ${scheme}`] : [],
    ),
    ...(result.foreign.length > 0 ? [`另有 ${result.foreign.length} 张旺店通单据不属于本方案(--json 列出)`] : []),
    ...result.unused.map(
      ({ label, billNos }) =>
        `另有 ${billNos.length} 张单据的分录带有${label},方案没有用到(例如 ${billNos.slice(0, 3).join("、")})`,
    ),
    result.findings.length === 0 ? "两端一致" : `共 ${result.findings.length} 项差异`,
  ].join("\n");
}

function formatFinding({ kind, billNo, outerNo, text, differences }: Difference): string[] {
  return [
    `  ${KINDS[kind]}:${outerNo || billNo},${text}`,
    ...differences.map(({ specNo, wanted, present }) => `    ${specNo} 应为 ${wanted},实为 ${present}`),
  ];
}

function deltaTable(deltas: ReturnType<typeof findDeltas>): string {
  const table = new Table({ head: ["仓库", "商家编码", "应为", "实为", "差"], style: STYLE });
  for (const row of deltas) table.push([row.warehouseNo, row.specNo, row.wanted, row.present, row.delta]);
  return table.toString();
}

function dayTable({ days }: Reconciliation): string {
  const table = new Table({ head: ["日期", "单据", "应有", "一致", "差异"], style: STYLE });
  for (const row of days) table.push([row.day, row.bills, row.expected, row.matched, row.differences]);
  return table.toString();
}
