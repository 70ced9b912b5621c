import type { BillStory } from "@billferry/ledger";

import { fold } from "./number-spellings.ts";

/** What is looked for in what a bill was made of. */
export interface WantedContent {
  readonly sku?: string | undefined;
  /** As Wangdiantong's order or Kingdee's row has it. */
  readonly warehouse?: string | undefined;
}

/** Kingdee's fields of codes, with or without an alias; no cell of another field is looked at, a person's least. */
const MATERIAL = /material(id)?[._]f?number$/i;
const STOCK = /stock(id)?[._]f?number$/i;

/** Whether the goods and the warehouse are in its rows or in the orders made of them. */
export function isInStory(story: BillStory, { sku, warehouse }: WantedContent): boolean {
  return (
    (sku === undefined || codesOf(story, MATERIAL, "spec_no").has(fold(sku))) &&
    (warehouse === undefined || codesOf(story, STOCK, "warehouse_no").has(fold(warehouse)))
  );
}

/** An order's number mostly ends with its warehouse, and is there when the story is not any more. */
export function endsWithWarehouse(outerNos: readonly string[], warehouse: string): boolean {
  return outerNos.some((outerNo) => fold(outerNo).endsWith(`-${fold(warehouse)}`));
}

function codesOf({ fields, rows, orders }: BillStory, field: RegExp, parameter: string): ReadonlySet<string> {
  const columns = fields.flatMap((name, at) => (field.test(name) ? [at] : []));
  const cells = rows.flatMap((row) => columns.map((at) => row[at]));
  const values = orders.flatMap(({ order }) =>
    Object.entries(order).flatMap(([name, value]): readonly unknown[] => {
      if (name === parameter) return [value];
      return Array.isArray(value) ? (value as Readonly<Record<string, unknown>>[]).map((line) => line[parameter]) : [];
    }),
  );
  return new Set([...cells, ...values].flatMap((code) => (typeof code === "string" ? [fold(code)] : [])));
}
