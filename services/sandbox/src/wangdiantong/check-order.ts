import { compareDecimals, fitsDecimal, isPositive, parseDecimal, ZERO, type DecimalText } from "@billferry/contracts";
import { parse } from "lossless-json";

import type { WangdiantongSettings } from "../settings.ts";
import { isReasonUsable, isSkuKnown, listCarriers, listWarehouses } from "./master-data.ts";
import type { OrderContent, StoredLine } from "./stored-order.ts";
import type { RefusalName } from "./refusals.ts";

/** Ends the check of one push; caught where the push is answered. */
export class RefusedPush extends Error {
  readonly refusal: RefusalName;
  readonly value: string;
  constructor(refusal: RefusalName, value = "") {
    super(refusal);
    this.refusal = refusal;
    this.value = value;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads `stockout_info`: one JSON object, its numbers kept as the text that came. */
export function parseStockoutInfo(text: string): Fields {
  let value: unknown;
  try {
    value = parse(text, undefined, (number) => number);
  } catch {
    throw new RefusedPush("parameter-invalid", "stockout_info");
  }
  if (!isFields(value)) throw new RefusedPush("parameter-invalid", "stockout_info");
  return value;
}

/** The number under which the outside world knows this order; the only idempotency there is. */
export function readOuterNo(fields: Fields): string {
  const outerNo = readText(fields, "outer_no");
  if (outerNo === undefined) throw new RefusedPush("parameter-missing", "outer_no");
  if ([...outerNo].length > 40) throw new RefusedPush("outer-no-too-long", outerNo);
  return outerNo;
}

/** Checks everything else against vendor notes 2.3 and the account's master data; throws the first refusal. */
export function checkOrder(outerNo: string, fields: Fields, settings: WangdiantongSettings): OrderContent {
  const warehouse = checkWarehouse(fields, settings);
  const carrier = readText(fields, "logistics_code", 20);
  if (carrier !== undefined && !listCarriers(settings).some((known) => known.code === carrier))
    throw new RefusedPush("carrier-unknown", carrier);
  const reason = readText(fields, "reason", 255);
  if (reason !== undefined && !isReasonUsable(reason, settings)) throw new RefusedPush("reason-unknown", reason);
  const lines = fields["detail_list"];
  if (!Array.isArray(lines) || lines.length === 0) throw new RefusedPush("lines-missing");
  return {
    outer_no: outerNo,
    warehouse_no: warehouse,
    is_check: readFlag(fields, "is_check"),
    ...drop({
      logistics_code: carrier,
      logistics_no: readText(fields, "logistics_no", 40),
      goods_total_amount: readDecimal(fields, "goods_total_amount"),
      goods_total_cost: readDecimal(fields, "goods_total_cost"),
      post_cost: readDecimal(fields, "post_cost"),
      remark: readText(fields, "remark", 255),
      reason,
    }),
    detail_list: checkLines(lines, settings),
  };
}

function checkWarehouse(fields: Fields, settings: WangdiantongSettings): string {
  const code = readText(fields, "warehouse_no", 40);
  if (code === undefined) throw new RefusedPush("warehouse-missing");
  const warehouse = listWarehouses(settings).find((known) => known.code === code);
  if (!warehouse) throw new RefusedPush("warehouse-unknown", code);
  if (warehouse.isOutsourced) throw new RefusedPush("warehouse-outsourced", code);
  return code;
}

function checkLines(values: readonly unknown[], settings: WangdiantongSettings): StoredLine[] {
  const seen = new Set<string>();
  return values.map((value) => {
    if (!isFields(value)) throw new RefusedPush("parameter-invalid", "detail_list");
    const line = checkLine(value, settings);
    const key = JSON.stringify([line.spec_no, line.batch_no, line.position_no]);
    if (seen.has(key) && settings.repeatedLines === "refuse") throw new RefusedPush("goods-repeated", line.spec_no);
    seen.add(key);
    return line;
  });
}

function checkLine(fields: Fields, settings: WangdiantongSettings): StoredLine {
  const spec = readText(fields, "spec_no", 40);
  if (spec === undefined) throw new RefusedPush("parameter-missing", "spec_no");
  if (!isSkuKnown(spec, settings)) throw new RefusedPush("goods-unknown", spec);
  const quantity = parseNumber(fields["num"]);
  if (quantity === undefined || !isPositive(quantity) || !fitsDecimal(quantity, 19, 4))
    throw new RefusedPush("quantity-invalid", spec);
  const position = readText(fields, "position_no", 20);
  if (position !== undefined && !settings.positions.includes(position))
    throw new RefusedPush("position-unknown", position);
  const batch = readText(fields, "batch_no", 20);
  if (batch !== undefined && settings.batches !== null && !settings.batches.includes(batch))
    throw new RefusedPush("batch-unknown", batch);
  const serials = readText(fields, "sn_list");
  if (readFlag(fields, "is_enable_sn") === 1 && !hasSerialForEach(serials, quantity))
    throw new RefusedPush("serials-unequal", spec);
  return {
    spec_no: spec,
    num: quantity,
    ...drop({
      price: readDecimal(fields, "price"),
      position_no: position,
      batch_no: batch,
      remark: readText(fields, "remark", 255),
      sn_list: serials,
    }),
  };
}

function hasSerialForEach(serials: string | undefined, quantity: DecimalText): boolean {
  return parseDecimal(String(serials?.split(",").length ?? 0)) === quantity;
}

function readText(fields: Fields, name: string, maxLength = Number.POSITIVE_INFINITY): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") throw new RefusedPush("parameter-invalid", name);
  if ([...value].length > maxLength) throw new RefusedPush("text-too-long", name);
  return value;
}

function readFlag(fields: Fields, name: string): 0 | 1 {
  const value = fields[name] ?? "0";
  if (value === "1" || value === true) return 1;
  if (value === "0" || value === false || value === "") return 0;
  throw new RefusedPush("parameter-invalid", name);
}

function readDecimal(fields: Fields, name: string): DecimalText | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === "") return undefined;
  const parsed = parseNumber(value);
  if (parsed === undefined || !fitsDecimal(parsed, 19, 4) || compareDecimals(parsed, ZERO) < 0)
    throw new RefusedPush("price-invalid", name);
  return parsed;
}

function parseNumber(value: unknown): DecimalText | undefined {
  return typeof value === "string" ? parseDecimal(value) : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Leaves out what was not sent, so that the stored order says what came and nothing else. */
function drop<T extends Record<string, unknown>>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
