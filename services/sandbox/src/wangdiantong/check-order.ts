import {
  compareDecimals,
  fitsDecimal,
  isPositive,
  parseDecimal,
  TARGET_INTERFACES,
  ZERO,
  type DecimalText,
  type TargetLine,
  type TargetName,
  type TargetOrder,
  type TargetParameter,
} from "@billferry/contracts";
import { parse } from "lossless-json";

import type { WangdiantongSettings } from "../settings.ts";
import {
  findCarrier,
  findKnownSku,
  findWarehouse,
  isBatchKnown,
  isPositionKnown,
  isReasonUsable,
} from "./master-data.ts";
import { Refused } from "./refusals.ts";

type Fields = Readonly<Record<string, unknown>>;
type Values = Readonly<Record<string, string | number>>;

/** Reads a push's envelope: one JSON object, its numbers kept as the text that came. */
export function parseEnvelope(text: string, name: string): Fields {
  let value: unknown;
  try {
    value = parse(text, undefined, (number) => number);
  } catch {
    throw new Refused("parameter-invalid", name);
  }
  if (!isFields(value)) throw new Refused("parameter-invalid", name);
  return value;
}

/** The number under which the outside world knows this order; the only idempotency there is. */
export function readOuterNo(fields: Fields): string {
  const outerNo = readText(fields, "outer_no");
  if (outerNo === undefined) throw new Refused("parameter-missing", "outer_no");
  if ([...outerNo].length > 40) throw new Refused("outer-no-too-long", outerNo);
  return outerNo;
}

/** Checks everything else against the interface's parameters and the account's master data; throws the first refusal.
 *  What comes out holds what was sent; parameters that the interface does not have are passed over. */
export function checkOrder(
  target: TargetName,
  { outerNo, fields }: { readonly outerNo: string; readonly fields: Fields },
  settings: WangdiantongSettings,
): TargetOrder {
  const { head, lineList } = TARGET_INTERFACES[target];
  const warehouse = checkWarehouse(fields, settings);
  const carrier = readText(fields, "logistics_code", 20);
  if (carrier !== undefined && !findCarrier(carrier, settings)) throw new Refused("carrier-unknown", carrier);
  const reason = readText(fields, "reason", 255);
  if (reason !== undefined && !isReasonUsable(target, reason, settings))
    throw new Refused(target === "stockin_order_push" ? "stockin-reason-unknown" : "reason-unknown", reason);
  const lines = fields[lineList];
  if (!Array.isArray(lines) || lines.length === 0) throw new Refused("lines-missing");
  return {
    ...readParameters(fields, head),
    is_check: readFlag(fields, "is_check"),
    outer_no: outerNo,
    warehouse_no: warehouse,
    [lineList]: checkLines(target, lines, settings),
  };
}

function checkWarehouse(fields: Fields, settings: WangdiantongSettings): string {
  const code = readText(fields, "warehouse_no", 40);
  if (code === undefined) throw new Refused("warehouse-missing");
  const warehouse = findWarehouse(code, settings);
  if (!warehouse) throw new Refused("warehouse-unknown", code);
  if (warehouse.isOutsourced) throw new Refused("warehouse-outsourced", code);
  return code;
}

function checkLines(target: TargetName, values: readonly unknown[], settings: WangdiantongSettings): TargetLine[] {
  const seen = new Set<string>();
  return values.map((value) => {
    if (!isFields(value)) throw new Refused("parameter-invalid", TARGET_INTERFACES[target].lineList);
    const line = checkLine(target, value, settings);
    const key = JSON.stringify([line.spec_no, line.batch_no, line.position_no]);
    if (seen.has(key)) throw new Refused("goods-repeated", line.spec_no);
    seen.add(key);
    return line;
  });
}

function checkLine(target: TargetName, fields: Fields, settings: WangdiantongSettings): TargetLine {
  const { line, quantity: quantityName } = TARGET_INTERFACES[target];
  const spec = readText(fields, "spec_no", 40);
  if (spec === undefined) throw new Refused("parameter-missing", "spec_no");
  if (settings.suites.includes(spec)) throw new Refused("goods-suite", spec);
  if (!findKnownSku(spec, settings)) throw new Refused("goods-unknown", spec);
  const quantity = parseNumber(fields[quantityName]);
  if (quantity === undefined || !isPositive(quantity) || !fitsDecimal(quantity, 19, 4))
    throw new Refused("quantity-invalid", spec);
  const position = readText(fields, "position_no", 20);
  if (position !== undefined && !isPositionKnown(position, settings)) throw new Refused("position-unknown", position);
  const batch = readText(fields, "batch_no", 20);
  if (batch !== undefined && !isBatchKnown(batch, settings)) throw new Refused("batch-unknown", batch);
  if (readFlag(fields, "is_enable_sn") === 1 && !hasSerialForEach(readText(fields, "sn_list"), quantity))
    throw new Refused("serials-unequal", spec);
  return { ...readParameters(fields, line), spec_no: spec, [quantityName]: quantity };
}

function hasSerialForEach(serials: string | undefined, quantity: DecimalText): boolean {
  return parseDecimal(String(serials?.split(",").length ?? 0)) === quantity;
}

/** Every parameter that was sent, in its own type. */
function readParameters(fields: Fields, parameters: readonly TargetParameter[]): Values {
  return Object.fromEntries(
    parameters.flatMap((parameter) => {
      const value = READERS[parameter.type](fields, parameter);
      return value === undefined ? [] : [[parameter.name, value]];
    }),
  );
}

type Reader = (fields: Fields, parameter: TargetParameter) => string | number | undefined;

const readBounded: Reader = (fields, { name, maxLength }) => readText(fields, name, maxLength);

const READERS: Readonly<Record<TargetParameter["type"], Reader>> = {
  text: readBounded,
  prose: readBounded,
  list: readBounded,
  decimal: (fields, { name }) => readDecimal(fields, name),
  flag: (fields, { name }) => (isGiven(fields[name]) ? readFlag(fields, name) : undefined),
  whole: (fields, { name }) => readMatch(fields, name, /^\d{1,9}$/),
  date: (fields, { name }) => readMatch(fields, name, /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/),
};

function readMatch(fields: Fields, name: string, pattern: RegExp): string | undefined {
  const value = readText(fields, name);
  if (value !== undefined && !pattern.test(value)) throw new Refused("parameter-invalid", name);
  return value;
}

function readText(fields: Fields, name: string, maxLength = Number.POSITIVE_INFINITY): string | undefined {
  const value = fields[name];
  if (!isGiven(value)) return undefined;
  if (typeof value !== "string") throw new Refused("parameter-invalid", name);
  if ([...value].length > maxLength) throw new Refused("text-too-long", name);
  return value;
}

function readFlag(fields: Fields, name: string): 0 | 1 {
  const value = fields[name] ?? "0";
  if (value === "1" || value === true) return 1;
  if (value === "0" || value === false || value === "") return 0;
  throw new Refused("parameter-invalid", name);
}

function readDecimal(fields: Fields, name: string): DecimalText | undefined {
  const value = fields[name];
  if (!isGiven(value)) return undefined;
  const parsed = parseNumber(value);
  if (parsed === undefined || !fitsDecimal(parsed, 19, 4) || compareDecimals(parsed, ZERO) < 0)
    throw new Refused("price-invalid", name);
  return parsed;
}

function parseNumber(value: unknown): DecimalText | undefined {
  return typeof value === "string" ? parseDecimal(value) : undefined;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
