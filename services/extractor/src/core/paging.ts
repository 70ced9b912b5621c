import type { Cell } from "@billferry/contracts";

/**
 * Paging by bill key. Rows come ordered by bill (`FID`) and line; the last bill of a full page may be cut, so it is held
 * back and becomes the start of the next page's filter. An offset is used only inside one bill that is larger than a
 * page. So no bill is cut, and nothing slips when rows change between two pages.
 */
export interface PageStart {
  /** Bills from this one on; null for the first page. */
  readonly fromBillId: string | null;
  /** Rows of that first bill that are already here. */
  readonly startRow: number;
  readonly carried: readonly (readonly Cell[])[];
}

export interface WholeBill {
  readonly billId: string;
  readonly rows: readonly (readonly Cell[])[];
}

export type PageVerdict =
  | { readonly kind: "page"; readonly bills: readonly WholeBill[]; readonly next: PageStart | null }
  /** The answer is not in the order that was asked for, so nothing about completeness can be trusted. */
  | { readonly kind: "disordered"; readonly at: string };

export const FIRST_PAGE: PageStart = { fromBillId: null, startRow: 0, carried: [] };

/** Servers that clamp a larger `Limit` do so at these sizes (vendor notes 3.4): such a page may not be the last. */
const CLAMPED_SIZES = new Set([2_000, 10_000]);

export function readPage(
  start: PageStart,
  rows: readonly (readonly Cell[])[],
  options: { readonly limit: number; readonly idColumn: number },
): PageVerdict {
  const bills = groupByBill([...start.carried, ...rows], options.idColumn);
  const disorder = findDisorder(bills, start.fromBillId);
  if (disorder !== undefined) return { kind: "disordered", at: disorder };
  const mayContinue = rows.length >= options.limit || CLAMPED_SIZES.has(rows.length);
  const last = bills.at(-1);
  if (!mayContinue || last === undefined) return { kind: "page", bills, next: null };
  const next =
    bills.length === 1
      ? { fromBillId: last.billId, startRow: last.rows.length, carried: last.rows }
      : { fromBillId: last.billId, startRow: 0, carried: [] };
  return { kind: "page", bills: bills.slice(0, -1), next };
}

function groupByBill(rows: readonly (readonly Cell[])[], idColumn: number): readonly WholeBill[] {
  const bills: { billId: string; rows: (readonly Cell[])[] }[] = [];
  for (const row of rows) {
    const billId = String(row[idColumn] ?? "");
    const current = bills.at(-1);
    if (current?.billId === billId) current.rows.push(row);
    else bills.push({ billId, rows: [row] });
  }
  return bills;
}

/** Ids must rise from bill to bill, and none may lie before the page's own start. */
function findDisorder(bills: readonly WholeBill[], fromBillId: string | null): string | undefined {
  let before: bigint | undefined;
  for (const { billId } of bills) {
    if (!/^\d{1,19}$/.test(billId)) return billId || "(空)";
    const id = BigInt(billId);
    if (before !== undefined && id <= before) return billId;
    if (before === undefined && fromBillId !== null && id < BigInt(fromBillId)) return billId;
    before = id;
  }
  return undefined;
}
