import type { Cell, FaultCode, MissingCode, TransformJob } from "@billferry/contracts";

import { takeEntriesOnce } from "./entries.ts";
import type { FieldTable } from "./field-table.ts";

/** Something wrong with a bill or its mapping; the message is for the operator. */
export interface Issue {
  readonly code: FaultCode;
  readonly message: string;
  /** The code without a row that holds the bill. */
  readonly missing?: MissingCode;
}

export type Line = Readonly<Record<string, Cell>>;

/** A whole bill: its head once, and its lines; each line also carries the head's cells, so a template may use both. */
export interface Bill {
  readonly billNo: string;
  readonly head: Line;
  readonly lines: readonly Line[];
  /** What a person should see of how it was read. */
  readonly notes: readonly string[];
}

const SHOWN_ISSUES = 5;

/** The rows of one bill as a bill, lines in its own order. Head fields must agree on all rows: a difference means that
 *  the bill was changed while it was read, and a guess would be wrong stock. */
export function toBill(
  job: Pick<TransformJob, "billNo" | "fields" | "rows">,
  fields: FieldTable,
): Bill | readonly Issue[] {
  const entries = takeEntriesOnce(job.rows, job.fields.indexOf(fields.essential.entryId));
  const lines = entries.once.map((row): Line =>
    Object.fromEntries(job.fields.map((name, index) => [name, blankToNull(row[index] ?? null)])),
  );
  const [first] = lines;
  if (first === undefined) return [{ code: "BILL_FIELD_MISSING", message: `${job.billNo}:没有任何分录` }];
  const misread = findMisread(job, entries, fields);
  if (misread !== undefined) return [misread];
  const headNames = job.fields.filter((name) => (fields.find(name)?.level ?? "entry") !== "entry");
  const differing = headNames.filter((name) => lines.some((line) => line[name] !== first[name]));
  if (differing.length > 0) {
    const names = differing.slice(0, SHOWN_ISSUES).map((name) => `${name}(${fields.find(name)?.label ?? "?"})`);
    return [{ code: "BILL_HEAD_DIFFERS", message: `${job.billNo}:${names.join("、")}` }];
  }
  const head = Object.fromEntries(headNames.map((name) => [name, first[name] ?? null]));
  const notes = entries.repeated.map((id) => `${job.billNo}:分录 ${id} 在金蝶的应答中重复出现,内容相同,只计一次`);
  return { billNo: job.billNo, head, lines: lines.toSorted(inOrderOf(fields)), notes };
}

/** Rows that are not the bill's entries, one each; a sum over them would be wrong stock. */
function findMisread(
  { billNo, fields: names }: Pick<TransformJob, "billNo" | "fields">,
  { contradictory, nameless }: ReturnType<typeof takeEntriesOnce>,
  { essential }: FieldTable,
): Issue | undefined {
  if (contradictory.length > 0) {
    const ids = contradictory.slice(0, SHOWN_ISSUES).join("、");
    return { code: "BILL_ENTRY_REPEATED", message: `${billNo}:分录内码 ${ids} 出现多次,内容不同` };
  }
  if (nameless.length === 0 || !names.includes(essential.entryId)) return undefined;
  const seq = String(nameless[0]?.[names.indexOf(essential.seq)] ?? "?").trim();
  return { code: "BILL_FIELD_MISSING", message: `${billNo} 第 ${seq} 行:没有分录内码(${essential.entryId})` };
}

/** The line's number in its bill, for people. */
export function seqOf(line: Line, fields: FieldTable): string {
  return String(line[fields.essential.seq] ?? "?");
}

/** Kingdee writes an unset text as one blank [kingdee 3.6]. */
function blankToNull(cell: Cell): Cell {
  if (typeof cell !== "string") return cell;
  const trimmed = cell.trim();
  return trimmed === "" ? null : trimmed;
}

function inOrderOf({ essential: { seq, entryId } }: FieldTable): (a: Line, b: Line) => number {
  return (a, b) =>
    numberOf(a, seq) - numberOf(b, seq) ||
    numberOf(a, entryId) - numberOf(b, entryId) ||
    // Nothing else tells the lines apart: then by all they say, so that the order of the rows never matters.
    compareTexts(JSON.stringify(a), JSON.stringify(b));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberOf(line: Line, name: string): number {
  return Number(line[name] ?? 0) || 0;
}
