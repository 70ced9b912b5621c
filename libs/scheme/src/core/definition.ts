import { TARGET_NAMES, type TargetInterface } from "@billferry/contracts";
import { z } from "zod";

/**
 * The scheme file: what is read from Kingdee, how it becomes orders, and where they go. Unknown keys are refused, so
 * that a misspelt setting is never silently without effect.
 */
const template = z.union([z.string().min(1), z.number()]).transform(String);

const lookupValue = z.strictObject({ lookup: z.string().min(1), value: template });
const sumValue = z.strictObject({ sum: z.string().min(1) });
const roundedValue = z.strictObject({ value: template, round: z.number().int().min(0).max(4) });

/** A value is a constant or template, a code-table look-up, a sum over the lines, or a rounded number. */
const headValue = z.union([template, lookupValue, sumValue]);
const lineValue = z.union([template, lookupValue, roundedValue]);

const durationText = z.string().regex(/^\d+(\.\d+)?\s*(ms|s|m|h|d)$/, "应为时长,例如 10m、30s");

const accountName = z.string().regex(/^[a-z][a-z0-9]{0,19}$/, "账号名只能用小写字母和数字,以字母开头");

export const schemeDefinition = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "只能用小写字母、数字和连字符"),
  title: z.string().min(1).optional(),
  accounts: z
    .strictObject({ kingdee: accountName.default("main"), wangdiantong: accountName.default("main") })
    .prefault({}),
  target: z.strictObject({ interface: z.enum(TARGET_NAMES) }).default({ interface: "stockout_order_push" }),
  source: z.strictObject({
    form: z.literal("SAL_OUTSTOCK"),
    filter: z
      .string()
      .regex(/\{\{\s*LAST_SYNC_TIME\s+dateTime\s*\}\}/, "过滤条件必须包含 {{LAST_SYNC_TIME dateTime}} 作为时间下限"),
    page_size: z.number().int().min(2).max(10_000).default(2_000),
    overlap: durationText.default("10m"),
    settle: durationText.default("5s"),
    max_waiting_orders: z.number().int().min(1).default(20_000),
  }),
  personal_data: z.enum(["omit", "keep"]).default("omit"),
  lines: z.strictObject({
    quantity: z.string().min(1),
    exclude: z.array(z.strictObject({ field: z.string().min(1), equals: z.string() })).default([]),
  }),
  group_by: z.string().min(1),
  order: z.strictObject({
    outer_no: template,
    warehouse_no: headValue,
    is_check: z.union([z.literal(0), z.literal(1)]).optional(),
    logistics_code: headValue.optional(),
    logistics_no: headValue.optional(),
    goods_total_amount: headValue.optional(),
    goods_total_cost: headValue.optional(),
    post_cost: headValue.optional(),
    remark: headValue.optional(),
    reason: headValue.optional(),
  }),
  line: z.strictObject({
    spec_no: lineValue,
    num: lineValue,
    price: lineValue.optional(),
    position_no: lineValue.optional(),
    batch_no: lineValue.optional(),
    remark: lineValue.optional(),
    is_enable_sn: lineValue.optional(),
    sn_list: lineValue.optional(),
  }),
  merge_by: z.array(z.enum(["spec_no", "batch_no", "position_no"])).default(["spec_no", "batch_no", "position_no"]),
  tables: z.record(z.string(), z.string().min(1)).default({}),
});

export type SchemeDefinition = z.infer<typeof schemeDefinition>;
export type SchemeValue =
  | string
  | z.infer<typeof lookupValue>
  | z.infer<typeof sumValue>
  | z.infer<typeof roundedValue>;

/** A code table: Kingdee's code to Wangdiantong's. A code without a row stays as it is. */
export type CodeTable = ReadonlyMap<string, string>;

/** A scheme that is ready to work: checked, with its tables and its version (a hash over all its files). */
export interface Scheme {
  readonly definition: SchemeDefinition;
  readonly target: TargetInterface;
  readonly version: string;
  readonly tables: Readonly<Record<string, CodeTable>>;
}
