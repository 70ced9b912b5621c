import type { ReconcileResult, Say, Told } from "@billferry/contracts";
import type { Difference, Reconciliation } from "@billferry/reconcile";
import Table from "cli-table3";

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

export type ShownFinding = Omit<Difference, "differences"> & {
  readonly differences: readonly Readonly<Record<"specNo" | "wanted" | "present", string>>[];
};

/** What a comparison is told by, just made or kept. */
export type ShownReconciliation = Pick<Reconciliation, "bills" | "excluded" | "expected" | "days"> & {
  readonly from: string;
  readonly to: string;
  readonly findings: readonly ShownFinding[];
  readonly deltas: readonly Readonly<Record<"warehouseNo" | "specNo" | "wanted" | "present" | "delta", string>>[];
  readonly orders: Pick<Reconciliation["orders"], "matched" | "accepted">;
  readonly ofOtherSchemes: Readonly<Record<string, number>>;
  readonly foreign: number;
  readonly unused: ReconcileResult["unused"];
};

/** A row for each line that differs, under a row of headings. */
export function differenceRows(findings: readonly ShownFinding[], say: Say): readonly (readonly string[])[] {
  const rows = findings.flatMap((finding) => {
    const { kind, billNo, outerNo, stockoutNos, warehouseNo, why, text } = finding;
    const head = [say(KINDS[kind]), kind, billNo, outerNo, stockoutNos.join(" "), warehouseNo, why, say(text)];
    const lines = finding.differences.map(({ specNo, wanted, present }) => [...head, specNo, wanted, present]);
    return lines.length > 0 ? lines : [[...head, "", "", ""]];
  });
  return [
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
  ];
}

export function formatReconciliation(result: ShownReconciliation, withDays: boolean, say: Say): string {
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
    ...result.findings.flatMap((finding) => formatFinding(finding, say)),
    ...(deltas.length > 0
      ? [
          say({ zh: "数量差异(仓库、商家编码):", en: "Differences in quantity (warehouse, SKU):" }),
          deltaTable(deltas.slice(0, MOST_ROWS), say),
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
    ...(withDays ? [dayTable(result, say)] : []),
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

function formatFinding({ kind, billNo, outerNo, text, differences }: ShownFinding, say: Say): string[] {
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

function deltaTable(deltas: ShownReconciliation["deltas"], say: Say): string {
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

function dayTable({ days }: Pick<ShownReconciliation, "days">, say: Say): string {
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
