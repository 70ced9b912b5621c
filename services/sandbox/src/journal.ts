import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

import type { Bill } from "./bills/bill.ts";
import type { GenerateOptions } from "./bills/generate-bills.ts";
import { SandboxProblem } from "./sandbox-problem.ts";
import type { Attempt, Call, StoredOrder } from "./wangdiantong/stored-order.ts";

export type JournalEvent =
  | { readonly kind: "generated"; readonly formId: string; readonly options: GenerateOptions }
  | { readonly kind: "bill"; readonly bill: Bill; readonly visibleAtMs?: number | undefined }
  | { readonly kind: "bill-removed"; readonly formId: string; readonly billNo: string }
  | { readonly kind: "order"; readonly order: StoredOrder }
  | { readonly kind: "order-cancelled"; readonly stockoutNo: string; readonly atMs: number }
  | { readonly kind: "attempt"; readonly attempt: Attempt }
  | { readonly kind: "call"; readonly call: Call };

export interface Journal {
  /** What was there at the start, oldest first. */
  readonly past: readonly JournalEvent[];
  /** Returns when the operating system has the line, so that a kill of this process loses nothing answered. */
  append(event: JournalEvent): void;
  close(): void;
}

export const JOURNAL_FILE = "sandbox.ndjson";

const NEWLINE = 0x0a;

/** An append-only file of JSON lines. A torn last line is cut off: nobody was told of it. Any other unreadable line
 *  stops the start, because a judge must not guess. */
export function openJournal(folder: string | undefined): Journal {
  if (folder === undefined) return { past: [], append: () => undefined, close: () => undefined };
  mkdirSync(folder, { recursive: true });
  const path = join(folder, JOURNAL_FILE);
  const stored = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const soundBytes = stored.lastIndexOf(NEWLINE) + 1;
  const past = stored.subarray(0, soundBytes).toString("utf8").split("\n").filter(Boolean).map(parseLine);
  const file = openSync(path, "a");
  if (soundBytes < stored.length) ftruncateSync(file, soundBytes);
  let length = soundBytes;
  return {
    past,
    append: (event) => {
      const line = Buffer.from(`${JSON.stringify(event)}\n`);
      try {
        for (let written = 0; written < line.length;) written += writeSync(file, line, written);
      } catch (error) {
        // A full disk may have taken half of it; the next line must not be glued to that.
        ftruncateSync(file, length);
        throw error;
      }
      length += line.length;
    },
    close: () => closeSync(file),
  };
}

function parseLine(line: string, index: number): JournalEvent {
  try {
    return JSON.parse(line) as JournalEvent;
  } catch (cause) {
    throw new SandboxProblem(`沙箱的账 ${JOURNAL_FILE} 第 ${index + 1} 行无法读取 → 移走沙箱的数据目录后重新开始`, {
      cause,
    });
  }
}
