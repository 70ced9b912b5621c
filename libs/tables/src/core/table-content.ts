import {
  findTableColumns,
  readCodeTable,
  readUnitTable,
  type TableKind,
  type TableRow,
} from "@billferry/scheme/tables";

import { describeProblem, type TableFlaw } from "./table-flaws.ts";

/** A table as its file has it: headings, and rows of as many cells. Columns that no scheme reads are remarks. */
export interface TableContent {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const HEADS: Readonly<Record<TableKind, readonly string[]>> = {
  codes: ["kingdee", "wangdiantong"],
  units: ["item", "unit", "ratio"],
};
/** Which columns tell a row from all others. */
const KEYS: Readonly<Record<TableKind, readonly string[]>> = { codes: ["kingdee"], units: ["item", "unit"] };

/** The content of a file's lines; blank ones are left out, and every row is made as wide as the head. */
export function toContent(lines: readonly TableRow[], kind: TableKind): TableContent {
  const [first, ...body] = lines.map(({ cells }) => cells.map((cell) => cell.trim()));
  const head = first ?? HEADS[kind];
  const rows = body.filter((cells) => cells.some((cell) => cell !== ""));
  return { head, rows: rows.map((cells) => head.map((_name, index) => cells[index] ?? "")) };
}

/** Where the columns that schemes read stand, in the order of the kind's own head. */
export function columnsOf(kind: TableKind, head: readonly string[]): readonly number[] {
  const found = findTableColumns(kind, head);
  return HEADS[kind].map((name) => found[name] ?? -1);
}

/** What each column is, however it is headed: `kingdee` for 金蝶编码; a remark is what it is headed. */
export function columnIds(kind: TableKind, head: readonly string[]): readonly string[] {
  const columns = columnsOf(kind, head);
  return head.map((name, index) => HEADS[kind][columns.indexOf(index)] ?? name);
}

/** What tells a row from all others, as text. */
export function keyOf(kind: TableKind, head: readonly string[], cells: readonly string[]): string {
  const found = findTableColumns(kind, head);
  return JSON.stringify(KEYS[kind].map((name) => cells[found[name] ?? -1] ?? ""));
}

/** A row with these values in the columns that schemes read, and nothing in the others. */
export function rowOf(kind: TableKind, head: readonly string[], values: readonly string[]): readonly string[] {
  const columns = columnsOf(kind, head);
  return head.map((_name, index) => values[columns.indexOf(index)] ?? "");
}

/** What keeps a content from being a table, and what wants a look in it; lines as in its file. */
export function judgeContent(kind: TableKind, { head, rows }: TableContent): readonly TableFlaw[] {
  const lines = [head, ...rows].map((cells, index) => ({ line: index + 1, cells }));
  const read = kind === "codes" ? readCodeTable(lines) : readUnitTable(lines);
  return "problems" in read
    ? read.problems.map((problem) => describeProblem(problem, "refused"))
    : read.doubts.map((problem) => describeProblem(problem, "warning"));
}
