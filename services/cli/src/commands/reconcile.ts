import type { ReconcileResult } from "@billferry/contracts";
import { findDeltas, reconcileBothEnds, type Difference, type Reconciliation } from "@billferry/reconcile";
import Table from "cli-table3";
import { stringify } from "csv-stringify/sync";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { describeSpan, FROM_HELP, TO_HELP } from "../read-span.ts";
import type { ReportOptions } from "../report-each.ts";
import { printEach, SCHEME_OPTION } from "../schemes.ts";
import { withVendors, type SpanChoice } from "../with-vendors.ts";
import { printKeptReports, readKeptReport } from "./kept-reports.ts";

interface ReconcileCommandOptions extends ReportOptions, Omit<SpanChoice, "from"> {
  readonly from?: string;
  readonly list?: boolean;
  readonly day?: string;
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
    .option("--from <time>", FROM_HELP)
    .option("--to <time>", TO_HELP)
    .option("--list", "列出保存的每日对账")
    .option("--day <date>", "显示保存的某一天的对账,不再向两端查询")
    .option("--days", "另列每天的数量")
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .option("--csv", "以 CSV 输出差异")
    .action(async ({ from, ...options }: ReconcileCommandOptions) => {
      if (options.json && options.csv) throw new CommandEnd(EXIT.usage, "--json 与 --csv 只能选一个");
      if (options.list || options.day !== undefined) return printKept(options);
      if (from === undefined) throw new CommandEnd(EXIT.usage, "请给出 --from;或 --list、--day 查看保存的每日对账");
      const results = await withVendors({ ...options, from }, async (ends, work) => ({
        ...describeSpan(work.span, ends.kingdee.client.zone()),
        ...(await reconcileBothEnds(ends, work)),
      }));
      process.stdout.write(print(results, options));
      process.exitCode = [...results.values()].some(({ findings }) => findings.length > 0) ? EXIT.found : EXIT.good;
    });
}

type Result = Reconciliation & { readonly from: string; readonly to: string };

type ShownFinding = Omit<Difference, "differences"> & {
  readonly differences: readonly Readonly<Record<"specNo" | "wanted" | "present", string>>[];
};

/** What a comparison is told by, just made or kept. */
type Shown = Pick<Result, "from" | "to" | "bills" | "excluded" | "expected" | "days"> & {
  readonly findings: readonly ShownFinding[];
  readonly deltas: readonly Readonly<Record<"warehouseNo" | "specNo" | "wanted" | "present" | "delta", string>>[];
  readonly orders: Pick<Result["orders"], "matched" | "accepted">;
  readonly ofOtherSchemes: Readonly<Record<string, number>>;
  readonly foreign: number;
  readonly unused: ReconcileResult["unused"];
};

async function printKept(options: Omit<ReconcileCommandOptions, "from">): Promise<void> {
  if (options.day === undefined) return printKeptReports(options);
  const kept = await readKeptReport(options, options.day);
  const findings = [...kept.values()].flatMap((each) => each.findings);
  const show = (result: ReconcileResult): string => format(ofKept(result), options.days ?? false);
  process.stdout.write(options.csv ? toCsv(findings) : `${printEach(kept, options.json, show)}\n`);
  process.exitCode = findings.length > 0 ? EXIT.found : EXIT.good;
}

function ofKept({ matched, accepted, ofOtherSchemes, goods, ...result }: ReconcileResult): Shown {
  return {
    ...result,
    deltas: goods.filter(({ delta }) => /[1-9]/.test(delta)),
    orders: { matched, accepted },
    ofOtherSchemes: Object.fromEntries(ofOtherSchemes.map(({ scheme, documents }) => [scheme, documents])),
  };
}

function ofMade({ foreign, unused, goods, ...result }: Result): Shown {
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
  return `${printEach(results, options.json, (result) => format(ofMade(result), options.days ?? false))}\n`;
}

/** With a mark in front, so that Excel takes it for UTF-8. */
function toCsv(findings: readonly ShownFinding[]): string {
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

function format(result: Shown, withDays: boolean): string {
  const { orders, deltas } = result;
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
    ...(result.foreign > 0 ? [`另有 ${result.foreign} 张旺店通单据不属于本方案(--json 列出)`] : []),
    ...result.unused.map(
      ({ label, bills, examples }) =>
        `另有 ${bills} 张单据的分录带有${label},方案没有用到(例如 ${examples.join("、")})`,
    ),
    result.findings.length === 0 ? "两端一致" : `共 ${result.findings.length} 项差异`,
  ].join("\n");
}

function formatFinding({ kind, billNo, outerNo, text, differences }: ShownFinding): string[] {
  return [
    `  ${KINDS[kind]}:${outerNo || billNo},${text}`,
    ...differences.map(({ specNo, wanted, present }) => `    ${specNo} 应为 ${wanted},实为 ${present}`),
  ];
}

function deltaTable(deltas: Shown["deltas"]): string {
  const table = new Table({ head: ["仓库", "商家编码", "应为", "实为", "差"], style: STYLE });
  for (const row of deltas) table.push([row.warehouseNo, row.specNo, row.wanted, row.present, row.delta]);
  return table.toString();
}

function dayTable({ days }: Pick<Shown, "days">): string {
  const table = new Table({ head: ["日期", "单据", "应有", "一致", "差异"], style: STYLE });
  for (const row of days) table.push([row.day, row.bills, row.expected, row.matched, row.differences]);
  return table.toString();
}
