import type { Bill, BillLine } from "../bills/bill.ts";
import type { Form } from "../forms/form.ts";
import type { Column, Value } from "./column.ts";
import { compareValues, readLiteral } from "./compare.ts";
import type { Expression, Operand } from "./parse-filter.ts";
import { unknownField } from "./problem.ts";
import type { Operator } from "./tokenize.ts";

/** SQL's three values: null is "unknown", which selects nothing. */
type Truth = boolean | null;

export interface Predicate {
  /** `entry`: looks at the line, so a query with it joins the entries. */
  readonly level: Column["level"];
  readonly test: (bill: Bill, line: BillLine) => Truth;
}

/** The filter's top-level conditions, all of which must hold; an empty filter has none. */
export function compileFilter(expression: Expression | undefined, form: Form): Predicate[] {
  if (expression === undefined) return [];
  const parts = expression.kind === "and" ? expression.parts : [expression];
  return parts.map((part) => compile(part, form));
}

function compile(expression: Expression, form: Form): Predicate {
  switch (expression.kind) {
    case "and":
    case "or": {
      const parts = expression.parts.map((part) => compile(part, form));
      // "and" is settled by the first false, "or" by the first true; otherwise one unknown leaves it unknown.
      const settling = expression.kind === "or";
      const test: Predicate["test"] = (bill, line) => {
        let result: Truth = !settling;
        for (const part of parts) {
          const truth = part.test(bill, line);
          if (truth === settling) return settling;
          if (truth === null) result = null;
        }
        return result;
      };
      return { level: parts.some((part) => part.level === "entry") ? "entry" : "head", test };
    }
    case "not": {
      const part = compile(expression.part, form);
      return { level: part.level, test: (bill, line) => negate(part.test(bill, line)) };
    }
    case "compare":
      return compileCompare(expression, form);
    case "in": {
      const parts = expression.values.map((right) =>
        compileCompare({ kind: "compare", left: expression.left, operator: "=", right }, form),
      );
      const level = parts.some((part) => part.level === "entry") ? "entry" : "head";
      const test: Predicate["test"] = (bill, line) => {
        const truths = parts.map((part) => part.test(bill, line));
        return truths.includes(true) ? true : truths.includes(null) ? null : false;
      };
      return { level, test };
    }
    case "null": {
      const { level, read } = toColumn(expression.left, form);
      return { level, test: (bill, line) => read(bill, line) === null };
    }
    case "like": {
      const { level, read } = toColumn(expression.left, form);
      const pattern = toPattern(expression.pattern);
      const test: Predicate["test"] = (bill, line) => {
        const value = read(bill, line);
        return value === null ? null : pattern.test(String(value));
      };
      return { level, test };
    }
  }
}

const VERDICTS: Readonly<Record<Operator, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "<>": (order) => order !== 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
};

type Comparison = Extract<Expression, { readonly kind: "compare" }>;

function compileCompare({ left, operator, right }: Comparison, form: Form): Predicate {
  const columns = [left, right].filter((operand) => operand.kind === "key").map((operand) => toColumn(operand, form));
  const type = columns[0]?.type ?? "text";
  const readLeft = toReader(left, type, form);
  const readRight = toReader(right, type, form);
  const verdict = VERDICTS[operator];
  return {
    level: columns.some((column) => column.level === "entry") ? "entry" : "head",
    test: (bill, line) => {
      const a = readLeft(bill, line);
      const b = readRight(bill, line);
      return a === null || b === null ? null : verdict(compareValues(type, a, b));
    },
  };
}

function toReader(operand: Operand, type: Column["type"], form: Form): (bill: Bill, line: BillLine) => Value {
  if (operand.kind === "literal") {
    const value = readLiteral(type, operand.text);
    return () => value;
  }
  const column = toColumn(operand, form);
  if (column.type === type) return column.read;
  // Two columns of different types: the second is converted to the first, as the database would.
  return (bill, line) => {
    const value = column.read(bill, line);
    return value === null ? null : readLiteral(type, String(value));
  };
}

function toColumn(operand: Operand, form: Form): Column {
  if (operand.kind === "literal") return { key: "", label: "", level: "head", type: "text", read: () => operand.text };
  const column = form.findColumn(operand.text);
  if (!column) throw unknownField(operand.text);
  return column;
}

function toPattern(like: string): RegExp {
  const source = [...like.trimEnd()]
    .map((letter) => (letter === "%" ? ".*" : letter === "_" ? "." : letter.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&")))
    .join("");
  return new RegExp(`^${source}\\s*$`, "isu");
}

function negate(truth: Truth): Truth {
  return truth === null ? null : !truth;
}
