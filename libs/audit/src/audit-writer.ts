import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { redisNowMs, repeat, takeLock, type Lock, type RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/redis";

import { openRecord, type OpenedRecord } from "./audit-files.ts";
import type { ChainHead } from "./core/line.ts";
import { keepKnownHead, readInbox, readKnownHead, takeFromInbox, WRITER_LOCK } from "./inbox.ts";

export interface AuditWriter {
  /** Why nothing is written now, for people; undefined where all is well, or somebody else writes. */
  readonly trouble: () => string | undefined;
  /** Writes what waits, gives the pen back, and ends. */
  readonly stop: () => Promise<void>;
}

interface WriterOptions {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly folder: string;
}

const EVERY_MS = 500;
/** After this another process may write; each turn renews it. */
const LOCK_MS = 15_000;
const TOGETHER = 200;

/**
 * Writes the record: of all processes that offer it one does, and what is safely in a file leaves the inbox. An inbox
 * that nobody empties waits. Where the files are not those that were written last (cut off, or another folder) nothing
 * is written until a person has said so: the chain would hide the break.
 */
export function keepAuditWriter({ redis, log, folder }: WriterOptions): AuditWriter {
  let lock: Lock | undefined;
  let record: OpenedRecord | undefined;
  let trouble: string | undefined;
  let toldDay: string | undefined;
  const tell = (words: string | undefined): void => {
    if (words !== undefined && words !== trouble)
      log.error({ event: "audit.unwritten", folder, reason: words }, "操作记录暂未写入文件,新的记录留在 Redis 中等待");
    trouble = words;
  };
  const tellHead = async (head: ChainHead): Promise<void> => {
    const day = formatKingdeeTime(await redisNowMs(redis), SHANGHAI).slice(0, 10);
    if (day !== toldDay && head.seq > 0)
      log.info({ event: "audit.head", ...head }, "操作记录的链头;请留存在别处,日后可证明记录未被删改");
    toldDay = day;
  };
  const turn = async (): Promise<void> => {
    const isOurs = lock !== undefined && (await lock.renew());
    if (!isOurs) {
      [lock, record] = [await takeLock({ redis, key: WRITER_LOCK, lifeMs: LOCK_MS }), undefined];
      if (lock === undefined) return tell(undefined);
    }
    record ??= await openRecord(folder);
    const words = findLoss(record, await readKnownHead(redis));
    tell(words);
    // Opened anew each time: a person may have put the right folder there.
    if (words !== undefined) return void (record = undefined);
    for (;;) {
      const waiting = await readInbox(redis, TOGETHER);
      if (waiting.length === 0) return tellHead(record.head());
      if (!(await record.add(waiting))) return void (record = undefined);
      await keepKnownHead(redis, record.head());
      await takeFromInbox(redis, waiting);
      if (!(await lock?.renew())) return void (record = undefined);
    }
  };
  const guarded = async (): Promise<void> => {
    try {
      await turn();
    } catch (error) {
      // What was begun is not known to be whole.
      record = undefined;
      tell(`操作记录目录 ${folder} 无法写入:${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const task = repeat(guarded, { everyMs: EVERY_MS, onError: () => undefined, isFirstAtOnce: true });
  return {
    trouble: () => trouble,
    stop: async () => {
      await task.stop();
      if (lock !== undefined) await guarded();
      await lock?.release();
    },
  };
}

/** Why these files are not the ones that were written last; undefined where they are, as far as Redis knows. */
function findLoss(record: OpenedRecord, known: ChainHead | undefined): string | undefined {
  const { seq } = record.head();
  if (known === undefined || known.seq === 0) return undefined;
  const remedy =
    "→ 恢复原来的文件(或把 AUDIT_DIR 指回原目录);确已无法恢复时,运行 npx billferry audit --accept-break --note 说明";
  if (known.seq > seq) return `文件中只有 ${seq} 条,而已写入 ${known.seq} 条:文件被截短,或目录不是原来的 ${remedy}`;
  const hash = record.hashAt(known.seq);
  return hash === undefined || hash === known.hash
    ? undefined
    : `第 ${known.seq} 条与写入时不同:文件被改动,或目录不是原来的 ${remedy}`;
}
