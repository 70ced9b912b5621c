import {
  addDecimals,
  compareDecimals,
  decimal,
  hashContent,
  isPositive,
  parseDecimal,
  linesOf,
  quantityOf,
  targetOrder,
  type TargetName,
  type TargetOrder,
  type TransformJob,
} from "@billferry/contracts";

import { toBill, type Bill, type Issue, type Line } from "./bill.ts";
import type { Scheme } from "./definition.ts";
import { fitNumber } from "./limits.ts";
import { mergeLines, type RawLine } from "./merge.ts";
import { ValueWriter } from "./value.ts";

/** One order, ready to push, with the hash by which the ledger sees a change and the notes a person should see. */
export interface PlannedOrder {
  readonly target: TargetName;
  readonly order: TargetOrder;
  readonly contentHash: string;
  readonly notes: readonly string[];
}

/** What becomes of a bill: orders, nothing by a named rule, or every issue that keeps it from going on. */
export type Transformation =
  | { readonly kind: "ordered"; readonly orders: readonly PlannedOrder[] }
  | { readonly kind: "excluded"; readonly rule: string }
  | { readonly kind: "refused"; readonly issues: readonly Issue[] };

export const RULE_NO_LINES = "没有需要出库的分录(实发数量均不大于 0,或均为组合产品父项)";

/**
 * rows → bill → orders, total and pure: the same bill and scheme give the same orders and keys, whatever the order of
 * the rows.
 *
 * 1. The rows become a bill (head fields agree) or issues.
 * 2. Lines are selected: positive quantity, none of the excluded kinds.
 * 3. They are grouped by Kingdee stock, one order each; lines the target would refuse as repeats are merged.
 * 4. Every value is fitted to the target's limits; what does not fit exactly is an issue, never a guess.
 * 5. Conservation is checked: quantity per SKU of the bill equals that of its orders.
 *
 * One issue anywhere keeps the whole bill back: half a bill is wrong stock.
 */
export function transformBill(job: Pick<TransformJob, "billNo" | "fields" | "rows">, scheme: Scheme): Transformation {
  const bill = toBill(job);
  if (!("lines" in bill)) return { kind: "refused", issues: bill };
  const selection = selectLines(bill, scheme);
  if (selection.issues.length > 0) return { kind: "refused", issues: selection.issues };
  if (selection.lines.length === 0) return { kind: "excluded", rule: RULE_NO_LINES };

  const issues: Issue[] = [];
  const orders: PlannedOrder[] = [];
  for (const [stock, lines] of groupLines(selection.lines, scheme.definition.group_by)) {
    if (stock === "") {
      const message = `${bill.billNo}:${scheme.definition.group_by} 为空(${lines.length} 行)`;
      issues.push({ code: "BILL_FIELD_MISSING", message });
      continue;
    }
    const planned = planOrder(bill, scheme, lines);
    if ("issues" in planned) issues.push(...planned.issues);
    else orders.push(planned);
  }
  if (issues.length === 0)
    issues.push(...checkKeys(bill, orders), ...checkConservation(bill, selection.lines, orders, scheme));
  return issues.length > 0 ? { kind: "refused", issues } : { kind: "ordered", orders };
}

function selectLines(bill: Bill, scheme: Scheme): { lines: readonly Line[]; issues: readonly Issue[] } {
  const { quantity, exclude } = scheme.definition.lines;
  const lines: Line[] = [];
  const issues: Issue[] = [];
  for (const line of bill.lines) {
    const isExcluded = exclude.some((rule) => (line[rule.field] ?? "") === rule.equals);
    if (isExcluded) continue;
    const parsed = parseDecimal(String(line[quantity] ?? ""));
    if (parsed === undefined) {
      const message = `${bill.billNo} 第 ${String(line["FEntity_FSeq"] ?? "?")} 行:${quantity}=${JSON.stringify(line[quantity] ?? null)}`;
      issues.push({ code: "BILL_VALUE_INVALID", message });
    } else if (isPositive(parsed)) lines.push(line);
  }
  return { lines, issues };
}

