import { issuesOfOrder, linesOf, TARGET_INTERFACES, type TargetName, type TargetOrder } from "@billferry/contracts";

import type { OwnRequest } from "./explain-refusal.ts";

/** Codes that may be shown; all other values (remarks above all) may hold personal data and are only measured. */
const SHOWN_FIELDS = new Set([
  "outer_no",
  "warehouse_no",
  "is_check",
  "logistics_code",
  "goods_total_amount",
  "goods_total_cost",
  "post_cost",
  "reason",
  "spec_no",
  "num",
  "price",
  "stockin_num",
  "stockin_price",
  "position_no",
  "batch_no",
  "is_enable_sn",
]);
const MAX_ISSUES = 5;
const MAX_VALUE_LENGTH = 80;

/** The order as it will be sent, or a Chinese line for each violation [wangdiantong 2.3]: field, value, limit. */
export function checkOrder(target: TargetName, order: unknown): { order: TargetOrder } | { issues: string } {
  const issues = issuesOfOrder(target, order);
  if (issues.length === 0) return { order: order as TargetOrder };
  const lines = issues.map((issue) => {
    const field = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
    const name = field.replace(/^\./, "") || TARGET_INTERFACES[target].envelope;
    return `${name}${describeValue(order, issue.path)}:${describeProblem(issue)}`;
  });
  const shown = lines.slice(0, MAX_ISSUES).join(";");
  return { issues: lines.length > MAX_ISSUES ? `${shown};等共 ${lines.length} 处` : shown };
}

/** The values of the order that the server may quote in its answer. */
export function ownRequestOf(target: TargetName, order: TargetOrder): OwnRequest {
  const lines = linesOf(target, order);
  const values = [
    ...HEAD_CODES.map((field) => ({ field, value: order[field] })),
    ...lines.flatMap((line) => LINE_CODES.map((field) => ({ field, value: line[field] }))),
  ];
  const codes = new Map(
    values.flatMap(({ field, value }) =>
      typeof value === "string" ? [[`${field} ${value}`, { field, value }] as const] : [],
    ),
  );
  return {
    prose: [...proseOf(target, "head", order), ...lines.flatMap((line) => proseOf(target, "line", line))],
    codes: [...codes.values()],
    lines: lines.map((line) => ({ specNo: line.spec_no, positionNo: textOf(line["position_no"]) })),
  };
}

const HEAD_CODES = ["outer_no", "warehouse_no", "logistics_code", "reason"] as const;
const LINE_CODES = ["spec_no", "batch_no", "position_no"] as const;

function proseOf(target: TargetName, part: "head" | "line", content: Readonly<Record<string, unknown>>): string[] {
  return TARGET_INTERFACES[target][part].flatMap(({ name, type }) =>
    type === "prose" ? (textOf(content[name]) ?? []) : [],
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

type Issue = ReturnType<typeof issuesOfOrder>[number];

function describeProblem(issue: Issue): string {
  if (issue.code === "invalid_type") return `应为 ${issue.expected}`;
  if (issue.code === "invalid_union") return "应为 0 或 1";
  if (issue.code === "unrecognized_keys") return `未知字段 ${issue.keys.join("、")}`;
  return issue.message;
}

function describeValue(order: unknown, path: Issue["path"]): string {
  const value = path.reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), order);
  if (value === undefined) return "(缺失)";
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return "";
  const text = String(value);
  const length = [...text].length;
  if (!SHOWN_FIELDS.has(String(path.at(-1)))) return `(${length} 个字符)`;
  return length > MAX_VALUE_LENGTH
    ? `=“${[...text].slice(0, MAX_VALUE_LENGTH).join("")}…”(${length} 个字符)`
    : `=“${text}”(${length} 个字符)`;
}

function isObject(node: unknown): node is Record<PropertyKey, unknown> {
  return typeof node === "object" && node !== null;
}
