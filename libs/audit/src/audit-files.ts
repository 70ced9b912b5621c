import { createReadStream } from "node:fs";
import { mkdir, open, readdir, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { hashText } from "@billferry/contracts";

import { AUDIT_FILE, fileOf, keyOfEntry, NO_HEAD, parseLine, writeLine, type ChainHead } from "./core/line.ts";
import type { WaitingEntry } from "./inbox.ts";

/** The files of the record, the oldest first; none where the folder is not there. */
export async function listAuditFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.filter((name) => AUDIT_FILE.test(name)).toSorted();
}

/** The lines of a file, one by one; what has no end yet is being written, and no line. */
export async function* readAuditFile(folder: string, name: string): AsyncGenerator<string> {
  const path = join(folder, name);
  const { size } = await stat(path);
  const whole = await endOfLines(path, size);
  if (whole === 0) return;
  const input = createReadStream(path, { encoding: "utf8", end: whole - 1 });
  for await (const line of createInterface({ input, crlfDelay: Infinity })) yield line;
}

/** Where the last whole line ends. */
async function endOfLines(path: string, size: number): Promise<number> {
  const STEP = 65_536;
  const file = await open(path, "r");
  try {
    for (let end = size; end > 0; end -= STEP) {
      const start = Math.max(0, end - STEP);
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(end - start), position: start });
      const found = buffer.subarray(0, bytesRead).lastIndexOf(0x0a);
      if (found >= 0) return start + found + 1;
    }
    return 0;
  } finally {
    await file.close();
  }
}

/** The end of the record, to be written on. */
export interface OpenedRecord {
  readonly head: () => ChainHead;
  /** The hash of a line that was seen; undefined of one from before the last two months. */
  readonly hashAt: (seq: number) => string | undefined;
  /**
   * Adds what is not there yet, and comes back when it is safe on the disk. False where somebody else has written
   * meanwhile: the record has to be opened anew, as after an error.
   */
  readonly add: (entries: readonly WaitingEntry[]) => Promise<boolean>;
}

/**
 * Opens the record at its end. Half a line, which a writer that was killed has left, is taken away: what it would have
 * said is still in the inbox.
 */
export async function openRecord(folder: string): Promise<OpenedRecord> {
  await mkdir(folder, { recursive: true });
  const files = await listAuditFiles(folder);
  const hashes = new Map<number, string>();
  const known = new Set<string>();
  let head = NO_HEAD;
  // An entry is written twice at most a moment after the first time; two months are far more than that.
  for (const name of files.slice(-2)) {
    for await (const text of readAuditFile(folder, name)) {
      const line = parseLine(text);
      head = { seq: line?.seq ?? head.seq + 1, hash: hashText(text) };
      hashes.set(head.seq, head.hash);
      if (line !== undefined) known.add(keyOfEntry(line.said));
    }
  }
  let last = files.at(-1);
  if (last !== undefined) await dropHalfLine(join(folder, last));
  let size = last === undefined ? 0 : (await stat(join(folder, last))).size;
  const append = async (name: string, text: string): Promise<boolean> => {
    const isNew = name !== last;
    if ((await listAuditFiles(folder)).at(-1) !== last) return false;
    if (last !== undefined && (await stat(join(folder, last))).size !== size) return false;
    const file = await open(join(folder, name), "a", 0o600);
    try {
      await file.appendFile(text);
      await file.datasync();
      ({ size } = await file.stat());
    } finally {
      await file.close();
    }
    if (isNew) await syncFolder(folder);
    last = name;
    return true;
  };
  return {
    head: () => head,
    hashAt: (seq) => hashes.get(seq),
    add: async (entries) => {
      const texts = new Map<string, string[]>();
      let name = last ?? "";
      for (const entry of entries) {
        const key = keyOfEntry(entry.said);
        if (known.has(key)) continue;
        const { line, text, head: next } = writeLine(head, entry);
        // A clock that went back writes on in the file that there is.
        name = [fileOf(line.atMs), name].toSorted().at(-1) ?? "";
        texts.set(name, [...(texts.get(name) ?? []), `${text}\n`]);
        head = next;
        hashes.set(head.seq, head.hash);
        known.add(key);
      }
      for (const [file, lines] of texts) if (!(await append(file, lines.join("")))) return false;
      return true;
    },
  };
}

async function dropHalfLine(path: string): Promise<void> {
  const { size } = await stat(path);
  const whole = await endOfLines(path, size);
  if (whole < size) await truncate(path, whole);
}

/** That a file is there is on the disk only once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, "r");
  await directory.sync().catch(() => undefined);
  await directory.close();
}
