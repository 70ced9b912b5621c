/** What a backup says of itself, on its first line. */
export interface BackupHead {
  readonly format: "billferry-backup";
  readonly version: typeof BACKUP_VERSION;
  /** Of the ledger's state: another one is not restored. */
  readonly state: string;
  readonly atMs: number;
  readonly schemes: readonly string[];
  /** Queues at rest by a person's word. */
  readonly paused: readonly { readonly scheme: string; readonly stage: string }[];
  /** What people did and no file has yet. */
  readonly audit: readonly unknown[];
}

/** One key: its name, how long it still lives in ms (0 for ever), its value as Redis packs it. */
export type BackupEntry = readonly [key: string, lifeMs: number, value: string];

/** The last line: how many entries there are, and the sum over all that stands before. */
export interface BackupEnd {
  readonly entries: number;
  readonly sha256: string;
}

export const BACKUP_VERSION = 1;

/** A file that is no whole backup, or one of a program that this one does not know; the words are for people. */
export class BackupUnreadable extends Error {
  override readonly name = "BackupUnreadable";
}

export function parseBackupHead(text: string): BackupHead {
  const head = parseObject(text);
  if (head["format"] !== "billferry-backup") throw new BackupUnreadable("不是 billferry backup 写出的文件");
  if (head["version"] !== BACKUP_VERSION)
    throw new BackupUnreadable(`备份的格式版本是 ${String(head["version"])},本程序只认识 ${BACKUP_VERSION}`);
  return head as unknown as BackupHead;
}

export function parseBackupEnd(text: string): BackupEnd {
  const end = parseObject(text);
  if (typeof end["entries"] !== "number" || typeof end["sha256"] !== "string") throw new BackupUnreadable(CUT);
  return { entries: end["entries"], sha256: end["sha256"] };
}

export function parseBackupEntry(text: string): BackupEntry {
  return JSON.parse(text) as BackupEntry;
}

export const CUT = "文件不完整或已改动:与写出时的校验和不一致";

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    throw new BackupUnreadable(CUT);
  }
}
