import { parseDecimal, TARGET_INTERFACES, type DecimalText, type TargetName } from "@billferry/contracts";
import { z } from "zod";

/**
 * Schemas of the answers, tolerant where the vendor is loose [wangdiantong 2.4 and 3]: numbers come as numbers or as
 * strings (both are raw text here, see `readAnswer`), names as null or "", and a list without rows as null. Fields
 * that we do not use, receivers' data among them, are never picked up.
 */

const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === null || value.trim() === "" ? null : value.trim()));

const requiredText = z.string().trim().min(1);

/** Present with page 0 only. */
const totalCount = z
  .string()
  .regex(/^\d{1,15}$/)
  .nullish()
  .transform((value) => (value === undefined || value === null ? null : Number(value)));

const flag = z
  .union([z.string(), z.boolean()])
  .nullish()
  .transform((value) =>
    value === undefined || value === null || value === "" ? null : value === true || value === "1",
  );

const decimalText = z.string().transform((value, context): DecimalText => {
  const parsed = parseDecimal(value);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: "custom", message: "expected a decimal" });
  return z.NEVER;
});

/** An answer with rows under this name; that they are absent is only believed where it says that there is nothing. */
function answerOf<Item extends z.ZodType>(name: string, item: Item) {
  return z
    .object({ total_count: totalCount })
    .loose()
    .transform((body, context) => {
      const rows = z.array(item).nullish().safeParse(body[name]);
      for (const issue of rows.error?.issues ?? [])
        context.addIssue({ ...issue, code: "custom", path: [name, ...issue.path] });
      const isMissing = rows.success && (rows.data ?? undefined) === undefined && body.total_count !== 0;
      if (isMissing) context.addIssue({ code: "custom", path: [name], message: "missing" });
      return { totalCount: body.total_count, rows: rows.data ?? [] };
    });
}

const documentNumber = optionalText.catch(null);

/** A success stays one however odd its number is: null then, and a query can tell it. */
export function documentNoOf(target: TargetName, body: object): string | null {
  const { number } = TARGET_INTERFACES[target].documents;
  return documentNumber.parse((body as Record<string, unknown>)[number]);
}

const documentDetail = z
  .object({ spec_no: requiredText, goods_count: decimalText })
  .transform((detail) => ({ specNo: detail.spec_no, goodsCount: detail.goods_count }));

const documentRecord = z
  .object({
    order_no: optionalText,
    outer_no: optionalText,
    warehouse_no: optionalText,
    status: optionalText,
    details_list: z.array(documentDetail).nullish(),
  })
  .transform((row) => ({
    stockoutNo: row.order_no,
    outerNo: row.outer_no,
    warehouseNo: row.warehouse_no,
    status: row.status,
    details: row.details_list ?? [],
  }));

/** A page of documents [wangdiantong 3.1]; `details_list.goods_count` is a decimal without trailing zeros. */
export function documentsAnswer(target: TargetName) {
  return answerOf(TARGET_INTERFACES[target].documents.list, documentRecord);
}

/** For people to know a code by: one that is odd is none, and breaks no list. */
const name = optionalText.catch(null);

const warehouse = z
  .object({ warehouse_no: requiredText, name, type: optionalText, is_disabled: flag })
  .transform((row) => ({
    warehouseNo: row.warehouse_no,
    name: row.name,
    type: row.type,
    isDisabled: row.is_disabled,
  }));

/** `warehouse_query` [wangdiantong 3.2]; type "1" is an ordinary warehouse. */
export const warehousesAnswer = answerOf("warehouses", warehouse);

const carrier = z
  .object({ logistics_no: requiredText, logistics_name: name, is_disabled: flag })
  .transform((row) => ({ logisticsCode: row.logistics_no, name: row.logistics_name, isDisabled: row.is_disabled }));

/** `logistics` [wangdiantong 3.2]; its `logistics_no` is what a push calls `logistics_code`. */
export const logisticsAnswer = answerOf("logistics_list", carrier);

const goods = z
  .object({ goods_name: name, spec_list: z.array(z.object({ spec_no: requiredText, spec_name: name })).nullish() })
  .transform(({ goods_name: goodsName, spec_list: specs }) =>
    (specs ?? []).map(({ spec_no: sku, spec_name: specName }) => ({
      sku,
      name:
        goodsName === specName ? goodsName : [goodsName, specName].filter((part) => part !== null).join(" ") || null,
    })),
  );

/** `goods_query` [wangdiantong 3.2]: goods, each with its SKUs. */
export const goodsAnswer = answerOf("goods_list", goods);

export type RawDocument = z.infer<typeof documentRecord>;
export type WarehouseRecord = z.infer<typeof warehouse>;
export type SkuRecord = z.infer<typeof goods>[number];
export type CarrierRecord = z.infer<typeof carrier>;
