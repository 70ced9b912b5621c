import { CsvError, parse, type Info } from "csv-parse/sync";

import { isHeading, type TableProblem, type TableRow } from "../core/table-rows.ts";
import { decodeTable } from "./decode-table.ts";

const MOST_BYTES = 5_000_000;
const MOST_ROWS = 200_000;
const DELIMITERS = [",", ";", "\t"] as const;

/** The rows of a CSV file as Excel writes it: comma, semicolon or tab; a `sep=;` line in front; `="001"` around codes
 *  that look like numbers. */
export function readCsv(bytes: Uint8Array): { rows: readonly TableRow[] } | { problems: readonly TableProblem[] } {
  if (bytes.byteLength > MOST_BYTES) return problem(0, `文件超过 ${MOST_BYTES / 1_000_000} MB`);
  const decoded = decodeTable(bytes);
  if ("problem" in decoded) return problem(0, decoded.problem);
  const { text } = decoded;
  const [firstLine = ""] = text.split(/\r\n|\r|\n/, 1);
  const declared = /^sep=(.)$/i.exec(firstLine)?.[1];
  const fromLine = declared === undefined ? 1 : 2;
  const delimiter = declared ?? guessDelimiter(text);
  try {
    const records = parse(text, {
      delimiter,
      from_line: fromLine,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
      max_record_size: 100_000,
    }) as unknown as { info: Info; record: string[] }[];
    if (records.length > MOST_ROWS) return problem(0, `超过 ${MOST_ROWS} 行`);
    const rows = records.map(({ info, record }) => ({ line: info.lines, cells: record.map(unwrap) }));
    return { rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as { lines?: unknown };
    return problem(typeof lines === "number" ? lines : 0, `不是有效的 CSV:${error.message}`);
  }
}

/** The one under which the first line is a heading we know; else the one that it holds most of. */
function guessDelimiter(text: string): string {
  const line = text.split(/\r\n|\r|\n/).find((each) => each.trim() !== "") ?? "";
  const cut = (delimiter: string): string[] =>
    line.split(delimiter).map((cell) => cell.trim().replaceAll(/^"|"$/g, ""));
  const known = DELIMITERS.find((delimiter) => isHeading(cut(delimiter)));
  return known ?? DELIMITERS.toSorted((a, b) => cut(b).length - cut(a).length)[0] ?? ",";
}

function unwrap(cell: string): string {
  return /^="(.*)"$/.exec(cell)?.[1] ?? cell;
}

function problem(line: number, text: string): { problems: readonly TableProblem[] } {
  return { problems: [{ line, text }] };
}
