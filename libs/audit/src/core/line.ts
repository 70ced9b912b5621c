import { canonicalJson, hashText } from "@billferry/contracts";

import type { Entry } from "./acts.ts";

/** One line of the record, as it is kept for good. */
export interface Line {
  /** Counts from 1, through all files. */
  readonly seq: number;
  /** Of the entry in Redis, whose clock it tells. */
  readonly entry: string;
  readonly atMs: number;
  readonly said: Entry;
  /** The hash of the line before; the first has that of nothing. */
  readonly prev: string;
}

/** Where the chain ends: who notes it elsewhere can tell later that nothing was cut off. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export const NO_HEAD: Head = { seq: 0, hash: hashText("") };

/** The next line, and the head with it. Its hash is that of the text as it stands in the file. */
export function writeLine(head: Head, entry: { readonly entry: string; readonly said: Entry }) {
  const atMs = Number(entry.entry.split("-")[0]);
  const line: Line = { seq: head.seq + 1, entry: entry.entry, atMs, said: entry.said, prev: head.hash };
  const text = canonicalJson(line);
  return { line, text, head: { seq: line.seq, hash: hashText(text) } satisfies Head };
}

/** Undefined where it is none of ours. */
export function parseLine(text: string): Line | undefined {
  try {
    const line = JSON.parse(text) as Partial<Line> | null;
    const isLine = typeof line?.seq === "number" && typeof line.prev === "string" && typeof line.said?.id === "string";
    return isLine ? (line as Line) : undefined;
  } catch {
    return undefined;
  }
}

/** No act has an intent or an outcome twice. */
export function keyOfEntry({ id, phase }: Pick<Entry, "id" | "phase">): string {
  return `${phase}:${id}`;
}

/** Why a line does not go on from the head before it; undefined where it does. */
export function findBreak(head: Head, text: string): string | undefined {
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
