import { isPositive, parseDecimal } from "@billferry/contracts";

import { seqOf, type Bill, type Issue, type Line } from "./bill.ts";
import { billMeets, describeCondition, lineMeets } from "./conditions.ts";
import type { Scheme } from "./scheme.ts";

export const RULE_NO_LINES = "没有需要出入库的分录(数量均不大于 0,或均被排除)";
const RULE_QUANTITY = "数量不大于 0";

/** A line that does not take part, and the rule that says so. */
export interface SkippedLine {
  readonly seq: string;
  readonly rule: string;
}

/** The rule that keeps a whole bill out; undefined where it takes part. */
export function findExclusion(bill: Bill, { definition, fields }: Scheme): string | undefined {
  const missed = definition.bills.only.find((rule) => !billMeets(rule, bill, fields));
  if (missed !== undefined) return `不符合:${describeCondition(missed)}`;
  const met = definition.bills.exclude.find((rule) => billMeets(rule, bill, fields));
  return met && describeCondition(met);
}

/** The lines that take part: of a positive quantity, met by none of the excluding conditions. */
export function selectLines(
  bill: Bill,
  { definition, fields }: Scheme,
): { readonly lines: readonly Line[]; readonly skipped: readonly SkippedLine[]; readonly issues: readonly Issue[] } {
  const { quantity, exclude } = definition.lines;
  const lines: Line[] = [];
  const skipped: SkippedLine[] = [];
  const issues: Issue[] = [];
  for (const line of bill.lines) {
    const seq = seqOf(line, fields);
    const rule = exclude.find((each) => lineMeets(each, line));
    if (rule !== undefined) {
      skipped.push({ seq, rule: describeCondition(rule) });
      continue;
    }
    const parsed = parseDecimal(String(line[quantity] ?? ""));
    if (parsed === undefined) {
      const message = `${bill.billNo} 第 ${seq} 行:${quantity}=${JSON.stringify(line[quantity] ?? null)}`;
      issues.push({ code: "BILL_VALUE_INVALID", message });
    } else if (isPositive(parsed)) lines.push(line);
    else skipped.push({ seq, rule: RULE_QUANTITY });
  }
  return { lines, skipped, issues };
}

/** The lines of each order, in the order of their keys. A line without a value to group by belongs nowhere. */
export function groupLines(
  bill: Bill,
  lines: readonly Line[],
  groupBy: readonly string[],
): { readonly groups: readonly (readonly Line[])[]; readonly issues: readonly Issue[] } {
  const issues = groupBy.flatMap((name): Issue[] => {
    const blank = lines.filter((line) => String(line[name] ?? "") === "").length;
    return blank === 0 ? [] : [{ code: "BILL_FIELD_MISSING", message: `${bill.billNo}:${name} 为空(${blank} 行)` }];
  });
  const keyOf = (line: Line): string => JSON.stringify(groupBy.map((name) => String(line[name] ?? "")));
  const groups = [...Map.groupBy(lines, keyOf)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { groups: groups.map(([, own]) => own), issues };
}
