import { canonicalJson, hashText } from "@billferry/contracts";

import type { AuditEntry } from "./acts.ts";

/** One line of the record, as it is kept for good. */
export interface AuditLine {
  /** Counts from 1, through all files. */
  readonly seq: number;
  /** Of the entry in Redis, whose clock it tells. */
  readonly entry: string;
  readonly atMs: number;
  readonly said: AuditEntry;
  /** The hash of the line before; the first has that of nothing. */
  readonly prev: string;
}

/** Where the chain ends: who notes it elsewhere can tell later that nothing was cut off. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export const NO_HEAD: ChainHead = { seq: 0, hash: hashText("") };

/** The next line, and the head with it. Its hash is that of the text as it stands in the file. */
export function writeLine(head: ChainHead, entry: { readonly entry: string; readonly said: AuditEntry }) {
  const atMs = Number(entry.entry.split("-")[0]);
  const line: AuditLine = { seq: head.seq + 1, entry: entry.entry, atMs, said: entry.said, prev: head.hash };
  const text = canonicalJson(line);
  return { line, text, head: { seq: line.seq, hash: hashText(text) } satisfies ChainHead };
}

/** Undefined where it is none of ours. */
export function parseLine(text: string): AuditLine | undefined {
  try {
    const line = JSON.parse(text) as Partial<AuditLine> | null;
    const isLine = typeof line?.seq === "number" && typeof line.prev === "string" && typeof line.said?.id === "string";
    return isLine ? (line as AuditLine) : undefined;
  } catch {
    return undefined;
  }
}

/** No act has an intent or an outcome twice. */
export function keyOfEntry({ id, phase }: Pick<AuditEntry, "id" | "phase">): string {
  return `${phase}:${id}`;
}

/** Why a line does not go on from the head before it; undefined where it does. */
export function findBreak(head: ChainHead, text: string): string | undefined {
  const line = parseLine(text);
  if (line === undefined) return "不是一行操作记录(内容已损坏或被改动)";
  if (text !== canonicalJson(line)) return "书写形式已被改动";
  if (line.seq !== head.seq + 1) return `编号应为 ${head.seq + 1},实为 ${line.seq}(中间的记录被删去,或重复)`;
  return line.prev === head.hash ? undefined : `与上一行不衔接:第 ${head.seq} 号记录写入之后被改动`;
}

/** The file of a line: one for each month of Shanghai's calendar. */
export function fileOf(atMs: number): string {
  return `${new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 7)}.jsonl`;
}

export const AUDIT_FILE = /^\d{4}-\d{2}\.jsonl$/;
