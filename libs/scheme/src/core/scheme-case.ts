import { FAULT_CODES, type Cell, type TransformJob } from "@billferry/contracts";
import diff from "microdiff";
import { z } from "zod";

import type { Scheme } from "./scheme.ts";
import { selectFields } from "./fields.ts";
import { transformBill, type Transformation } from "./orders.ts";

const cell = z.union([z.string(), z.number().transform(String), z.boolean(), z.null()]);
const cells = z.record(z.string().regex(/^F[A-Za-z0-9_]{0,79}$/, "应为字段名"), cell);

/** What becomes of a bill, as far as a case says it. */
const outcome = z.union([
  z.strictObject({ orders: z.array(z.record(z.string(), z.unknown())).min(1) }),
  z.strictObject({ excluded: z.string().min(1) }),
  z.strictObject({ refused: z.array(z.enum(Object.keys(FAULT_CODES) as [string, ...string[]])).min(1) }),
]);
export type CaseOutcome = z.infer<typeof outcome>;

/** A bill, and what the scheme has to make of it (docs/scheme.md). */
export const schemeCase = z.strictObject({
  title: z.string().min(1),
  bill: z.strictObject({ head: cells, lines: z.array(cells).min(1) }),
  /** Left out until somebody has looked at what comes out. */
  expect: outcome.optional(),
});
export type SchemeCase = z.infer<typeof schemeCase>;

/** One place where what came out is not what was expected. */
export interface CaseDifference {
  /** `orders[0].detail_list[1].num` */
  readonly at: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

const MADE_UP = { FID: "1", FBillNo: "TEST000001", FDocumentStatus: "C", FCancelStatus: "A" } as const;

/** The rows that Kingdee would give for a case's bill, unset fields null; or the fields that the scheme lacks. */
export function toRows(
  { bill }: SchemeCase,
  scheme: Scheme,
): Pick<TransformJob, "billNo" | "fields" | "rows"> | { readonly unknown: readonly string[] } {
  const { names: fields } = selectFields(scheme);
  const given = [bill.head, ...bill.lines].flatMap(Object.keys);
  const unknown = [...new Set(given)].filter(
    (name) => !fields.includes(name) && scheme.fields.find(name) === undefined,
  );
  if (unknown.length > 0) return { unknown };
  const { entryId, seq } = scheme.fields.essential;
  const rows = bill.lines.map((line, index) => {
    const number = String(index + 1);
    const values: Record<string, Cell> = {
      ...MADE_UP,
      FApproveDate: "2026-11-01T08:00:00",
      [entryId]: number,
      [seq]: number,
      ...bill.head,
      ...line,
    };
    return fields.map((name) => values[name] ?? null);
  });
  return { billNo: String(bill.head["FBillNo"] ?? MADE_UP.FBillNo), fields: [...fields], rows };
}

/** What the scheme makes of the rows, in the words of a case. */
export function runCase(job: Pick<TransformJob, "billNo" | "fields" | "rows">, scheme: Scheme): CaseOutcome {
  return toOutcome(transformBill(job, scheme));
}

function toOutcome(result: Transformation): CaseOutcome {
  switch (result.kind) {
    case "ordered":
      return { orders: result.orders.map(({ order }) => ({ ...order })) };
    case "excluded":
      return { excluded: result.rule };
    case "refused":
      return { refused: [...new Set(result.issues.map(({ code }) => code))].toSorted() };
  }
}

/** Where they differ; orders and codes in any order, numbers and their texts alike (`1` is `"1"`). */
export function compareOutcomes(expected: CaseOutcome, actual: CaseOutcome): readonly CaseDifference[] {
  return diff(comparable(expected), comparable(actual)).map((change) => ({
    at: change.path
      .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
      .join("")
      .replace(/^\./, ""),
    expected: "oldValue" in change ? change.oldValue : undefined,
    actual: "value" in change ? change.value : undefined,
  }));
}

function comparable(outcome: CaseOutcome): Record<string, unknown> {
  if ("excluded" in outcome) return outcome;
  if ("refused" in outcome) return { refused: outcome.refused.toSorted() };
  const orders = outcome.orders.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return {
    orders: JSON.parse(JSON.stringify(orders, (_, value) => (typeof value === "number" ? String(value) : value))),
  };
}

function keyOf(order: Record<string, unknown>): string {
  return String(order["outer_no"]);
}
