import { z } from "zod";

import { fitsDecimal, isPositive, parseDecimal, type DecimalText } from "./decimal.ts";

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
