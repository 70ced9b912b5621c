import type { ReconcileResult } from "@billferry/contracts";
import { inEnglish } from "@billferry/contracts/english";
import type { FastifyReply } from "fastify";

import type { ReaderLanguage } from "../core/problems.ts";
import { exportRows, type ExportColumn } from "../export/export-rows.ts";

interface Wanted {
  readonly query: {
    readonly part: "findings" | "goods";
    readonly format: "csv" | "xlsx";
    readonly language?: ReaderLanguage | undefined;
  };
  readonly asOfMs: number;
  readonly language: ReaderLanguage;
  readonly result: ReconcileResult;
}

type Finding = ReconcileResult["findings"][number];

/** A difference with one of its lines; with none where it is not about quantities. */
type FindingRow = Finding & Partial<Finding["differences"][number]>;

/** A comparison's differences, a row a line, or its quantities by warehouse and SKU. */
export async function exportReconciliation(reply: FastifyReply, wanted: Wanted): Promise<FastifyReply> {
  const { result, query, ...told } = wanted;
  const { part, ...format } = query;
  const common = { ...told, query: format, name: `reconcile-${part}` };
  return part === "findings"
    ? exportRows(reply, { ...common, columns: FINDINGS, rows: each(result.findings.flatMap(toRows)) })
    : exportRows(reply, { ...common, columns: GOODS, rows: each(result.goods) });
}

function toRows(finding: Finding): readonly FindingRow[] {
  const { differences } = finding;
  return differences.length === 0 ? [finding] : differences.map((line) => ({ ...finding, ...line }));
}

async function* each<Row>(rows: readonly Row[]): AsyncIterable<Row> {
  yield* rows;
}

const KINDS: Readonly<Record<Finding["kind"], { readonly zh: string; readonly en: string }>> = {
  missing: { zh: "缺失", en: "missing" },
  different: { zh: "不同", en: "different" },
  stale: { zh: "过时", en: "stale" },
  cancelled: { zh: "已取消", en: "cancelled" },
  "not-audited": { zh: "未审核", en: "not audited" },
  extra: { zh: "多余", en: "extra" },
  refused: { zh: "无法转换", en: "cannot be turned" },
};

const FINDINGS: readonly ExportColumn<FindingRow>[] = [
  { title: { zh: "差异", en: "Difference" }, cell: ({ kind }, language) => KINDS[kind][language] },
  { title: { zh: "单号", en: "Bill" }, cell: ({ billNo }) => billNo },
  { title: { zh: "外部单号", en: "Outer number" }, cell: ({ outerNo }) => outerNo },
  { title: { zh: "旺店通单号", en: "Wangdiantong's number" }, cell: ({ stockoutNos }) => stockoutNos.join(" ") },
  { title: { zh: "仓库", en: "Warehouse" }, cell: ({ warehouseNo }) => warehouseNo },
  { title: { zh: "说明", en: "What" }, cell: ({ text }, language) => (language === "en" ? inEnglish(text) : text) },
  { title: { zh: "商家编码", en: "SKU" }, cell: ({ specNo }) => specNo },
  { title: { zh: "应为", en: "Wanted" }, cell: ({ wanted }) => wanted, isNumber: true },
  { title: { zh: "实为", en: "Present" }, cell: ({ present }) => present, isNumber: true },
];

const GOODS: readonly ExportColumn<ReconcileResult["goods"][number]>[] = [
  { title: { zh: "仓库", en: "Warehouse" }, cell: ({ warehouseNo }) => warehouseNo },
  { title: { zh: "商家编码", en: "SKU" }, cell: ({ specNo }) => specNo },
  { title: { zh: "应为", en: "Wanted" }, cell: ({ wanted }) => wanted, isNumber: true },
  { title: { zh: "实为", en: "Present" }, cell: ({ present }) => present, isNumber: true },
  { title: { zh: "差", en: "Delta" }, cell: ({ delta }) => delta, isNumber: true },
];
