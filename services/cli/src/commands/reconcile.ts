import type { Told } from "@billferry/contracts";
import { findDeltas, reconcileBothEnds, type Difference, type Reconciliation } from "@billferry/reconcile";
import Table from "cli-table3";
import { stringify } from "csv-stringify/sync";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { describeSpan, FROM_HELP, TO_HELP } from "../read-span.ts";
import type { ReportOptions } from "../report-each.ts";
import { printEach, schemeOption } from "../schemes.ts";
import { withVendors, type SpanChoice } from "../with-vendors.ts";
import { say } from "../say.ts";

interface ReconcileCommandOptions extends ReportOptions, SpanChoice {
  readonly days?: boolean;
  readonly csv?: boolean;
}

const KINDS: Readonly<Record<Difference["kind"], Told>> = {
  missing: { zh: "缺失", en: "missing" },
  different: { zh: "不同", en: "different" },
  stale: { zh: "过时", en: "stale" },
  cancelled: { zh: "已取消", en: "cancelled" },
  "not-audited": { zh: "未审核", en: "not audited" },
  extra: { zh: "多余", en: "extra" },
  refused: { zh: "无法转换", en: "cannot be turned" },
};
const MOST_ROWS = 50;
const STYLE = { head: [], border: [] };

export function addReconcileCommand(program: Command): void {
  program
    .command("reconcile")
    .description(
      say({
        zh: "核对两端:金蝶已审核的单据与旺店通的其他出库单,逐项列出差异(有差异时退出码为 1)",
        en: "compare both ends: Kingdee's approved bills and Wangdiantong's stock-out orders, each difference listed (exit code 1 on differences)",
      }),
    )
    .requiredOption("--from <time>", say(FROM_HELP))
    .option("--to <time>", say(TO_HELP))
    .option("--days", say({ zh: "另列每天的数量", en: "list the counts of each day, too" }))
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .option("--csv", say({ zh: "以 CSV 输出差异", en: "print the differences as CSV" }))
    .action(async (options: ReconcileCommandOptions) => {
      if (options.json && options.csv)
        throw new CommandEnd(
          EXIT.usage,
          say({ zh: "--json 与 --csv 只能选一个", en: "choose either --json or --csv" }),
        );
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
    const head = [say(KINDS[kind]), kind, billNo, outerNo, stockoutNos.join(" "), warehouseNo, why, say(text)];
    const lines = finding.differences.map(({ specNo, wanted, present }) => [...head, specNo, wanted, present]);
    return lines.length > 0 ? lines : [[...head, "", "", ""]];
  });
  return stringify(
    [
      [
        say({ zh: "差异", en: "difference" }),
        "kind",
        say({ zh: "单据编号", en: "bill number" }),
        say({ zh: "外部单号", en: "outer_no" }),
        say({ zh: "出库单号", en: "stockout_no" }),
        say({ zh: "仓库", en: "warehouse" }),
        "why",
        say({ zh: "说明", en: "text" }),
        say({ zh: "商家编码", en: "SKU" }),
        say({ zh: "应为", en: "wanted" }),
        say({ zh: "实为", en: "present" }),
      ],
      ...rows,
    ],
    // Cells come from bills: a spreadsheet must not take one for a formula.
    { bom: true, escape_formulas: true },
  );
}

function format(result: Result, withDays: boolean): string {
  const { orders } = result;
  const deltas = findDeltas(result.goods);
  return [
    say({
      zh: `核对 ${result.from} 至 ${result.to}(审核时间)`,
      en: `Both ends ${result.from} to ${result.to} (approve time)`,
    }),
    say({
      zh: `金蝶单据 ${result.bills} 张(排除 ${result.excluded}),应有订单 ${result.expected} 个,一致 ${orders.matched} 个,已人工接受 ${orders.accepted} 个`,
      en: `Kingdee bills ${result.bills} (excluded ${result.excluded}), orders wanted ${result.expected}, the same ${orders.matched}, accepted by a person ${orders.accepted}`,
    }),
    ...result.findings.flatMap(formatFinding),
    ...(deltas.length > 0
      ? [
          say({ zh: "数量差异(仓库、商家编码):", en: "Differences in quantity (warehouse, SKU):" }),
          deltaTable(deltas.slice(0, MOST_ROWS)),
        ]
      : []),
    ...(deltas.length > MOST_ROWS
      ? [
          say({
            zh: `  ……另有 ${deltas.length - MOST_ROWS} 行(--json 列出)`,
            en: `  … ${deltas.length - MOST_ROWS} more rows (--json lists them)`,
          }),
        ]
      : []),
    ...(withDays ? [dayTable(result)] : []),
    ...Object.entries(result.ofOtherSchemes).flatMap(([scheme, count]) =>
      count > 0
        ? [say({ zh: `另有 ${count} 张单据属于方案 ${scheme}`, en: `${count} bills belong to the scheme ${scheme}` })]
        : [],
    ),
    ...(result.foreign.length > 0
      ? [
          say({
            zh: `另有 ${result.foreign.length} 张旺店通单据不属于本方案(--json 列出)`,
            en: `${result.foreign.length} Wangdiantong documents do not belong to this scheme (--json lists them)`,
          }),
        ]
      : []),
    ...result.unused.map(({ label, billNos }) =>
      say({
        zh: `另有 ${billNos.length} 张单据的分录带有${label},方案没有用到(例如 ${billNos.slice(0, 3).join("、")})`,
        en: `${billNos.length} bills have lines with ${say(label)}, which the scheme does not use (e.g. ${billNos.slice(0, 3).join(", ")})`,
      }),
    ),
    result.findings.length === 0
      ? say({ zh: "两端一致", en: "both ends agree" })
      : say({ zh: `共 ${result.findings.length} 项差异`, en: `${result.findings.length} differences in all` }),
  ].join("\n");
}

function formatFinding({ kind, billNo, outerNo, text, differences }: Difference): string[] {
  return [
    say({
      zh: `  ${KINDS[kind].zh}:${outerNo || billNo},${text}`,
      en: `  ${KINDS[kind].en}: ${outerNo || billNo}, ${say(text)}`,
    }),
    ...differences.map(({ specNo, wanted, present }) =>
      say({
        zh: `    ${specNo} 应为 ${wanted},实为 ${present}`,
        en: `    ${specNo} should be ${wanted}, but is ${present}`,
      }),
    ),
  ];
}

function deltaTable(deltas: ReturnType<typeof findDeltas>): string {
  const table = new Table({
    head: [
      say({ zh: "仓库", en: "warehouse" }),
      say({ zh: "商家编码", en: "SKU" }),
      say({ zh: "应为", en: "wanted" }),
      say({ zh: "实为", en: "present" }),
      say({ zh: "差", en: "difference" }),
    ],
    style: STYLE,
  });
  for (const row of deltas) table.push([row.warehouseNo, row.specNo, row.wanted, row.present, row.delta]);
  return table.toString();
}

function dayTable({ days }: Reconciliation): string {
  const table = new Table({
    head: [
      say({ zh: "日期", en: "day" }),
      say({ zh: "单据", en: "bills" }),
      say({ zh: "应有", en: "wanted" }),
      say({ zh: "一致", en: "same" }),
      say({ zh: "差异", en: "differences" }),
    ],
    style: STYLE,
  });
  for (const row of days) table.push([row.day, row.bills, row.expected, row.matched, row.differences]);
  return table.toString();
}
