import type { Cell, PreviewResult } from "@billferry/contracts";
import type { BillPreview } from "@billferry/desk";
import type { Scheme } from "@billferry/scheme";

import { valuesOf } from "./core/order-values.ts";

type Bill = PreviewResult["bills"][number];
type Ordered = Extract<BillPreview["result"], { readonly kind: "ordered" }>["orders"][number];

/** How much of a bill is shown: it can have thousands of lines; what a person compares by eye has not. */
interface Limits {
  readonly rows: number;
  readonly values: number;
}

export const ONE_BILL: Limits = { rows: 100, values: 400 };
/** Of one among ten. */
export const ONE_OF_MANY: Limits = { rows: 20, values: 100 };

const MOST_CHARACTERS = 500;

/** A bill beside the orders that it would become. */
export function toShownBill(scheme: Scheme, preview: BillPreview, most: Limits): Bill {
  const { billId, billNo, approvedAt, unread, rows, result } = preview;
  const shown = rows.slice(0, most.rows);
  // What no row fills is left out: a form has a hundred fields, and a bill a dozen.
  const filled = preview.fields.flatMap((field, index) =>
    rows.some((row) => String(row[index] ?? "").trim() !== "") ? [{ field, index }] : [],
  );
  return {
    ...{ billId, billNo, approvedAt, unread },
    fields: filled.map(({ field }) => ({ name: field, label: scheme.fields.find(field)?.label ?? field })),
    rows: shown.map((row) => filled.map(({ index }) => toText(row[index]))),
    rowsLeftOut: rows.length - shown.length,
    outcome: result.kind,
    reasons: reasonsOf(result),
    skipped: result.kind === "ordered" ? result.skipped.map(({ seq, rule }) => ({ seq, rule })) : [],
    orders: result.kind === "ordered" ? result.orders.map((order) => toOrder(scheme, order, most)) : [],
  };
}

function reasonsOf(result: BillPreview["result"]): string[] {
  if (result.kind === "excluded") return [result.rule];
  return result.kind === "refused" ? result.issues.map(({ code, message }) => `[${code}] ${message}`) : [];
}

function toText(cell: Cell | undefined): string | null {
  return cell === null || cell === undefined ? null : String(cell).slice(0, MOST_CHARACTERS);
}

function toOrder({ target }: Scheme, { order, notes, sources }: Ordered, most: Limits): Bill["orders"][number] {
  const values = valuesOf(target.name, order);
  const shown = values.slice(0, most.values);
  return {
    outerNo: order.outer_no,
    notes: [...notes],
    values: shown.map(({ place, label, value }) => ({
      ...{ place, label, value },
      rule: sources[place]?.rule ?? "",
      table: sources[place]?.table ?? null,
      lines: [...(sources[place]?.lines ?? [])],
    })),
    valuesLeftOut: values.length - shown.length,
  };
}
