import { linesOf } from "@billferry/contracts";
import type { PlannedOrder, Scheme } from "@billferry/scheme";

/** Codes that orders use, each with the place where it was found. */
export type CodeSources = ReadonlyMap<string, string>;

/** The codes of a head parameter: all that its code table maps to, and those of the orders at hand. */
export function wantedCodes(
  scheme: Scheme,
  orders: readonly PlannedOrder[],
  parameter: "warehouse_no" | "logistics_code",
): CodeSources {
  const wanted = new Map<string, string>();
  for (const { order } of orders) {
    const code = order[parameter];
    if (typeof code === "string" && code !== "") wanted.set(code, "近期单据");
  }
  const value: unknown = scheme.definition.order[parameter];
  if (typeof value === "object" && value !== null && "lookup" in value) {
    const table = String(value.lookup);
    for (const code of scheme.tables.codes[table]?.values() ?? []) wanted.set(code, `对照表 ${table}`);
  }
  return wanted;
}

/** SKUs of the orders at hand, at most `most`, spread over them. */
export function wantedSkus(orders: readonly PlannedOrder[], most: number): readonly string[] {
  const skus = [...new Set(orders.flatMap(({ target, order }) => linesOf(target, order).map((line) => line.spec_no)))];
  const step = Math.max(1, skus.length / most);
  return Array.from({ length: Math.min(most, skus.length) }, (_, index) => skus[Math.floor(index * step)] ?? "");
}

/** The reason that the scheme sets; undefined where it sets none. */
export function reasonInUse(scheme: Scheme, orders: readonly PlannedOrder[]): string | undefined {
  const value: unknown = scheme.definition.order["reason"];
  if (value === undefined) return undefined;
  const seen = [...new Set(orders.flatMap(({ order }) => order.reason ?? []))];
  return seen.length > 0 ? seen.join("、") : typeof value === "string" ? value : JSON.stringify(value);
}
