import type { ReconcileResult, Told } from "@billferry/contracts";
import { findDeltas, reconcileBothEnds, type Difference, type Reconciliation } from "@billferry/reconcile";
import Table from "cli-table3";
import { stringify } from "csv-stringify/sync";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
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
    const head = [say(KINDS[kind]), kind, billNo, outerNo, stockoutNos.join(" "), warehouseNo, why, say(text)];
    const lines = finding.differences.map(({ specNo, wanted, present }) => [...head, specNo, wanted, present]);
    return lines.length > 0 ? lines : [[...head, "", "", ""]];
  });
  return stringify(
    [
      [
        say({ zh: "差异", en: "differences" }),
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

function format(result: Shown, withDays: boolean): string {
  const { orders, deltas } = result;
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
    ...(result.foreign > 0
      ? [
          say({
            zh: `另有 ${result.foreign} 张旺店通单据不属于本方案(--json 列出)`,
            en: `${result.foreign} Wangdiantong documents do not belong to this scheme (--json lists them)`,
          }),
        ]
      : []),
    ...result.unused.map(({ label, bills, examples }) =>
      say({
        zh: `另有 ${bills} 张单据的分录带有${label},方案没有用到(例如 ${examples.join("、")})`,
        en: `${bills} bills have lines with ${say(label)}, which the scheme does not use (e.g. ${examples.join(", ")})`,
      }),
    ),
    result.findings.length === 0
      ? say({ zh: "两端一致", en: "both ends agree" })
      : say({ zh: `共 ${result.findings.length} 项差异`, en: `${result.findings.length} differences in all` }),
  ].join("\n");
}

function formatFinding({ kind, billNo, outerNo, text, differences }: ShownFinding): string[] {
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

function deltaTable(deltas: Shown["deltas"]): string {
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

function dayTable({ days }: Pick<Shown, "days">): string {
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
