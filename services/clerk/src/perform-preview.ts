import type { Cell, Errand, PreviewResult } from "@billferry/contracts";
import { previewBill, type BillPreview } from "@billferry/desk";
import type { ErrandWork } from "@billferry/errands";
import type { Scheme } from "@billferry/scheme";

import { valuesOf } from "./core/order-values.ts";
import { openEnds, type Office } from "./office.ts";

type Bill = PreviewResult["bills"][number];
type Ordered = Extract<BillPreview["result"], { readonly kind: "ordered" }>["orders"][number];

/** A bill can have thousands of lines; what a person compares by eye has not. */
const MOST_ROWS = 100;
const MOST_VALUES = 400;
const MOST_CHARACTERS = 500;

export async function performPreview(
  office: Office,
  { scheme: name, billNo }: Extract<Errand, { readonly kind: "preview-bill" }>,
  { signal }: ErrandWork,
): Promise<PreviewResult> {
  const { kingdee } = await openEnds(office, name, signal);
  const { redis } = office;
  // Unsigned: a signed request is nothing for a page.
  const previews = await previewBill(kingdee, { billNo, account: undefined, redis, nowMs: Date.now(), signal });
  return { bills: previews.map((preview) => toBill(kingdee.scheme, preview)) };
}

function toBill(scheme: Scheme, preview: BillPreview): Bill {
  const { billId, billNo, approvedAt, unread, rows, result } = preview;
  const shown = rows.slice(0, MOST_ROWS);
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
    orders: result.kind === "ordered" ? result.orders.map((order) => toOrder(scheme, order)) : [],
  };
}

function reasonsOf(result: BillPreview["result"]): string[] {
  if (result.kind === "excluded") return [result.rule];
  return result.kind === "refused" ? result.issues.map(({ code, message }) => `[${code}] ${message}`) : [];
}

function toText(cell: Cell | undefined): string | null {
  return cell === null || cell === undefined ? null : String(cell).slice(0, MOST_CHARACTERS);
}

function toOrder({ target }: Scheme, { order, notes, sources }: Ordered): Bill["orders"][number] {
  const values = valuesOf(target.name, order);
  const shown = values.slice(0, MOST_VALUES);
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
