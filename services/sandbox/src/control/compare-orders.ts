import {
  addDecimals,
  compareDecimals,
  linesOf,
  quantityOf,
  TARGET_INTERFACES,
  ZERO,
  type DecimalText,
} from "@billferry/contracts";

import { lineKey, type ExpectedOrder } from "../bills/expected-orders.ts";
import type { StoredOrder } from "../wangdiantong/stored-order.ts";

// Neither side of a pair is ever changed in place, so a comparison once made stands.
const compared = new WeakMap<StoredOrder, { expected: ExpectedOrder; differences: readonly string[] }>();

/** What differs: what an order and its corrections move together, against what is expected. */
export function compareOrders(expected: ExpectedOrder, living: readonly StoredOrder[]): readonly string[] {
  const [first] = living;
  if (first === undefined || living.length > 1) return findDifferences(expected, living);
  const before = compared.get(first);
  if (before?.expected === expected) return before.differences;
  const differences = findDifferences(expected, living);
  compared.set(first, { expected, differences });
  return differences;
}

function findDifferences(expected: ExpectedOrder, living: readonly StoredOrder[]): string[] {
  const differences: string[] = [];
  for (const { content } of living)
    if (content.warehouse_no !== expected.warehouse)
      differences.push(`仓库应为 ${expected.warehouse},实为 ${content.warehouse_no}`);
  const lines = living.flatMap(({ target, content }) => linesOf(target, content).map((line) => ({ target, line })));
  const actual = new Map(
    [...Map.groupBy(lines, ({ line }) => lineKey(line.spec_no, line.batch_no ?? null))].map(([key, own]) => [
      key,
      addDecimals(own.map(({ target, line }) => quantityOf(target, line))),
    ]),
  );
  for (const key of new Set([...expected.quantities.keys(), ...actual.keys()])) {
    const wanted: DecimalText = expected.quantities.get(key) ?? ZERO;
    const found: DecimalText = actual.get(key) ?? ZERO;
    if (compareDecimals(wanted, found) !== 0) differences.push(`${describeKey(key)} 数量应为 ${wanted},实为 ${found}`);
  }
  const amounts = living.map(({ target, content }) => {
    const { total } = TARGET_INTERFACES[target];
    return total === null ? undefined : (content[total] as DecimalText | undefined);
  });
  const known = amounts.filter((amount) => amount !== undefined);
  const amount = known.length < living.length || known.length === 0 ? undefined : addDecimals(known);
  if (amount !== undefined && compareDecimals(amount, expected.totalAmount) !== 0)
    differences.push(`总金额应为 ${expected.totalAmount},实为 ${amount}`);
  return differences;
}

function describeKey(key: string): string {
  const [spec = "", batch = ""] = JSON.parse(key) as string[];
  return batch === "" ? `货品 ${spec}` : `货品 ${spec} 批号 ${batch}`;
}
