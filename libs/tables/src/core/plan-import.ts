import { looksOf, type TableKind } from "@billferry/scheme/tables";

import { compareTables, mergeRows, type TableDifference } from "./table-changes.ts";
import { columnsOf, judgeContent, toContent, type TableContent } from "./table-content.ts";
import { toFlaw, type TableFlaw } from "./table-flaws.ts";

/** A cell of an uploaded file, and what a spreadsheet says that it is; all of a CSV file is text. */
interface UploadedCell {
  readonly text: string;
  readonly from: "text" | "number" | "date" | "logical";
}

export interface UploadedLine {
  readonly line: number;
  readonly cells: readonly UploadedCell[];
}

/** What an upload would make of a table, before anything is done. */
export interface ImportPlan {
  readonly flaws: readonly TableFlaw[];
  /** With rows that are not in the file left as they are, or taken out. */
  readonly merged: { readonly content: TableContent; readonly difference: TableDifference };
  readonly replaced: { readonly content: TableContent; readonly difference: TableDifference };
}

/** A spreadsheet keeps as many digits of a number. */
const MOST_DIGITS = 15;

/** Holds an upload against the table as it is. Nothing is taken where a flaw is a refusal. */
export function planImport(kind: TableKind, before: TableContent, lines: readonly UploadedLine[]): ImportPlan {
  const content = toContent(
    lines.map(({ line, cells }) => ({ line, cells: cells.map(({ text }) => text) })),
    kind,
  );
  const filled = lines.filter(({ cells }) => cells.some(({ text }) => text.trim() !== ""));
  const lineOf = (line: number): number => filled[line - 1]?.line ?? line;
  const ofContent = judgeContent(kind, content).map((flaw) => ({ ...flaw, line: lineOf(flaw.line) }));
  const codes = readCodes(kind, filled);
  const flaws = [...codes.flatMap(judgeCell), ...ofContent, ...findAlike(codes), ...findRenamed(kind, before, codes)];
  const refusals = flaws.filter(({ severity }) => severity === "refused");
  const merged = mergeRows(kind, before, content);
  return {
    // A cell that was made a date is no code with a strange look as well.
    flaws: [...refusals, ...flaws.filter((flaw) => isNews(flaw, refusals))],
    merged: { content: merged, difference: compareTables(kind, before, merged) },
    replaced: { content, difference: compareTables(kind, before, content) },
  };
}

function isNews({ severity, line, code }: TableFlaw, refusals: readonly TableFlaw[]): boolean {
  return severity === "warning" && !refusals.some((other) => other.line === line && other.code === code);
}

interface PlacedCode extends UploadedCell {
  readonly line: number;
  /** Whether rows are told apart by it. */
  readonly isKey: boolean;
}

/** The cells of the columns that hold codes: a ratio may be a number. */
function readCodes(kind: TableKind, [head, ...body]: readonly UploadedLine[]): readonly PlacedCode[] {
  const columns = columnsOf(kind, head?.cells.map(({ text }) => text.trim()) ?? []);
  const codes = kind === "codes" ? columns : columns.slice(0, 2);
  return body.flatMap(({ line, cells }) =>
    codes.flatMap((at, index) => {
      const cell = cells[at];
      const isKey = kind === "units" || index === 0;
      return cell === undefined || cell.text.trim() === "" ? [] : [{ ...cell, text: cell.text.trim(), line, isKey }];
    }),
  );
}

function judgeCell({ from, text: code, line }: PlacedCode): readonly TableFlaw[] {
  switch (from) {
    case "text":
      return [];
    case "date":
      return [toFlaw({ severity: "refused", kind: "date-cell", line, code })];
    case "logical":
      return [toFlaw({ severity: "refused", kind: "logical-cell", line, code })];
    case "number":
      return code.replaceAll(/\D/g, "").length > MOST_DIGITS
        ? [toFlaw({ severity: "refused", kind: "number-rounded", line, code })]
        : [toFlaw({ severity: "warning", kind: "number-cell", line, code })];
  }
}

/** Codes of the file that a person would take for one. */
function findAlike(codes: readonly PlacedCode[]): readonly TableFlaw[] {
  const first = new Map<string, string>();
  const told = new Set<string>();
  return codes.flatMap(({ text: code, line, isKey }) => {
    const looks = looksOf(code);
    const other = first.get(looks);
    if (!isKey || other === code || told.has(code)) return [];
    if (other === undefined) {
      first.set(looks, code);
      return [];
    }
    told.add(code);
    return [toFlaw({ severity: "warning", kind: "alike", line, code }, other)];
  });
}

/** Codes that the table has under another spelling so far. */
function findRenamed(kind: TableKind, before: TableContent, codes: readonly PlacedCode[]): readonly TableFlaw[] {
  const [first = -1] = columnsOf(kind, before.head);
  const known = new Set(before.rows.map((cells) => cells[first] ?? ""));
  const spellings = new Map([...known].map((code) => [looksOf(code), code]));
  const told = new Set<string>();
  return codes.flatMap(({ text: code, line, isKey }) => {
    const other = spellings.get(looksOf(code));
    if (!isKey || other === undefined || known.has(code) || told.has(code)) return [];
    told.add(code);
    return [toFlaw({ severity: "warning", kind: "was-other", line, code }, other)];
  });
}
