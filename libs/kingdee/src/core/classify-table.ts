import type { Cell } from "@billferry/contracts";

import { finding, type Finding, type Judged } from "./finding.ts";
import { isList, type LosslessValue } from "./lossless.ts";
import { openAnswer, type RawAnswer } from "./open-answer.ts";

/**
 * Says what an answer of ExecuteBillQuery is: a table of a cell for each key a row, or a named failure. Total: every
 * text gets a verdict and none throws. An error envelope is one row with one object in it [kingdee 0.1], so a
 * body is data only if every cell of every row is a scalar, and if its first row does not name the columns.
 */
export function classifyTable(answer: RawAnswer, keys: readonly string[]): Judged<Cell[][]> {
  const width = keys.length;
  const opened = openAnswer(answer);
  if ("finding" in opened) return opened;
  if (!isList(opened.value)) return broken("应答不是表格");
  const rows: Cell[][] = [];
  for (const [index, line] of opened.value.entries()) {
    const row = index + 1;
    if (!isList(line)) return broken(`第 ${row} 行不是数组`, { row });
    if (line.length !== width)
      return broken(`第 ${row} 行有 ${line.length} 个单元格,应为 ${width} 个`, { row, cells: line.length, width });
    if (!isRow(line)) {
      const column = line.findIndex((each) => !isCell(each)) + 1;
      return broken(`第 ${row} 行第 ${column} 个单元格不是简单值`, { row, column });
    }
    rows.push(line);
  }
  const [first] = rows;
  const heading = first && findHeading(first, keys);
  if (heading !== undefined)
    return { finding: finding("KD_CONTRACT_BROKEN", "应答的第一行是列标题而不是数据", { row: 1 }, heading) };
  return { value: rows };
}

/** Somebody between us and Kingdee adds it; columns in another order without a heading cannot be told. */
function findHeading(row: readonly Cell[], keys: readonly string[]): string | undefined {
  const texts = row.map((cell) => (typeof cell === "string" ? cell.trim() : ""));
  const isKeys = texts.every((text, column) => sameLetters(text) === sameLetters(keys[column] ?? ""));
  const idColumn = keys.findIndex((key) => key.toUpperCase() === "FID");
  const id = texts[idColumn] ?? "";
  const isTitle = texts.every((text) => text !== "") && /\p{L}/u.test(id) && !/\d/.test(id);
  return isKeys || isTitle ? texts.join(",") : undefined;
}

/** `FStockID_FNumber` and `fstockid.fnumber` are one key. */
function sameLetters(key: string): string {
  return key.toLowerCase().replace(/[._\s]/g, "");
}

function isRow(line: readonly LosslessValue[]): line is Cell[] {
  return line.every(isCell);
}

function isCell(value: LosslessValue): value is Cell {
  return typeof value !== "object" || value === null;
}

function broken(message: string, details: Finding["details"] = {}): Judged<never> {
  return { finding: finding("KD_ANSWER_INVALID", message, details) };
}
