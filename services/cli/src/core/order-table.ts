import { linesOf, TARGET_INTERFACES } from "@billferry/contracts";

import type { TakenOrder } from "./used-codes.ts";

/**
 * The orders as a table, a row for each line under the parameters' own names; a parameter that nobody uses is left out.
 */
export function toOrderTable(orders: readonly TakenOrder[]): readonly string[][] {
  const rows = orders.flatMap((order) => linesOf(order.target, order.content).map((line) => toCells(order, line)));
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  return [names, ...rows.map((row) => names.map((name) => row.get(name) ?? ""))];
}

function toCells(
  { target, content }: TakenOrder,
  line: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, string> {
  const list = TARGET_INTERFACES[target].lineList;
  const head = Object.entries(content).filter(([name]) => name !== list);
  return new Map([
    ["interface", target],
    ...head.map(([name, value]) => [name, toText(value)] as const),
    ...Object.entries(line).map(([name, value]) => [`${list}.${name}`, toText(value)] as const),
  ]);
}

function toText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
