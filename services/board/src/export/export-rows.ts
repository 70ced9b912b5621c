import { pipeline, Readable } from "node:stream";

import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { stringify } from "csv-stringify";
import type { FastifyReply } from "fastify";
import writeSheet, { type SheetData } from "write-excel-file/node";
import { z } from "zod";

import { textsOf, toCsvCell, toSheetCell, type CellText, type ExportColumn } from "../core/export-cells.ts";
import { Problem, readLanguage, type ReaderLanguage } from "../core/problems.ts";
import { apiError } from "../api/schemas/common.ts";

export type { ExportColumn } from "../core/export-cells.ts";

/** What the address of an export says besides the list's own filters. */
export const exportQuery = {
  format: z.enum(["csv", "xlsx"]).default("csv"),
  language: z.enum(["zh-CN", "en"]).optional().describe("Of the headings; left out: the reader's"),
};

/** The answers of a route that exports. */
export const exportAnswers = {
  200: z.string().describe("The file: text/csv (UTF-8 with a byte order mark), or an .xlsx workbook"),
  "4xx": apiError,
  "5xx": apiError,
};

interface Export<Row> {
  /** Of the file, without day and ending. */
  readonly name: string;
  readonly asOfMs: number;
  readonly query: { readonly format: "csv" | "xlsx"; readonly language?: ReaderLanguage | undefined };
  /** Where neither address nor browser names one. */
  readonly language: ReaderLanguage;
  readonly columns: readonly ExportColumn<Row>[];
  /** Asked for one by one, as the reader takes them. */
  readonly rows: AsyncIterable<Row>;
}

/** A sheet is made whole before it is sent, so it has an end; a CSV file has none. */
const MOST_SHEET_ROWS = 50_000;
const SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/**
 * Sends a list as a file. CSV flows as fast as the reader takes it. Whatever fails before the first row is answered as
 * any other request is; later the file breaks off, which a browser shows as a failed download.
 */
export async function exportRows<Row>(reply: FastifyReply, wanted: Export<Row>): Promise<FastifyReply> {
  const { format } = wanted.query;
  const day = formatKingdeeTime(wanted.asOfMs, SHANGHAI).slice(0, 10);
  const lines = linesOf(reply, { ...wanted, rows: await begin(wanted.rows) });
  const content = format === "csv" ? toCsv(lines) : await toSheet(wanted, lines);
  return reply
    .type(format === "csv" ? "text/csv; charset=utf-8" : SHEET_TYPE)
    .header("content-disposition", `attachment; filename="billferry-${wanted.name}-${day}.${format}"`)
    .header("cache-control", "no-store")
    .send(content);
}

/** The headings and the rows. */
async function* linesOf<Row>(
  reply: FastifyReply,
  { query, language, columns, rows }: Export<Row>,
): AsyncIterable<readonly CellText[]> {
  const reader = query.language ?? readLanguage(reply.request.headers["accept-language"], language);
  const words = reader === "en" ? "en" : "zh";
  yield columns.map(({ title }) => ({ text: title[words], isNumber: false }));
  for await (const row of rows) yield textsOf(columns, row, words);
}

/** The same rows, of which the first has been read. */
async function begin<Row>(rows: AsyncIterable<Row>): Promise<AsyncIterable<Row>> {
  const iterator = rows[Symbol.asyncIterator]();
  const first = await iterator.next();
  return (async function* () {
    try {
      for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  })();
}

function toCsv(lines: AsyncIterable<readonly CellText[]>): Readable {
  const csv = stringify({ bom: true, record_delimiter: "windows" });
  const source = Readable.from(lines).map((line: readonly CellText[]) => line.map(toCsvCell));
  // What fails on either side ends both.
  pipeline(source, csv, () => undefined);
  return csv;
}

async function toSheet<Row>(
  { name, columns }: Export<Row>,
  lines: AsyncIterable<readonly CellText[]>,
): Promise<Buffer> {
  const body: SheetData = [];
  for await (const line of lines) {
    if (body.length > MOST_SHEET_ROWS) throw new Problem("EXPORT_TOO_LARGE", { most: MOST_SHEET_ROWS });
    body.push(body.length === 0 ? line.map(toHeading) : line.map(toSheetCell));
  }
  const widths = columns.map(({ isNumber = false }) => ({ width: isNumber ? 14 : 22 }));
  return writeSheet(body, { columns: widths, stickyRowsCount: 1, sheet: name }).toBuffer();
}

function toHeading({ text }: CellText) {
  return { value: text, type: String, fontWeight: "bold" as const };
}
