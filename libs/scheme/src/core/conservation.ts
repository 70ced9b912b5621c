import {
  addDecimals,
  compareDecimals,
  decimal,
  linesOf,
  multiplyDecimals,
  quantityOf,
  ZERO,
  type DecimalText,
  type TargetName,
  type TargetOrder,
} from "@billferry/contracts";

import type { Bill, Issue, Line } from "./bill.ts";
import type { Scheme } from "./scheme.ts";
import { addFractions, fractionOf, NOTHING, type Fraction } from "./fraction.ts";
import type { RawLine } from "./merge.ts";
import { roundingOf } from "./value.ts";

/** An order with the lines that it was made of. */
export interface CheckedOrder {
  readonly target: TargetName;
  readonly order: TargetOrder;
  readonly rawLines: readonly RawLine[];
}

/** What must hold, checked and not hoped: no two orders share a key (the second would be taken for a repeat),
 *  quantities by SKU are those of the lines, and a total that is a sum adds up to the bill's. */
export function checkConservation(
  bill: Bill,
  lines: readonly Line[],
  orders: readonly CheckedOrder[],
  scheme: Scheme,
): readonly Issue[] {
  const wrong = [...checkKeys(orders), ...checkQuantities(lines, orders, scheme), ...checkTotal(lines, orders, scheme)];
  return wrong.map((text) => ({ code: "MAP_CONSERVATION_BROKEN", message: `${bill.billNo}:${text}` }));
}

function checkKeys(orders: readonly CheckedOrder[]): readonly string[] {
  const shared = [...Map.groupBy(orders, ({ order }) => order.outer_no)].filter(([, same]) => same.length > 1);
  return shared.map(([key, same]) => {
    const stocks = same.map(({ order }) => order.warehouse_no).join("、");
    return `同一单据的 ${same.length} 张订单(仓库 ${stocks})得到相同的外部单号 ${key},后一张会被当作重复`;
  });
}

function checkQuantities(
  lines: readonly Line[],
  orders: readonly CheckedOrder[],
  { definition, target }: Scheme,
): readonly string[] {
  const before = sumBySku(
    orders.flatMap(({ rawLines }) =>
      rawLines.map(({ values }) => [String(values["spec_no"]), fractionOf(values[target.quantity] ?? ZERO)] as const),
    ),
  );
  const sent = orders.flatMap(({ target: name, order }) =>
    linesOf(name, order).map((line) => [line.spec_no, quantityOf(name, line)] as const),
  );
  const after = sumBySku(sent.map(([sku, num]) => [sku, fractionOf(num)] as const));
  const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
    (sku) => !isEqual(before.get(sku) ?? NOTHING, after.get(sku) ?? NOTHING),
  );
  const [sku = ""] = differing;
  if (differing.length > 0) return [`${sku} 的数量 ${before.get(sku)?.numerator} ≠ ${after.get(sku)?.numerator}`];
  // A scheme that sends something other than the selecting quantity (another unit) is conserved in its own terms.
  const { quantity } = definition.lines;
  const sentQuantity = definition.line[target.quantity];
  if (typeof sentQuantity !== "string" || sentQuantity.replaceAll(/\s/g, "") !== `{{${quantity}}}`) return [];
  const whole = addDecimals(lines.map((line) => decimal(String(line[quantity]))));
  const all = addDecimals(sent.map(([, num]) => num));
  return compareDecimals(whole, all) === 0 ? [] : [`数量 ${whole} ≠ ${all}`];
}

function checkTotal(
  lines: readonly Line[],
  orders: readonly CheckedOrder[],
  { definition, target }: Scheme,
): readonly string[] {
  const mapped = target.total === null ? undefined : definition.order[target.total];
  if (target.total === null || typeof mapped !== "object" || !("sum" in mapped)) return [];
  const { sum } = mapped;
  const whole = addAll(lines.map((line) => line[sum]));
  const all = addAll(orders.map(({ order }) => order[target.total ?? ""] as string | undefined));
  const difference = addDecimals([whole, negate(all)]);
  // Each order's total was rounded once, by half a unit of its last place at most.
  const places = roundingOf(mapped);
  const most = places === undefined ? ZERO : decimal(`${orders.length * 5}e-${places + 1}`);
  return compareDecimals(difference, most) > 0 || compareDecimals(negate(difference), most) > 0
    ? [`金额 ${whole} ≠ ${all}`]
    : [];
}

function sumBySku(entries: readonly (readonly [string, Fraction])[]): ReadonlyMap<string, Fraction> {
  const bySku = Map.groupBy(entries, ([sku]) => sku);
  return new Map([...bySku].map(([sku, own]) => [sku, addFractions(own.map(([, fraction]) => fraction))]));
}

function isEqual(a: Fraction, b: Fraction): boolean {
  const [one, other] = [multiplyDecimals(a.numerator, b.denominator), multiplyDecimals(b.numerator, a.denominator)];
  return compareDecimals(one, other) === 0;
}

function negate(value: DecimalText): DecimalText {
  return multiplyDecimals(value, decimal("-1"));
}

function addAll(values: readonly (string | boolean | null | undefined)[]): DecimalText {
  return addDecimals(values.flatMap((value) => (typeof value === "string" ? [decimal(value)] : [])));
}
