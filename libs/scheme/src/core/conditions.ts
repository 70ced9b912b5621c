import { z } from "zod";

import type { Bill, Line } from "./bill.ts";
import type { FieldTable } from "./field-table.ts";

const TESTS = ["equals", "not", "in", "not_in", "starts_with", "empty"] as const;
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** One condition on a field. Exactly one test; `rule` names it for people. */
export const condition = z
  .strictObject({
    rule: z.string().min(1).optional(),
    field: z.string().min(1),
    /** Of a whole bill: its head, or an entry field of any or all of its lines. */
    of: z.enum(["head", "any_line", "all_lines"]).optional(),
    equals: text.optional(),
    not: text.optional(),
    in: z.array(text).min(1).optional(),
    not_in: z.array(text).min(1).optional(),
    starts_with: z.string().min(1).optional(),
    empty: z.boolean().optional(),
  })
  .refine((value) => TESTS.filter((name) => value[name] !== undefined).length === 1, {
    error: `条件应恰有一个比较:${TESTS.join("、")}`,
  });

export type Condition = z.infer<typeof condition>;

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
