import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

import {
  BackupUnreadable,
  CUT,
  parseBackupEnd,
  parseBackupEntry,
  parseBackupHead,
  type BackupEntry,
  type BackupHead,
} from "../core/backup-format.ts";

/** Writes a backup beside its place and moves it there once it is whole and on disk; how many entries it has. */
export async function writeBackupFile(
  path: string,
  head: BackupHead,
  entries: AsyncIterable<readonly BackupEntry[]>,
): Promise<number> {
  const [sum, part] = [createHash("sha256"), `${path}.part`];
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    const line = (value: unknown): string => {
      const text = `${JSON.stringify(value)}\n`;
      sum.update(text);
      return text;
    };
    yield line(head);
    for await (const some of entries) {
      count += some.length;
      yield some.map(line).join("");
    }
    yield `${JSON.stringify({ entries: count, sha256: sum.digest("hex") })}\n`;
  }
  try {
    // For its owner alone: orders of people are in it.
    await pipeline(Readable.from(lines()), createGzip(), createWriteStream(part, { mode: 0o600 }));
    const file = await open(part, "r+");
    await file.sync();
    await file.close();
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return count;
}

/** Reads a whole backup and proves it; throws `BackupUnreadable` where it is none, or not the one that was written. */
export async function proveBackup(path: string): Promise<{ readonly head: BackupHead; readonly entries: number }> {
  const sum = createHash("sha256");
  let head: BackupHead | undefined;
  let count = -1;
  let last: string | undefined;
  for await (const line of readLines(path)) {
    if (last !== undefined) {
      head ??= parseBackupHead(last);
      sum.update(`${last}\n`);
      count += 1;
    }
    last = line;
  }
  if (last === undefined) throw new BackupUnreadable(CUT);
  if (head === undefined) throw new BackupUnreadable(parseBackupHead(last) && CUT);
  const end = parseBackupEnd(last);
  if (end.entries !== count || end.sha256 !== sum.digest("hex")) throw new BackupUnreadable(CUT);
  return { head, entries: count };
}

/** The entries of a backup that was proved. */
export async function* readBackupEntries(path: string, entries: number): AsyncGenerator<BackupEntry> {
  let index = -1;
  for await (const line of readLines(path)) {
    if (index >= 0 && index < entries) yield parseBackupEntry(line);
    index += 1;
  }
}

async function* readLines(path: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  const reading = pipeline(createReadStream(path), unpacked);
  // Told by the loop below.
  reading.catch(() => undefined);
  try {
    yield* createInterface({ input: unpacked, crlfDelay: Infinity });
    await reading;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT" || code === "EACCES") throw new BackupUnreadable(`无法读取 ${path}`, { cause });
    throw new BackupUnreadable(code.startsWith("Z_") ? CUT : `无法读取 ${path}:${String(cause)}`, { cause });
  }
}
