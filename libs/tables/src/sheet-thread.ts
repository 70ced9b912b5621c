import { parentPort } from "node:worker_threads";

import { Unzip, UnzipInflate, zipSync } from "fflate";
import { readSheet } from "read-excel-file/node";

import type { UploadedLine } from "./core/plan-import.ts";

/** What a workbook may unpack to, pictures and all. */
const MOST_UNPACKED = 64_000_000;
const MOST_ROWS = 200_000;
const MOST_COLUMNS = 64;
const PIECE = 65_536;

export type SheetAnswer = { readonly lines: readonly UploadedLine[] } | { readonly problem: "too-large" | "broken" };

/**
 * Reads the first sheet of a workbook in a thread of its own, which has little memory and little time: whatever a file
 * does to its reader, the board goes on. What is read was unpacked and counted here before.
 */
parentPort?.on("message", (bytes: Uint8Array) => {
  void read(bytes)
    .catch((): SheetAnswer => ({ problem: "broken" }))
    .then((answer) => parentPort?.postMessage(answer));
});

async function read(bytes: Uint8Array): Promise<SheetAnswer> {
  const parts = unpack(bytes);
  if (parts === undefined) return { problem: "too-large" };
  if (Object.keys(parts).length === 0) return { problem: "broken" };
  // Stored as they are: the reader unpacks nothing that was not counted.
  const counted = Buffer.from(zipSync(parts, { level: 0 }));
  const rows = await readSheet(counted, { trim: false, parseNumber: (text: string) => ({ number: text }) });
  if (rows.length > MOST_ROWS || rows.some((row) => row.length > MOST_COLUMNS)) return { problem: "too-large" };
  return { lines: rows.map((row, index) => ({ line: index + 1, cells: row.map((value) => toCell(value as Value)) })) };
}

/** Undefined where it comes to too much. */
function unpack(bytes: Uint8Array): Record<string, Uint8Array> | undefined {
  const pieces = new Map<string, Uint8Array[]>();
  let size = 0;
  const unzip = new Unzip((file) => {
    const own: Uint8Array[] = [];
    pieces.set(file.name, own);
    file.ondata = (error, piece) => {
      if (error) throw error;
      size += piece.length;
      if (size <= MOST_UNPACKED) own.push(piece);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += PIECE) {
    unzip.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
    if (size > MOST_UNPACKED) return undefined;
  }
  return Object.fromEntries([...pieces].map(([name, own]) => [name, Buffer.concat(own)]));
}

type Value = string | boolean | Date | { readonly number: string } | null;

function toCell(value: Value): UploadedLine["cells"][number] {
  if (value === null || typeof value === "string") return { text: value ?? "", from: "text" };
  if (typeof value === "boolean") return { text: String(value).toUpperCase(), from: "logical" };
  if (value instanceof Date) return { text: value.toISOString().slice(0, 10), from: "date" };
  return { text: toPlain(value.number), from: "number" };
}

/** `1.2345678901234568E+17` as digits. */
function toPlain(number: string): string {
  return /^-?\d+(\.\d+)?E\+?\d+$/i.test(number) ? BigInt(Math.round(Number(number))).toString() : number;
}
