import type { Bill, Line } from "./bill.ts";
import type { Condition } from "./definition.ts";
import type { FieldTable } from "./field-table.ts";

/** Whether one row meets the condition. An unset value is the empty text. */
export function lineMeets(rule: Condition, line: Line): boolean {
  const value = String(line[rule.field] ?? "");
  if (rule.equals !== undefined) return value === rule.equals;
  if (rule.not !== undefined) return value !== rule.not;
  if (rule.in !== undefined) return rule.in.includes(value);
  if (rule.not_in !== undefined) return !rule.not_in.includes(value);
  if (rule.starts_with !== undefined) return value.startsWith(rule.starts_with);
  return (value === "") === rule.empty;
}

/** Whether a whole bill meets it: by its head, or by any or all of its lines. */
export function billMeets(rule: Condition, bill: Bill, fields: FieldTable): boolean {
  const isEntry = (fields.find(rule.field)?.level ?? "entry") === "entry";
  switch (rule.of ?? (isEntry ? "any_line" : "head")) {
    case "head":
      return lineMeets(rule, bill.head);
    case "any_line":
      return bill.lines.some((line) => lineMeets(rule, line));
    case "all_lines":
      return bill.lines.every((line) => lineMeets(rule, line));
  }
}

/** For people: its name, or the condition in words. */
export function describeCondition(rule: Condition): string {
  if (rule.rule !== undefined) return rule.rule;
  const of = rule.of === "all_lines" ? "(全部分录)" : rule.of === "any_line" ? "(任一分录)" : "";
  return `${rule.field}${of} ${describeTest(rule)}`;
}

function describeTest(rule: Condition): string {
  if (rule.equals !== undefined) return `= ${rule.equals}`;
  if (rule.not !== undefined) return `≠ ${rule.not}`;
  if (rule.in !== undefined) return `为 ${rule.in.join("、")} 之一`;
  if (rule.not_in !== undefined) return `不为 ${rule.not_in.join("、")}`;
  if (rule.starts_with !== undefined) return `以 ${rule.starts_with} 开头`;
  return rule.empty ? "为空" : "不为空";
}
