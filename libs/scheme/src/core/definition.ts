import { TARGET_INTERFACES, TARGET_NAMES, type TargetInterface } from "@billferry/contracts";
import { z } from "zod";

import { parseRequestTable } from "./request-table.ts";
import { suggestParameter } from "./suggest.ts";
import { unusedTraits } from "./trait-policy.ts";

/** The scheme file: what is read from Kingdee, how it becomes orders, and where they go (docs/scheme.md). Unknown keys
 *  are refused, so that a misspelt setting is never silently without effect. */
const template = z.union([z.string().min(1), z.number()]).transform(String);
const formId = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{1,59}$/, "应为业务对象表单 Id,例如 SAL_OUTSTOCK");
const entityKey = z.string().regex(/^F[A-Za-z0-9_]{0,59}$/, "应为分录实体的标识,例如 FEntity");
const fieldName = z.string().regex(/^F[A-Za-z0-9_]{0,79}$/, "应为字段名,例如 FStockID_FNumber");
const accountName = z.string().regex(/^[a-z][a-z0-9]{0,19}$/, "账号名只能用小写字母和数字,以字母开头");
const durationText = z.string().regex(/^\d+(\.\d+)?\s*(ms|s|m|h|d)$/, "应为时长,例如 10m、30s");

const lookupValue = z.strictObject({
  lookup: z.string().min(1),
  value: template,
  /** What becomes of a code without a row: it stays as it is, or the bill waits until there is one. */
  missing: z.enum(["keep", "hold"]).default("keep"),
});
const places = z.number().int().min(0).max(4);
/** A total only informs, so it may be rounded; a quantity never. */
const sumValue = z.strictObject({ sum: fieldName, round: places.optional() });
const roundedValue = z.strictObject({ value: template, round: places });
const convertedValue = z.strictObject({
  convert: z.string().min(1),
  value: template,
  unit: template,
  item: template.optional(),
});

const anyValue = z.union([template, lookupValue, sumValue, roundedValue, convertedValue]);
/** A constant or template, a code-table look-up, a sum over the lines, a rounded number, or a converted quantity. */
export type SchemeValue = z.infer<typeof anyValue>;
export type LookupValue = z.infer<typeof lookupValue>;
export type ConvertedValue = z.infer<typeof convertedValue>;

const TESTS = ["equals", "not", "in", "not_in", "starts_with", "empty"] as const;
const conditionText = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** One condition on a field. Exactly one test; `rule` names it for people. */
const condition = z
  .strictObject({
    rule: z.string().min(1).optional(),
    field: z.string().min(1),
    /** Of a whole bill: its head, or an entry field of any or all of its lines. */
    of: z.enum(["head", "any_line", "all_lines"]).optional(),
    equals: conditionText.optional(),
    not: conditionText.optional(),
    in: z.array(conditionText).min(1).optional(),
    not_in: z.array(conditionText).min(1).optional(),
    starts_with: z.string().min(1).optional(),
    empty: z.boolean().optional(),
  })
  .refine((value) => TESTS.filter((name) => value[name] !== undefined).length === 1, {
    error: `条件应恰有一个比较:${TESTS.join("、")}`,
  });

export type Condition = z.infer<typeof condition>;

const declaredField = z.strictObject({
  key: z.string().min(1).optional(),
  label: z.string().min(1).optional(),
  level: z.enum(["head", "finance", "entry"]).optional(),
  type: z.enum(["text", "code", "decimal", "date", "boolean", "enum", "id"]).optional(),
  personal: z.boolean().optional(),
});

const LOWER_BOUND = /\{\{\s*LAST_SYNC_TIME\s+dateTime\s*\}\}/;
const MOST_ROWS = 10_000;

