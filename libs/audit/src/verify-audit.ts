import { hashText } from "@billferry/contracts";

import { listAuditFiles, readAuditFile } from "./audit-files.ts";
import { findBreak, keyOfEntry, NO_HEAD, parseLine, type ChainHead } from "./core/line.ts";

/** A place where the record is not as it was written. */
interface AuditBreak {
  readonly file: string;
  /** In its file, from 1. */
  readonly line: number;
  readonly why: string;
}

export interface AuditVerdict {
  readonly lines: number;
  readonly head: ChainHead;
  readonly breaks: readonly AuditBreak[];
}

const MOST_BREAKS = 20;

/**
 * Goes through the whole chain. `noted`: heads that were kept elsewhere, which must be in it; a chain alone cannot
 * show that its end was cut off.
 */
export async function verifyAudit(folder: string, noted: readonly ChainHead[] = []): Promise<AuditVerdict> {
  const breaks: AuditBreak[] = [];
  const known = new Set<string>();
  const left = new Map(noted.filter(({ seq }) => seq > 0).map((head) => [`${head.seq}:${head.hash}`, head]));
  let head = NO_HEAD;
  let lines = 0;
  let place = { file: "", line: 0 };
  for (const file of await listAuditFiles(folder)) {
    place = { file, line: 0 };
    for await (const text of readAuditFile(folder, file)) {
      place = { file, line: place.line + 1 };
      lines += 1;
      const line = parseLine(text);
      const key = line && keyOfEntry(line.said);
      const why = findBreak(head, text) ?? (key !== undefined && known.has(key) ? "同一条记录出现了两次" : undefined);
      if (why !== undefined && breaks.length < MOST_BREAKS) breaks.push({ ...place, why });
      if (key !== undefined) known.add(key);
      // Goes on from what stands there: one break is told once.
      head = { seq: line?.seq ?? head.seq + 1, hash: hashText(text) };
      left.delete(`${head.seq}:${head.hash}`);
    }
  }
  for (const { seq, hash } of left.values())
    breaks.push({
      ...place,
      why:
        seq > head.seq
          ? `记录止于第 ${head.seq} 条,而留存的链头是第 ${seq} 条:末尾被截去`
          : `第 ${seq} 条与留存的链头 ${hash.slice(0, 12)}… 不符:留存之后被改动`,
    });
  return { lines, head, breaks };
}
