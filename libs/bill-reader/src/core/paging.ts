import type { Cell } from "@billferry/contracts";

type Row = readonly Cell[];

/**
 * Paging by bill key, for a server whose row limit nobody knows: an administrator may set any, and change it at any
 * time. A short page therefore proves nothing. Rows come ordered by bill (`FID`), line and entry, and any page may cut
 * its last bill, so that bill is held back:
 *
 * 1. `from` a bill: the next page begins with the last row that was read of it, which must still be the same, and goes
 *    on with the rest of the bill or with the bills behind it. An offset counts rows of this one bill and of no other,
 *    so rows that vanish elsewhere cannot shift anything.
 * 2. That row alone proves the end: the server would have given more, had there been more. Only a server that never
 *    gives more than one row would not, so where none was seen to, the page `beyond` the row is asked for. What is
 *    there may have come a moment ago, and then an answer `from` the row on has several.
 * 3. A bill that is no longer there is forgotten, and the next page begins where it stood. One that is there after all
 *    had rows in the first answer that it does not have (an answer that repeats one), and is read once more.
 */
export type PageStart =
  | { readonly range: "all" }
  | {
      readonly range: "from" | "beyond";
      readonly billId: string;
      readonly carried: readonly Row[];
      /** The bill was forgotten once already. */
      readonly isAgain?: true;
      /** Something was seen beyond a row that had come alone. */
      readonly isDoubted?: true;
    };

export interface WholeBill {
  readonly billId: string;
  readonly rows: readonly Row[];
}

export type PageVerdict =
  | { readonly kind: "page"; readonly bills: readonly WholeBill[]; readonly next: PageStart | null }
  /** Not in the order that was asked for, or a bill changed meanwhile: the window has to be read again. */
  | { readonly kind: "disordered"; readonly at: string }
  /** The server gives one row at a time: no page can show that it goes on from the one before. */
  | { readonly kind: "one-row-limit" };

export const FIRST_PAGE: PageStart = { range: "all" };

/** The row offset to ask for. */
export function offsetOf(start: PageStart): number {
  if (start.range === "all") return 0;
  return start.range === "beyond" ? start.carried.length : Math.max(start.carried.length - 1, 0);
}

/**
 * Whether an answer is to be asked for once more before it is believed. An empty table would end the reading, and one
 * that lacks the bill that was held back would forget it; either may be true (nothing is there, the bill was unapproved
 * meanwhile), and then the second answer says the same.
 */
export function needsProof(start: PageStart, rows: readonly Row[], idColumn: number): boolean {
  if (start.range === "beyond") return false;
  const [first] = rows;
  if (first === undefined) return true;
  return start.range === "from" && start.carried.length > 0 && idOf(first, idColumn) !== start.billId;
}

/** Its whole bills, and where the next page begins. `hasSeenRows`: one answer of this reading had several rows. */
export function readPage(
  start: PageStart,
  rows: readonly Row[],
  options: { readonly idColumn: number; readonly hasSeenRows: boolean },
): PageVerdict {
  if (start.range === "beyond") {
    if (rows.length === 0) return { kind: "page", bills: [toBill(start)], next: null };
    if (start.isDoubted) return { kind: "one-row-limit" };
    return { kind: "page", bills: [], next: { ...start, range: "from", isDoubted: true } };
  }
  const carried = start.range === "from" ? start.carried : [];
  if (start.range === "from" && carried.length > 0) {
    const [again] = rows;
    const isGone = again === undefined || idOf(again, options.idColumn) !== start.billId;
    if (isGone && start.isAgain) return { kind: "disordered", at: start.billId };
    if (isGone) return { kind: "page", bills: [], next: { ...start, carried: [], isAgain: true } };
    if (JSON.stringify(again) !== JSON.stringify(carried.at(-1))) return { kind: "disordered", at: start.billId };
    if (rows.length === 1)
      return options.hasSeenRows
        ? { kind: "page", bills: [toBill(start)], next: null }
        : { kind: "page", bills: [], next: { ...start, range: "beyond" } };
  }
  const bills = groupByBill([...carried, ...rows.slice(carried.length > 0 ? 1 : 0)], options.idColumn);
  const disorder = findDisorder(bills, start);
  if (disorder !== undefined) return { kind: "disordered", at: disorder };
  const last = bills.at(-1);
  if (last === undefined) return { kind: "page", bills, next: null };
  const isAgain = start.range === "from" && start.isAgain && start.billId === last.billId;
  const next: PageStart = { range: "from", billId: last.billId, carried: last.rows, ...(isAgain ? { isAgain } : {}) };
  return { kind: "page", bills: bills.slice(0, -1), next };
}

function toBill({ billId, carried }: Exclude<PageStart, { range: "all" }>): WholeBill {
  return { billId, rows: carried };
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
  let before = start.range === "all" ? 0n : BigInt(start.billId) - 1n;
  for (const { billId } of bills) {
    if (!/^\d{1,19}$/.test(billId)) return billId || "(空)";
    const id = BigInt(billId);
    if (id <= before) return billId;
    before = id;
  }
  return undefined;
}
