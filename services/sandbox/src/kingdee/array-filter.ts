import { z } from "zod";

import { parseTokens, type Expression } from "./parse-filter.ts";
import { malformedFilter } from "./problem.ts";
import { tokenizeFilter, type Token } from "./tokenize.ts";

const condition = z.object({
  Left: z.string().nullish(),
  FieldName: z.string(),
  Compare: z.union([z.string(), z.number()]).transform(String),
  Value: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((value) => String(value ?? "")),
  Right: z.string().nullish(),
  Logic: z.union([z.string(), z.number()]).nullish().transform(String),
});

/** The array form of [kingdee 3.8]: comparison names of the older text, of the operator ids only the one seen. */
export function parseArrayFilter(value: unknown): Expression | undefined {
  const parsed = z.array(condition).safeParse(value);
  if (!parsed.success) throw malformedFilter();
  const conditions = parsed.data;
  return parseTokens(
    conditions.flatMap((each, index) => [
      ...tokenizeFilter(each.Left ?? ""),
      ...tokenizeFilter(each.FieldName),
      ...toComparison(each.Compare.trim().toLowerCase(), each.Value),
      ...tokenizeFilter(each.Right ?? ""),
      ...(index < conditions.length - 1 ? [toLogic(each.Logic)] : []),
    ]),
  );
}

function toComparison(compare: string, value: string): Token[] {
  const text: Token = { kind: "text", text: value };
  switch (compare) {
    case "67":
    case "=":
      return [{ kind: "operator", text: "=" }, text];
    case ">":
    case "<":
    case ">=":
    case "<=":
    case "<>":
      return [{ kind: "operator", text: compare }, text];
    case "like":
      return like(`%${value}%`);
    case "llike":
      return like(`${value}%`);
    case "rlike":
      return like(`%${value}`);
    default:
      throw malformedFilter();
  }
}

function like(pattern: string): Token[] {
  return [
    { kind: "word", text: "like" },
    { kind: "text", text: pattern },
  ];
}

function toLogic(logic: string): Token {
  switch (logic.toLowerCase()) {
    case "and":
    case "0":
      return { kind: "word", text: "and" };
    case "or":
    case "1":
      return { kind: "word", text: "or" };
    default:
      throw malformedFilter();
  }
}
