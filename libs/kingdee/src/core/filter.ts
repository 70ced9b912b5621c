import { formatKingdeeTime, type Zone } from "@billferry/contracts";

/** As [kingdee 3.8], without parentheses or needless blanks: a live server may take offence at them [kingdee 2.7]. */

/** Text as a literal; a quote inside is doubled, which is the rule of SQL (inferred, [kingdee 3.8]). */
export function quoteFilterText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** "'2026-04-21 08:30:00'" in `zone`; milliseconds are cut, since no source shows a literal that has them. */
export function quoteFilterTime(epochMs: number, zone: Zone): string {
  return quoteFilterText(formatKingdeeTime(epochMs, zone));
}

/** Each window is cut with this first, or the part of a second that the literal drops would be read by nobody. */
export function floorToSecondMs(epochMs: number): number {
  return Math.floor(epochMs / 1000) * 1000;
}

/** Joins conditions that all must hold. Blank ones are left out; one with an OR of its own is put in parentheses. */
export function joinFilters(...conditions: readonly (string | undefined)[]): string {
  const given = conditions.map((condition) => condition?.trim() ?? "").filter((condition) => condition !== "");
  if (given.length === 1) return given[0] ?? "";
  return given.map((condition) => (hasOr(condition) ? `(${condition})` : condition)).join(" AND ");
}

export interface WindowFilter {
  /** The scheme's own condition, rendered; may be empty. */
  readonly schemeFilter?: string | undefined;
  /** Left out where the scheme's own filter is the lower bound. */
  readonly fromMs?: number | undefined;
  /** Exclusive. */
  readonly toMs: number;
  readonly zone: Zone;
}

/** Bills approved in `[from, to)`, still approved (`C`) and not void (`A`); [kingdee 4.4]. */
export function buildWindowFilter(window: WindowFilter): string {
  return joinFilters(
    window.schemeFilter,
    window.fromMs === undefined ? undefined : `FApproveDate>=${quoteFilterTime(window.fromMs, window.zone)}`,
    `FApproveDate<${quoteFilterTime(window.toMs, window.zone)}`,
    "FDocumentStatus='C'",
    "FCancelStatus='A'",
  );
}

/** The next page starts with this bill: the one that a full page may have cut. */
export function fromBill(billId: string): string {
  return `FID>=${asBillId(billId)}`;
}

/** The next page starts after this bill. */
export function afterBill(billId: string): string {
  return `FID>${asBillId(billId)}`;
}

/** This bill alone. */
export function onlyBill(billId: string): string {
  return `FID=${asBillId(billId)}`;
}

/** These bills in any state, for a sweep. Throws a RangeError for an empty list, which would select all. */
export function anyOfBills(billIds: readonly string[]): string {
  if (billIds.length === 0) throw new RangeError("expected at least one bill id");
  return `FID in (${billIds.map(asBillId).join(",")})`;
}

/** The bill of a number, as a person knows it. */
export function billNumbered(billNo: string): string {
  return `FBillNo=${quoteFilterText(billNo)}`;
}

/** The bills of any of these numbers, in any state. Throws a RangeError for an empty list, which would select all. */
export function anyOfNumbers(billNos: readonly string[]): string {
  if (billNos.length === 0) throw new RangeError("expected at least one bill number");
  return `FBillNo in (${billNos.map(quoteFilterText).join(",")})`;
}

// Ids come out of answers; one that is no whole number must not become part of a filter.
function asBillId(billId: string): string {
  if (!/^\d{1,19}$/.test(billId)) throw new RangeError(`expected a bill id of digits, got ${JSON.stringify(billId)}`);
  return billId;
}

function hasOr(condition: string): boolean {
  return /\bor\b/i.test(condition.replace(/'(?:[^']|'')*'/g, "''"));
}
