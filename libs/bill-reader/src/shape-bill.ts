import type { TransformJob } from "@billferry/contracts";
import type { Logger } from "@billferry/runtime";
import { takeEntriesOnce, type Scheme } from "@billferry/scheme";

import { createBillHash } from "./core/content-hash.ts";
import type { WholeBill } from "./core/paging.ts";

/** A bill as read; which revision of it this is, only the ledger can tell (`planReading`). */
export type ReadBill = Omit<TransformJob, "revision" | "anew">;

/** What makes bills of the rows of a page that was asked for by these fields. */
export function createShaping(
  { scheme, log }: { readonly scheme: Scheme; readonly log: Logger },
  fields: readonly string[],
): (bill: WholeBill) => ReadBill {
  const hashOf = createBillHash({ schemeVersion: scheme.version, fields, isStable: scheme.fields.isStable });
  const [noAt, approvedAt] = [fields.indexOf("FBillNo"), fields.indexOf("FApproveDate")];
  const entryAt = fields.indexOf(scheme.fields.essential.entryId);
  return ({ billId, rows: received }) => {
    const rows = received.map((row) => [...row]);
    const cell = (column: number): string => String(rows[0]?.[column] ?? "").trim();
    const billNo = cell(noAt) || `FID-${billId}`;
    const { once, repeated } = takeEntriesOnce(rows, entryAt);
    if (repeated.length > 0)
      log.warn({ event: "entry.repeated", billNo, entries: repeated }, "金蝶在应答中重复给出了同一分录");
    return {
      scheme: scheme.definition.name,
      schemeVersion: scheme.version,
      billId,
      billNo,
      approvedAt: cell(approvedAt) || "?",
      // Of each entry once: that an answer repeats one is no change of the bill.
      contentHash: hashOf(once),
      fields: [...fields],
      rows,
    };
  };
}
