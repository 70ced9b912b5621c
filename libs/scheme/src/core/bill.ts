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

/** The rows of one bill as a bill, lines in its own order; of its cells those that `used` names. Head fields must agree
 *  on all rows: a difference means that the bill was changed while it was read, and a guess would be wrong stock. */
export function toBill(
  job: Pick<TransformJob, "billNo" | "fields" | "rows">,
  fields: FieldTable,
  used: ReadonlySet<string>,
): Bill | readonly Issue[] {
  const columns = columnsOf(job.fields, fields, used);
  const entries = takeEntriesOnce(job.rows, columns.entryId);
  const [first, ...further] = entries.once;
  if (first === undefined) return [{ code: "BILL_FIELD_MISSING", message: `${job.billNo}:没有任何分录` }];
  const misread = findMisread(job, entries, fields);
  if (misread !== undefined) return [misread];
  const differing = columns.head.filter(({ at }) => further.some((row) => isOther(row[at], first[at])));
  if (differing.length > 0) {
    const names = differing.slice(0, SHOWN_ISSUES).map(({ name }) => `${name}(${fields.find(name)?.label ?? "?"})`);
    return [{ code: "BILL_HEAD_DIFFERS", message: `${job.billNo}:${names.join("、")}` }];
  }
  const head = toLine(
    columns.head.filter(({ name }) => used.has(name)),
    first,
  );
  const lines = entries.once.toSorted(inOrderOf(columns)).map((row) => toLine(columns.used, row));
  const notes = entries.repeated.map((id) => `${job.billNo}:分录 ${id} 在金蝶的应答中重复出现,内容相同,只计一次`);
  return { billNo: job.billNo, head, lines, notes };
}

type Row = readonly Cell[];

interface Column {
  readonly name: string;
  readonly at: number;
}

/** Where in a row each field stands; bills of one reading have the same. */
interface Columns {
  readonly names: readonly string[];
  readonly all: readonly Column[];
  readonly used: readonly Column[];
  /** Of the bill and not of its entries. */
  readonly head: readonly Column[];
  readonly entryId: number;
  readonly seq: number;
}

const lastColumns = new WeakMap<ReadonlySet<string>, Columns>();

function columnsOf(names: readonly string[], fields: FieldTable, used: ReadonlySet<string>): Columns {
  const last = lastColumns.get(used);
  if (last?.names.length === names.length && last.names.every((name, index) => name === names[index])) return last;
  const all = names.map((name, at) => ({ name, at }));
  const { entryId, seq } = fields.essential;
  const columns: Columns = {
    names,
    all,
    used: all.filter(({ name }) => used.has(name)),
    head: all.filter(({ name }) => (fields.find(name)?.level ?? "entry") !== "entry"),
    entryId: names.indexOf(entryId),
    seq: names.indexOf(seq),
  };
  lastColumns.set(used, columns);
  return columns;
}

function toLine(columns: readonly Column[], row: Row): Line {
  const line: Record<string, Cell> = {};
  for (const { name, at } of columns) line[name] = blankToNull(row[at] ?? null);
  return line;
}

function isOther(a: Cell = null, b: Cell = null): boolean {
  return a !== b && blankToNull(a) !== blankToNull(b);
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

function inOrderOf({ seq, entryId, all }: Columns): (a: Row, b: Row) => number {
  return (a, b) =>
    numberOf(a[seq]) - numberOf(b[seq]) ||
    numberOf(a[entryId]) - numberOf(b[entryId]) ||
    // Nothing else tells the lines apart: then by all they say, so that the order of the rows never matters.
    compareTexts(JSON.stringify(toLine(all, a)), JSON.stringify(toLine(all, b)));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberOf(cell: Cell | undefined): number {
  return Number(cell ?? 0) || 0;
}
