import { Worker } from "node:worker_threads";

import { readCsv } from "@billferry/scheme";

import type { UploadedLine } from "./core/plan-import.ts";
import type { SheetAnswer } from "./sheet-thread.ts";

/** The lines of an uploaded file, or why it is no table, in both languages. */
export type Upload =
  | { readonly lines: readonly UploadedLine[] }
  | { readonly problem: { readonly zh: string; readonly en: string } };

/** Less than a request may take. */
const PATIENCE_MS = 20_000;
const MEMORY_MB = 320;

const TOO_LARGE = {
  zh: "文件解开后过大(最多 64 MB、20 万行、64 列);请只保留对照表所在的工作表,或另存为 CSV",
  en: "The file unpacks to too much (64 MB, 200 000 rows, 64 columns); keep only the table's sheet, or save it as CSV",
};
const BROKEN = {
  zh: "不是可以读取的 Excel 工作簿;请在 Excel 中另存为 .xlsx 或“CSV UTF-8”后再试",
  en: "This is no workbook that can be read; save it in Excel as .xlsx or CSV UTF-8 and try again",
};
const OLD_EXCEL = {
  zh: "这是旧格式(.xls)或有密码的工作簿;请去掉密码,另存为 .xlsx 后再试",
  en: "This is an old workbook (.xls) or one with a password; save it as .xlsx without a password and try again",
};

/** Reads an uploaded .xlsx or CSV file by what is in it, whatever it is called. Any bytes are taken. */
export async function readUpload(bytes: Uint8Array): Promise<Upload> {
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return { problem: OLD_EXCEL };
  if (startsWith(bytes, [0x50, 0x4b])) return readWorkbook(bytes);
  const csv = readCsv(bytes);
  if ("rows" in csv) return { lines: csv.rows.map(({ line, cells }) => ({ line, cells: cells.map(toText) })) };
  const [first] = csv.problems;
  const where =
    first !== undefined && first.line > 0 ? { zh: `第 ${first.line} 行:`, en: `line ${first.line}: ` } : NONE;
  return {
    problem: {
      zh: `${where.zh}${first?.text ?? ""}`,
      en: `${where.en}not a CSV file that can be read for sure; save it in Excel as CSV UTF-8 and try again`,
    },
  };
}

const NONE = { zh: "", en: "" };

/** Our own files put an apostrophe before what a spreadsheet would run; it comes back as it was. */
function toText(text: string): UploadedLine["cells"][number] {
  return { text: /^'[=+\-@\t]/.test(text) ? text.slice(1) : text, from: "text" };
}

async function readWorkbook(bytes: Uint8Array): Promise<Upload> {
  const { promise, resolve } = Promise.withResolvers<SheetAnswer>();
  const thread = new Worker(new URL("sheet-thread.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const timer = setTimeout(() => resolve({ problem: "too-large" }), PATIENCE_MS);
  thread.on("message", resolve);
  // Out of memory is such an error.
  thread.on("error", () => resolve({ problem: "too-large" }));
  thread.postMessage(bytes);
  const answer = await promise;
  clearTimeout(timer);
  await thread.terminate();
  if ("lines" in answer) return answer;
  return { problem: answer.problem === "too-large" ? TOO_LARGE : BROKEN };
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}
