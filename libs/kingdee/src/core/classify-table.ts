import type { Cell } from "@billferry/contracts";

import type { Finding } from "./finding.ts";
import { isList, type LosslessValue } from "./lossless.ts";
import { finding, openAnswer, type RawAnswer } from "./open-answer.ts";

export type TableVerdict =
  | { readonly kind: "table"; readonly rows: Cell[][] }
  | { readonly kind: "finding"; readonly finding: Finding };

/**
 * Says what an answer of ExecuteBillQuery is: a table of exactly `width` cells a row, or a named failure. Total: every
 * text gets a verdict and none throws. An error envelope is one row with one object in it (vendor notes 0, fact 1), so a
 * body is data only if every cell of every row is a scalar.
 */
export function classifyTable(answer: RawAnswer, width: number): TableVerdict {
  const opened = openAnswer(answer);
  if (opened.kind === "finding") return opened;
  if (!isList(opened.value)) return broken("应答不是表格");
  const rows: Cell[][] = [];
  for (const [index, line] of opened.value.entries()) {
    const row = index + 1;
    if (!isList(line)) return broken(`第 ${row} 行不是数组`, { row });
    if (line.length !== width)
      return broken(`第 ${row} 行有 ${line.length} 个单元格,应为 ${width} 个`, { row, cells: line.length, width });
    const cells = line.filter(isCell);
    if (cells.length !== width) {
      const column = line.findIndex((each) => !isCell(each)) + 1;
      return broken(`第 ${row} 行第 ${column} 个单元格不是简单值`, { row, column });
    }
    rows.push(cells);
  }
  return { kind: "table", rows };
}

function isCell(value: LosslessValue): value is Cell {
  return typeof value !== "object" || value === null;
}

function broken(message: string, details: Finding["details"] = {}): TableVerdict {
  return { kind: "finding", finding: finding("KD_ANSWER_INVALID", message, details) };
}
