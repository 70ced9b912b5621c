import type { Form } from "../forms/form.ts";
import type { Forms } from "../forms/load-forms.ts";
import type { Journal, JournalEvent } from "../journal.ts";
import { SandboxProblem } from "../sandbox-problem.ts";
import { BillTable } from "./bill-table.ts";
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
  const tables = new Map([...forms].map(([id, form]) => [id, { form, table: new BillTable(form, journal) }]));
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
      if (!tables.has(formId))
        throw new SandboxProblem(
          `沙箱的账中有表单 ${formId} 的单据,却没有这个表单 → 以 SANDBOX_FORM_DIR 指定存放它的文件夹`,
        );
      begun.add(formId);
      of(formId).restore(event);
    },
  };
}

function formOf(event: JournalEvent): string | undefined {
  if (event.kind === "bill") return event.bill.formId;
  return "formId" in event ? event.formId : undefined;
}