function groupLines(lines: readonly Line[], groupBy: string): ReadonlyMap<string, readonly Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = String(line[groupBy] ?? "");
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return new Map([...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function planOrder(bill: Bill, scheme: Scheme, lines: readonly Line[]): PlannedOrder | { issues: readonly Issue[] } {
  const { order, line: lineMapping, merge_by: mergeBy } = scheme.definition;
  const head = new ValueWriter(scheme, bill.billNo);
  for (const [field, value] of Object.entries(order)) head.write(field, value, lines);
  head.require("outer_no", "warehouse_no");
  const issues = [...head.issues];
  const notes = [...head.notes];
  const rawLines: RawLine[] = [];
  for (const line of lines) {
    const writer = new ValueWriter(scheme, `${bill.billNo} 第 ${String(line["FEntity_FSeq"] ?? "?")} 行`);
    for (const [field, value] of Object.entries(lineMapping)) writer.write(field, value, [line]);
    writer.require("spec_no", "num");
    issues.push(...writer.issues);
    notes.push(...writer.notes);
    rawLines.push(writer.values);
  }
  if (issues.length > 0) return { issues };
  const merged = mergeLines(rawLines, mergeBy);
  const priced = fitPrices(bill, scheme, merged.lines);
  if (priced.issues.length > 0) return { issues: priced.issues };
  const target = scheme.target.name;
  const parsed = targetOrder(target).safeParse({ ...head.values, [scheme.target.lineList]: priced.lines });
  if (!parsed.success) {
    const messages = parsed.error.issues.map((issue) => `${issue.path.join(".")}:${issue.message}`);
    return { issues: [{ code: "MAP_NUMBER_INEXACT", message: `${bill.billNo}:${messages.join(";")}` }] };
  }
  return {
    target,
    order: parsed.data,
    contentHash: hashContent(parsed.data),
    notes: [...notes, ...merged.notes, ...priced.notes],
  };
}

function fitPrices(
  bill: Bill,
  scheme: Scheme,
  lines: readonly RawLine[],
): { lines: readonly RawLine[]; issues: readonly Issue[]; notes: readonly string[] } {
  const mapping = scheme.definition.line.price;
  const roundTo = typeof mapping === "object" && "round" in mapping ? mapping.round : undefined;
  const issues: Issue[] = [];
  const notes: string[] = [];
  const fitted = lines.map((line) => {
    if (line["price"] === undefined) return line;
    const price = fitNumber("price", String(line["price"]), roundTo);
    if ("issue" in price) {
      issues.push({
        code: price.issue.code,
        message: `${bill.billNo} ${String(line["spec_no"])}:${price.issue.message}`,
      });
      return line;
    }
    notes.push(...price.notes.map((note) => `${String(line["spec_no"])}:${note}`));
    return { ...line, price: price.value };
  });
  return { lines: fitted, issues, notes };
}

/** Two warehouses of one bill must not share a key, or the second order would be taken for a repeat of the first. */
function checkKeys(bill: Bill, orders: readonly PlannedOrder[]): readonly Issue[] {
  const keys = new Set(orders.map(({ order }) => order.outer_no));
  if (keys.size === orders.length) return [];
  return [{ code: "MAP_CONSERVATION_BROKEN", message: `${bill.billNo}:不同仓库得到了相同的 outer_no,请修改方案` }];
}

function checkConservation(
  bill: Bill,
  lines: readonly Line[],
  orders: readonly PlannedOrder[],
  scheme: Scheme,
): readonly Issue[] {
  const { quantity } = scheme.definition.lines;
  // A scheme that sends something other than the selecting quantity (another unit) is conserved in its own terms.
  if (scheme.definition.line.num !== `{{ ${quantity} }}`) return [];
  const before = addDecimals(lines.map((line) => decimal(String(line[quantity]))));
  const after = addDecimals(
    orders.flatMap(({ target, order }) => linesOf(target, order).map((line) => quantityOf(target, line))),
  );
  if (compareDecimals(before, after) === 0) return [];
  return [{ code: "MAP_CONSERVATION_BROKEN", message: `${bill.billNo}:数量 ${before} ≠ ${after}` }];
}
