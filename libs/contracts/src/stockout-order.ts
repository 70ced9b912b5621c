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

/**
 * The complete request of Wangdiantong's `stockout_order_push` (其他出库单): names, lengths and decimals as in the vendor
 * notes 2.3. Empty parameters are left out, never sent as "". Numbers travel as plain decimal strings.
 */

/** Characters, not bytes and not UTF-16 units (vendor notes 1.4). */
const text = (maxLength: number) =>
  z
    .string()
    .min(1, "不能为空")
    .refine((value) => [...value].length <= maxLength, { error: `最多 ${maxLength} 个字符` });

/** decimal(19,4), in plain notation; anything that would have to be rounded is refused. */
const decimal19x4 = z
  .string()
  .refine(
    (value): value is DecimalText => {
      const parsed = parseDecimal(value);
      return parsed !== undefined && /^-?\d+(\.\d+)?$/.test(value) && fitsDecimal(parsed, 19, 4);
    },
    { error: "应为最多 15 位整数、4 位小数的十进制数" },
  )
  .transform((value) => value);

const flag = z.union([z.literal(0), z.literal(1)]);

export const stockoutOrderLine = z.strictObject({
  spec_no: text(40),
  num: decimal19x4.refine(isPositive, { error: "数量必须大于 0" }),
  price: decimal19x4.optional(),
  position_no: text(20).optional(),
  batch_no: text(20).optional(),
  remark: text(255).optional(),
  is_enable_sn: flag.optional(),
  sn_list: z.string().min(1).optional(),
});

export const stockoutOrder = z.strictObject({
  outer_no: text(40),
  warehouse_no: text(40),
  is_check: flag.optional(),
  logistics_code: text(20).optional(),
  logistics_no: text(40).optional(),
  goods_total_amount: decimal19x4.optional(),
  goods_total_cost: decimal19x4.optional(),
  post_cost: decimal19x4.optional(),
  remark: text(255).optional(),
  reason: text(255).optional(),
  detail_list: z.array(stockoutOrderLine).min(1, "至少一行货品"),
});

export type StockoutOrderLine = z.infer<typeof stockoutOrderLine>;
export type StockoutOrder = z.infer<typeof stockoutOrder>;

/**
 * What an order does to stock: quantity per SKU in one warehouse. Two orders with the same effect are the same to the
 * warehouse, whatever their texts; it is what a look-up can be compared by.
 */
export interface StockEffect {
  readonly warehouseNo: string;
  /** SKU → quantity by value, zeros left out. */
  readonly quantities: ReadonlyMap<string, DecimalText>;
}

export function effectOf(order: Pick<StockoutOrder, "warehouse_no" | "detail_list">): StockEffect {
  return {
    warehouseNo: order.warehouse_no,
    quantities: sumBySku(order.detail_list.map((line) => [line.spec_no, line.num])),
  };
}

/** Sums by SKU, zeros left out. */
export function sumBySku(lines: Iterable<readonly [string, DecimalText]>): ReadonlyMap<string, DecimalText> {
  const sums = new Map<string, DecimalText>();
  for (const [sku, num] of lines) sums.set(sku, addDecimals([sums.get(sku) ?? ZERO, num]));
  return new Map([...sums].filter(([, num]) => compareDecimals(num, ZERO) !== 0));
}

/** One line of a difference: what Kingdee wants now against what is there. A quantity of 0 is a line that is not there. */
export interface OrderDifference {
  readonly specNo: string;
  readonly wanted: DecimalText;
  readonly present: DecimalText;
}

/** Line by line, by SKU in order; empty where the quantities agree. The warehouses are the caller's to compare. */
export function compareEffects(wanted: StockEffect, present: StockEffect): readonly OrderDifference[] {
  const skus = new Set([...wanted.quantities.keys(), ...present.quantities.keys()]);
  return [...skus].toSorted().flatMap((specNo) => {
    const difference = {
      specNo,
      wanted: wanted.quantities.get(specNo) ?? ZERO,
      present: present.quantities.get(specNo) ?? ZERO,
    };
    return compareDecimals(difference.wanted, difference.present) === 0 ? [] : [difference];
  });
}
