import { z } from "zod";

import {
  addDecimals,
  compareDecimals,
  fitsDecimal,
  isPositive,
  parseDecimal,
  ZERO,
  type DecimalText,
} from "./decimal.ts";
import { TARGET_INTERFACES, TARGET_NAMES, type TargetName, type TargetParameter } from "./target-interface.ts";

/** One push under the target's own names: empty parameters left out, numbers as plain decimal text, flags 0 or 1. */
export interface TargetLine {
  readonly spec_no: string;
  readonly batch_no?: string | undefined;
  readonly position_no?: string | undefined;
  readonly sn_list?: string | undefined;
  readonly [parameter: string]: string | number | undefined;
}

export interface TargetOrder {
  readonly outer_no: string;
  readonly warehouse_no: string;
  readonly is_check?: 0 | 1 | undefined;
  readonly logistics_code?: string | undefined;
  readonly reason?: string | undefined;
  readonly remark?: string | undefined;
  readonly [parameter: string]: string | number | readonly TargetLine[] | undefined;
}

/** decimal(19,4), in plain notation; anything that would have to be rounded is refused. */
const decimal19x4 = z.string().refine(
  (value): value is DecimalText => {
    const parsed = parseDecimal(value);
    return parsed !== undefined && /^-?\d+(\.\d+)?$/.test(value) && fitsDecimal(parsed, 19, 4);
  },
  { error: "应为最多 15 位整数、4 位小数的十进制数" },
);

const TYPES: Readonly<Record<TargetParameter["type"], (parameter: TargetParameter) => z.ZodType>> = {
  text: ({ maxLength }) => boundedText(maxLength),
  prose: ({ maxLength }) => boundedText(maxLength),
  list: () => z.string().min(1, "不能为空"),
  decimal: () => decimal19x4,
  flag: () => z.union([z.literal(0), z.literal(1)]),
  whole: () => z.string().regex(/^\d{1,9}$/, "应为不超过 9 位的整数"),
  date: () => z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/, "应为 yyyy-MM-dd HH:mm:ss"),
};

/** Characters, not bytes and not UTF-16 units [wangdiantong 1.4]. */
function boundedText(maxLength = Number.POSITIVE_INFINITY): z.ZodType {
  return z
    .string()
    .min(1, "不能为空")
    .refine((value) => value.length <= maxLength || [...value].length <= maxLength, {
      error: `最多 ${maxLength} 个字符`,
    });
}

function shape(parameters: readonly TargetParameter[]): Record<string, z.ZodType> {
  return Object.fromEntries(
    parameters.map((each) => {
      const type = TYPES[each.type](each);
      return [each.name, each.isNeeded ? type : type.optional()];
    }),
  );
}

function schemaOf(target: TargetName): z.ZodType<TargetOrder> {
  const { head, line, lineList, quantity } = TARGET_INTERFACES[target];
  const lineSchema = z.strictObject({
    ...shape(line),
    [quantity]: decimal19x4.refine((value) => isPositive(value), { error: "数量必须大于 0" }),
  });
  const schema = z.strictObject({
    ...shape(head),
    [lineList]: z.array(lineSchema).min(1, "至少一行货品"),
  });
  return schema as unknown as z.ZodType<TargetOrder>;
}

const SCHEMAS = Object.fromEntries(TARGET_NAMES.map((name) => [name, schemaOf(name)])) as Record<
  TargetName,
  z.ZodType<TargetOrder>
>;

/** The schema of an interface's request; unknown parameters are refused. */
export function targetOrder(target: TargetName): z.ZodType<TargetOrder> {
  return SCHEMAS[target];
}

/** An order is a value, and passes several hands in one process: what was found good once is not looked at again. */
const proved = new WeakMap<object, TargetName>();

/** What of it breaks the interface's schema; empty where nothing does. */
export function issuesOfOrder(target: TargetName, order: unknown): readonly z.core.$ZodIssue[] {
  const isObject = typeof order === "object" && order !== null;
  if (isObject && proved.get(order) === target) return [];
  const issues = SCHEMAS[target].safeParse(order).error?.issues ?? [];
  if (isObject && issues.length === 0) proved.set(order, target);
  return issues;
}

/** The lines of an order. */
export function linesOf(target: TargetName, order: TargetOrder): readonly TargetLine[] {
  return order[TARGET_INTERFACES[target].lineList] as readonly TargetLine[];
}

/** How much a line moves. */
export function quantityOf(target: TargetName, line: TargetLine): DecimalText {
  return line[TARGET_INTERFACES[target].quantity] as DecimalText;
}

export function priceOf(target: TargetName, line: TargetLine): DecimalText | undefined {
  return line[TARGET_INTERFACES[target].price] as DecimalText | undefined;
}

/** What an order does to stock. Two with the same effect are the same to the warehouse, whatever their texts. */
export interface StockEffect {
  readonly warehouseNo: string;
  /** SKU → quantity by value, zeros left out. */
  readonly quantities: ReadonlyMap<string, DecimalText>;
}

export function effectOf(target: TargetName, order: TargetOrder): StockEffect {
  return {
    warehouseNo: order.warehouse_no,
    quantities: sumBySku(linesOf(target, order).map((line) => [line.spec_no, quantityOf(target, line)])),
  };
}
/** Sums by SKU, zeros left out. */
export function sumBySku(lines: Iterable<readonly [string, DecimalText]>): ReadonlyMap<string, DecimalText> {
  const sums = new Map<string, DecimalText>();
  for (const [sku, num] of lines) sums.set(sku, addDecimals([sums.get(sku) ?? ZERO, num]));
  return new Map([...sums].filter(([, num]) => compareDecimals(num, ZERO) !== 0));
}

/** What Kingdee wants now against what is there; a quantity of 0 is a line that is not there. */
export interface OrderDifference {
  readonly specNo: string;
  readonly wanted: DecimalText;
  readonly present: DecimalText;
}
