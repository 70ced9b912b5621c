import { DEFAULT_FORM, type Form } from "../forms/form.ts";
import type { Forms } from "../forms/load-forms.ts";
import type { Journal, JournalEvent } from "../journal.ts";
import { createBillTable, type BillTable } from "./bill-table.ts";
import type { Bill } from "./bill.ts";

/** Each form has a table of its own, with ids and numbers of its own. */
export interface BillStore {
  /** Throws a RangeError where there is no such form. */
  of(formId: string): BillTable;
  /** Every bill of every form as last written, form by form. */
  latest(): readonly { readonly form: Form; readonly bills: readonly Bill[] }[];
  /** Whether bills were ever made in this form. */
  hasPast(formId: string): boolean;
  restore(event: JournalEvent): void;
}

export function createBillStore(forms: Forms, journal: Journal): BillStore {
  const tables = new Map([...forms].map(([id, form]) => [id, { form, table: createBillTable(form, journal) }]));
  const begun = new Set<string>();
  const of = (formId: string): BillTable => {
    const found = tables.get(formId);
    if (found === undefined) throw new RangeError(`there is no form ${formId}`);
    return found.table;
  };
  return {
    of,
    latest: () => [...tables.values()].map(({ form, table }) => ({ form, bills: table.latest() })),
    hasPast: (formId) => begun.has(formId),
    restore: (event) => {
      const formId = formOf(event);
      if (formId === undefined) return;
      begun.add(formId);
      of(formId).restore(event);
    },
  };
}

/** The form that an event belongs to. Journals from before there were forms name none. */
function formOf(event: JournalEvent): string | undefined {
  switch (event.kind) {
    case "generated":
    case "bill-removed":
      return event.formId ?? DEFAULT_FORM;
    case "bill":
      return event.bill.formId ?? DEFAULT_FORM;
    case "order":
    case "order-cancelled":
    case "attempt":
    case "call":
      return undefined;
  }
}
