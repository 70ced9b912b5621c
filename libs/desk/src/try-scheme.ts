import { anyOfBills, joinFilters } from "@billferry/kingdee";
import { countUnused, type UnusedInBills } from "@billferry/scheme";
import type { KingdeeAccess } from "@billferry/vendor-access";

import { previewBills, type BillPreview, type PreviewAsked } from "./preview-bill.ts";

/** What a scheme makes of the newest bills that Kingdee has. */
export interface SchemeTrial {
  /** Newest first. */
  readonly bills: readonly BillPreview[];
  /** What lines of them carry and the scheme does not use. */
  readonly unused: readonly UnusedInBills[];
}

/** Rows that are asked for to find one bill: some tenants answer one row an entry, whatever is asked for. */
const ROWS_A_BILL = 20;

/** Tries a scheme on approved bills, at most so many; nothing is sent and nothing recorded. */
export async function tryScheme(
  kingdee: KingdeeAccess,
  { most, ...asked }: PreviewAsked & { readonly most: number },
): Promise<SchemeTrial> {
  const { form: formId } = kingdee.scheme.definition.source;
  const filter = joinFilters("FDocumentStatus='C'", "FCancelStatus='A'");
  const query = { formId, fieldKeys: ["FID"], filter, order: "FID DESC", startRow: 0, limit: most * ROWS_A_BILL };
  const rows = await kingdee.client.executeBillQuery(query, asked.signal);
  const ids = [...new Set(rows.map(([id]) => String(id ?? "").trim()))].slice(0, most);
  if (ids.length === 0) return { bills: [], unused: [] };
  const bills = await previewBills(kingdee, () => anyOfBills(ids), asked);
  const ordered = bills.flatMap(({ billNo, result }) =>
    result.kind === "ordered" ? [{ billNo, unused: result.unused }] : [],
  );
  return { bills: bills.toReversed(), unused: countUnused(ordered) };
}
