import {
  addDecimals,
  compareDecimals,
  decimal,
  linesOf,
  quantityOf,
  sumBySku,
  ZERO,
  type DecimalText,
  type TargetName,
  type TargetOrder,
} from "@billferry/contracts";

import type { Bill, Issue, Line } from "./bill.ts";
import type { Scheme } from "./definition.ts";
import type { RawLine } from "./merge.ts";

/** An order with the lines that it was made of. */
export interface CheckedOrder {
  readonly target: TargetName;
  readonly order: TargetOrder;
  readonly rawLines: readonly RawLine[];
}

/**
 * What must hold of a bill and its orders, checked and not hoped: no two orders share a key (the second would be taken for
 * a repeat of the first), quantities by SKU are those of the lines, and a total that is a sum adds up to the bill's.
 */
export function checkConservation(
  bill: Bill,
  lines: readonly Line[],
  orders: readonly CheckedOrder[],
  scheme: Scheme,
): readonly Issue[] {
  const keys = new Set(orders.map(({ order }) => order.outer_no));
  const broken = [
    ...(keys.size === orders.length ? [] : ["不同仓库得到了相同的 outer_no,请修改方案"]),
    ...checkQuantities(lines, orders, scheme),
    ...checkTotal(lines, orders, scheme),
  ];
  return broken.map((text) => ({ code: "MAP_CONSERVATION_BROKEN", message: `${bill.billNo}:${text}` }));
}

function checkQuantities(
  lines: readonly Line[],
  orders: readonly CheckedOrder[],
  { definition, target }: Scheme,
): readonly string[] {
  const before = sumBySku(
    orders.flatMap(({ rawLines }) =>
      rawLines.map(({ values }) => [String(values["spec_no"]), decimal(String(values[target.quantity]))] as const),
    ),
  );
  const sent = orders.flatMap(({ target: name, order }) =>
    linesOf(name, order).map((line) => [line.spec_no, quantityOf(name, line)] as const),
  );
  const after = sumBySku(sent);
  const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
    (sku) => compareDecimals(before.get(sku) ?? ZERO, after.get(sku) ?? ZERO) !== 0,
  );
  if (differing.length > 0)
    return [`${differing[0]} 的数量 ${before.get(differing[0] ?? "")} ≠ ${after.get(differing[0] ?? "")}`];
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
  return compareDecimals(whole, all) === 0 ? [] : [`金额 ${whole} ≠ ${all}`];
}

function addAll(values: readonly (string | boolean | null | undefined)[]): DecimalText {
  return addDecimals(values.flatMap((value) => (typeof value === "string" ? [decimal(value)] : [])));
}
