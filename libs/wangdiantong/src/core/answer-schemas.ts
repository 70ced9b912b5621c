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

/** A list node; absent is only believed where the answer says that there is nothing. */
function list<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((rows) => rows ?? undefined);
}

function isListOrEmpty(rows: unknown, total: number | null): boolean {
  return rows !== undefined || total === 0;
}

/** The number in the answer to a push. A success stays one however odd its number is: null then, and a query can tell
 *  it. */
export function documentNoOf(target: TargetName, body: object): string | null {
  const { number } = TARGET_INTERFACES[target].documents;
  return optionalText.catch(null).parse((body as Record<string, unknown>)[number]);
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
    details_list: list(documentDetail),
  })
  .transform((row) => ({
    stockoutNo: row.order_no,
    outerNo: row.outer_no,
    warehouseNo: row.warehouse_no,
    status: row.status,
    details: row.details_list ?? [],
  }));

/** A page of an interface's documents [wangdiantong 3.1]. `details_list.goods_count` is a decimal without trailing
 *  zeros. */
export function documentsAnswer(target: TargetName): z.ZodType<RawDocumentsPage> {
  const { list: name } = TARGET_INTERFACES[target].documents;
  return z
    .object({ total_count: totalCount })
    .loose()
    .transform((body, context) => {
      const rows = list(documentRecord).safeParse(body[name]);
      for (const issue of rows.error?.issues ?? [])
        context.addIssue({ ...issue, code: "custom", path: [name, ...issue.path] });
      if (rows.success && !isListOrEmpty(rows.data, body.total_count))
        context.addIssue({ code: "custom", path: [name], message: "missing" });
      return { totalCount: body.total_count, documents: rows.data ?? [] };
    });
}

export interface RawDocumentsPage {
  readonly totalCount: number | null;
  readonly documents: readonly RawDocument[];
}

const warehouse = z
  .object({ warehouse_no: requiredText, name: optionalText, type: optionalText, is_disabled: flag })
  .transform((row) => ({
    warehouseNo: row.warehouse_no,
    name: row.name,
    type: row.type,
    isDisabled: row.is_disabled,
  }));

/** `warehouse_query` [wangdiantong 3.2]; type "1" is an ordinary warehouse. */
export const warehousesAnswer = z
  .object({ total_count: totalCount, warehouses: list(warehouse) })
  .refine((body) => isListOrEmpty(body.warehouses, body.total_count), {
    path: ["warehouses"],
    error: "missing",
  })
  .transform((body) => ({ totalCount: body.total_count, warehouses: body.warehouses ?? [] }));

const carrier = z
  .object({ logistics_no: requiredText, logistics_name: optionalText, is_disabled: flag })
  .transform((row) => ({
    logisticsCode: row.logistics_no,
    name: row.logistics_name,
    isDisabled: row.is_disabled,
  }));

/** `logistics` [wangdiantong 3.2]; its `logistics_no` is what a push calls `logistics_code`. */
export const logisticsAnswer = z
  .object({ total_count: totalCount, logistics_list: list(carrier) })
  .refine((body) => isListOrEmpty(body.logistics_list, body.total_count), {
    path: ["logistics_list"],
    error: "missing",
  })
  .transform((body) => ({ totalCount: body.total_count, carriers: body.logistics_list ?? [] }));

const goods = z.object({
  goods_no: optionalText,
  goods_name: optionalText,
  spec_list: list(z.object({ spec_no: requiredText, spec_name: optionalText })),
});

/** `goods_query` [wangdiantong 3.2], flattened to one row per SKU. */
export const goodsAnswer = z
  .object({ total_count: totalCount, goods_list: list(goods) })
  .refine((body) => isListOrEmpty(body.goods_list, body.total_count), {
    path: ["goods_list"],
    error: "missing",
  })
  .transform((body) => ({
    totalCount: body.total_count,
    skus: (body.goods_list ?? []).flatMap((row) =>
      (row.spec_list ?? []).map((spec) => ({
        specNo: spec.spec_no,
        specName: spec.spec_name,
        goodsNo: row.goods_no,
        goodsName: row.goods_name,
      })),
    ),
  }));

export type RawDocument = z.infer<typeof documentRecord>;
export type WarehousesPage = z.infer<typeof warehousesAnswer>;
export type WarehouseRecord = z.infer<typeof warehouse>;
export type CarriersPage = z.infer<typeof logisticsAnswer>;
export type CarrierRecord = z.infer<typeof carrier>;
export type SkusPage = z.infer<typeof goodsAnswer>;
