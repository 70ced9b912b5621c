import type { Cell } from "@billferry/contracts";

type Row = readonly Cell[];

/**
 * Paging by bill key. Rows come ordered by bill (`FID`) and line, and a full page may cut its last bill, so that bill is
 * held back:
 *
 * 1. `from` a bill: it was held back and becomes the start of the next page's filter, at offset 0.
 * 2. `only` a bill: it is larger than a page. An offset counts rows of this one bill and of no other, so rows that
 *    vanish elsewhere can not shift anything; each page begins with the last row of the one before, which must still be
 *    the same.
 * 3. `after` a bill: the large one is complete.
 */
export type PageStart =
  | { readonly range: "all" }
  | { readonly range: "from" | "after"; readonly billId: string }
  | { readonly range: "only"; readonly billId: string; readonly carried: readonly Row[] };

export interface WholeBill {
  readonly billId: string;
  readonly rows: readonly Row[];
}

export type PageVerdict =
  | { readonly kind: "page"; readonly bills: readonly WholeBill[]; readonly next: PageStart | null }
  /** The answer is not in the order that was asked for, or a bill changed while it was read: nothing about
   *  completeness can be trusted, and the window has to be read again. */
  | { readonly kind: "disordered"; readonly at: string };

export const FIRST_PAGE: PageStart = { range: "all" };

/** Servers that clamp a larger `Limit` do so at these sizes (vendor notes 3.4): such a page may not be the last. */
const CLAMPED_SIZES = new Set([2_000, 10_000]);

/** The row offset to ask for. */
export function offsetOf(start: PageStart): number {
  return start.range === "only" ? start.carried.length - 1 : 0;
}

/**
 * Whether an answer is to be asked for once more before it is believed. An empty table would end the reading, and so
 * would one that lacks the bill that was held back and must be its first; either may be true (nothing is there, the bill
 * was un-approved meanwhile), and then the second answer says the same.
 */
export function needsProof(start: PageStart, rows: readonly Row[], idColumn: number): boolean {
  const [first] = rows;
  if (first === undefined) return true;
  return start.range === "from" && idOf(first, idColumn) !== start.billId;
}

/** What a page says: its whole bills, and where the next one begins. A `limit` is at least 2 rows. */
export function readPage(
  start: PageStart,
  rows: readonly Row[],
  options: { readonly limit: number; readonly idColumn: number },
): PageVerdict {
  const mayContinue = rows.length >= options.limit || CLAMPED_SIZES.has(rows.length);
  if (start.range === "only") return readLargeBill(start, rows, mayContinue);
  const bills = groupByBill(rows, options.idColumn);
  const disorder = findDisorder(bills, start);
  if (disorder !== undefined) return { kind: "disordered", at: disorder };
  const last = mayContinue ? bills.at(-1) : undefined;
  if (last === undefined) return { kind: "page", bills, next: null };
  if (bills.length > 1)
    return { kind: "page", bills: bills.slice(0, -1), next: { range: "from", billId: last.billId } };
  return { kind: "page", bills: [], next: { range: "only", billId: last.billId, carried: last.rows } };
}

function readLargeBill(
  start: Extract<PageStart, { range: "only" }>,
  rows: readonly Row[],
  mayContinue: boolean,
): PageVerdict {
  const [again, ...further] = rows;
  if (JSON.stringify(again) !== JSON.stringify(start.carried.at(-1))) return { kind: "disordered", at: start.billId };
  const carried = [...start.carried, ...further];
  if (mayContinue) return { kind: "page", bills: [], next: { ...start, carried } };
  const next: PageStart = { range: "after", billId: start.billId };
  return { kind: "page", bills: [{ billId: start.billId, rows: carried }], next };
}

function groupByBill(rows: readonly Row[], idColumn: number): readonly WholeBill[] {
  const bills: { billId: string; rows: Row[] }[] = [];
  for (const row of rows) {
    const billId = idOf(row, idColumn);
    const current = bills.at(-1);
    if (current?.billId === billId) current.rows.push(row);
    else bills.push({ billId, rows: [row] });
  }
  return bills;
}

function idOf(row: Row, idColumn: number): string {
  return String(row[idColumn] ?? "");
}

/** Ids must rise from bill to bill, and none may lie before the page's own start. */
function findDisorder(bills: readonly WholeBill[], start: PageStart): string | undefined {
  let before = start.range === "all" ? 0n : BigInt(start.billId) - (start.range === "from" ? 1n : 0n);
  for (const { billId } of bills) {
    if (!/^\d{1,19}$/.test(billId)) return billId || "(空)";
    const id = BigInt(billId);
    if (id <= before) return billId;
    before = id;
  }
  return undefined;
}