const source = z
  .strictObject({
    /** The document's request table, pasted. */
    request: z.string().optional(),
    form: formId.optional(),
    filter: z.string().min(1).optional(),
    page_size: z.number().int().min(2).max(MOST_ROWS).optional(),
    /** Accepted so that the document's words can stand here; paging is the program's. */
    start_row: z.union([z.literal(0), z.string().regex(/^\{\{\s*PAGINATION_START_ROW\s*\}\}$/)]).optional(),
    entry: entityKey.default("FEntity"),
    fields: z.record(fieldName, declaredField).default({}),
    overlap: durationText.default("10m"),
    settle: durationText.default("0s"),
    max_waiting_orders: z.number().int().min(1).default(20_000),
    max_waiting_mb: z.number().int().min(1).default(256),
  })
  .transform((given, context) => {
    const { table, problems } = parseRequestTable(given.request ?? "");
    for (const { line, text } of problems)
      context.addIssue({ code: "custom", path: ["request"], message: `第 ${line} 行 ${text}` });
    const pasted = table.fields.map(({ name, label, key }) => {
      // Without a name the declared field takes what is known of it.
      const own = { ...(label === "" ? {} : { label }), key };
      return [name, { ...own, ...given.fields[name] }] as const;
    });
    const { form = table.form, filter = table.filter, page_size = table.pageSize ?? 2_000 } = given;
    if (!form) context.addIssue({ code: "custom", path: ["form"], message: "未设置(业务对象表单 Id)" });
    if (!filter) context.addIssue({ code: "custom", path: ["filter"], message: "未设置(过滤条件)" });
    else if (!LOWER_BOUND.test(filter))
      context.addIssue({
        code: "custom",
        path: ["filter"],
        message: "过滤条件必须包含 {{LAST_SYNC_TIME dateTime}} 作为时间下限",
      });
    if (page_size < 2 || page_size > MOST_ROWS)
      context.addIssue({ code: "custom", path: ["page_size"], message: `应为 2 到 ${MOST_ROWS}` });
    const { request: _request, start_row: _startRow, ...kept } = given;
    const fields = { ...Object.fromEntries(pasted), ...given.fields };
    for (const [name, own] of pasted) fields[name] = own;
    return { ...kept, form: form ?? "", filter: filter ?? "", page_size, fields };
  });

export const schemeDefinition = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "只能用小写字母、数字和连字符"),
    title: z.string().min(1).optional(),
    accounts: z
      .strictObject({ kingdee: accountName.default("main"), wangdiantong: accountName.default("main") })
      .prefault({}),
    source,
    personal_data: z.enum(["omit", "keep"]).default("omit"),
    /** Which bills take part, as wholes: every condition of `only` met, none of `exclude`. */
    bills: z
      .strictObject({ only: z.array(condition).default([]), exclude: z.array(condition).default([]) })
      .prefault({}),
    lines: z.strictObject({
      quantity: fieldName,
      exclude: z.array(condition).default([]),
      /** What becomes of lines that carry something which tells goods apart and which the mapping does not use. */
      unused: unusedTraits.default({}),
    }),
    group_by: z.union([fieldName.transform((name) => [name]), z.array(fieldName).min(1).max(5)]),
    target: z.strictObject({ interface: z.enum(TARGET_NAMES) }).default({ interface: "stockout_order_push" }),
    order: z.record(z.string(), anyValue),
    line: z.record(z.string(), anyValue),
    merge_by: z.array(z.enum(["spec_no", "batch_no", "position_no"])).default(["spec_no", "batch_no", "position_no"]),
    tables: z.record(z.string(), z.string().min(1)).default({}),
  })
  .superRefine(({ target, order, line }, context) => {
    const chosen = TARGET_INTERFACES[target.interface];
    const complain = (path: readonly string[], message: string): void => {
      context.addIssue({ code: "custom", path: [...path], message });
    };
    checkParameters("order", { values: order, target: chosen }, complain);
    checkParameters("line", { values: line, target: chosen }, complain);
    if (typeof order["outer_no"] === "object")
      complain(["order", "outer_no"], "只能是模板:外部单号不得依赖对照表或合计,否则改表后会重复推单");
  });

export type SchemeDefinition = z.infer<typeof schemeDefinition>;

function checkParameters(
  level: "order" | "line",
  { values, target }: { readonly values: Readonly<Record<string, SchemeValue>>; readonly target: TargetInterface },
  complain: (path: readonly string[], message: string) => void,
): void {
  const parameters = target[level === "order" ? "head" : "line"];
  const names = parameters.map(({ name }) => name);
  for (const [name, value] of Object.entries(values)) {
    const parameter = parameters.find((each) => each.name === name);
    if (parameter === undefined) {
      const meant = suggestParameter(name, names, target);
      const hint = meant === undefined ? `可用的参数:${names.join("、")}` : `是否为 ${meant}?`;
      complain([level, name], `目标接口没有参数 ${name},${hint}`);
      continue;
    }
    if (typeof value === "string") continue;
    if ("sum" in value && level === "line") complain([level, name], "货品行不能使用 sum(合计只用于单据头)");
    if (("round" in value || "sum" in value || "convert" in value) && parameter.type !== "decimal")
      complain([level, name], "只有数值参数可以使用 sum、round、convert");
  }
  for (const { name, label } of parameters.filter((each) => each.isNeeded))
    if (!(name in values)) complain([level], `缺少必填参数 ${name}(${label})`);
}
