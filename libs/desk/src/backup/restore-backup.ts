import type { QueueName } from "@billferry/contracts";
import { Ledger, ledgerPrefix, STATE_VERSION } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";

import { BackupUnreadable, type BackupEntry, type BackupHead } from "../core/backup-format.ts";
import { rebuildState } from "../repair-state.ts";
import { countWorkers, listLedgers } from "../switch-account.ts";
import { withQueue } from "../with-queues.ts";
import { proveBackup, readBackupEntries } from "./backup-file.ts";

export type RestoreOutcome =
  | { readonly kind: "restored"; readonly head: BackupHead; readonly entries: number }
  /** There are facts that the backup would take the place of; nothing was changed. */
  | { readonly kind: "occupied"; readonly schemes: readonly string[] }
  | { readonly kind: "running"; readonly workers: number }
  | { readonly kind: "busy"; readonly active: number };

const LOCK_MS = 4_000;
const TOGETHER = 200;
/** No program works on a ledger of this version: what was begun and not finished is told, and may be begun again. */
const HALF = "restoring";
/** Wangdiantong's documents are listed before the first push, as after any loss. */
const OF_INVENTORY = ["inventory", "inventoryAt", "inventoryError", "inventoryOwner", "inventoryUntil"] as const;

/**
 * Puts the ledgers of a backup in place. What happened since then the next reading and the inventory find out: the
 * watermark is that of the backup, and each repetition goes out under the same key. Jobs are removed, because they may
 * be of a later state. It may be killed on any line and run again.
 */
export async function restoreBackup(
  redis: RedisConnection,
  log: Logger,
  { file, isReplacing }: { readonly file: string; readonly isReplacing: boolean },
): Promise<RestoreOutcome> {
  const { head, entries } = await proveBackup(file);
  if (head.state !== STATE_VERSION)
    throw new BackupUnreadable(
      `备份中的台账版本是 ${head.state},本程序支持 ${STATE_VERSION}:请用写出它的版本恢复,再升级`,
    );
  const present = await listLedgers(redis);
  const occupied = await present.reduce<Promise<readonly string[]>>(async (found, scheme) => {
    const version = await redis.hget(`${ledgerPrefix(scheme)}:progress`, "version");
    return version === HALF ? found : [...(await found), scheme];
  }, Promise.resolve([]));
  if (occupied.length > 0 && !isReplacing) return { kind: "occupied", schemes: occupied };
  const affected = [...new Set([...present, ...head.schemes])];
  const workers = await Promise.all(affected.map(async (scheme) => countWorkers(redis, log, scheme)));
  const running = workers.reduce((sum, each) => sum + each, 0);
  if (running > 0) return { kind: "running", workers: running };
  for (const scheme of affected) {
    const outcome = await rebuildState(redis, log, { scheme, quietLimitMs: LOCK_MS });
    if (outcome.kind === "busy") return outcome;
  }
  await putBack(redis, head, readBackupEntries(file, entries));
  for (const { scheme, stage } of head.paused)
    await withQueue({ scheme, stage: stage as QueueName }, { redis, log }, async (queue) => queue.pause());
  return { kind: "restored", head, entries };
}

/** `progress`, by which services know a ledger, comes last; until then its version says that it is half done. */
async function putBack(redis: RedisConnection, head: BackupHead, entries: AsyncIterable<BackupEntry>): Promise<void> {
  const last = new Map(head.schemes.map((scheme) => [`${ledgerPrefix(scheme)}:progress`, scheme]));
  for (const key of last.keys()) await redis.hset(key, "version", HALF);
  const kept: BackupEntry[] = [];
  let some: BackupEntry[] = [];
  for await (const entry of entries) {
    if (last.has(entry[0])) kept.push(entry);
    else some.push(entry);
    if (some.length < TOGETHER) continue;
    await restoreKeys(redis, some);
    some = [];
  }
  await restoreKeys(redis, some);
  for (const entry of kept) {
    await restoreKeys(redis, [entry]);
    await redis.hdel(entry[0], ...OF_INVENTORY);
    await new Ledger(redis, last.get(entry[0]) ?? "").keeping.open();
  }
}

async function restoreKeys(redis: RedisConnection, entries: readonly BackupEntry[]): Promise<void> {
  try {
    await Promise.all(
      entries.map(async ([key, lifeMs, value]) => redis.restore(key, lifeMs, Buffer.from(value, "base64"), "REPLACE")),
    );
  } catch (cause) {
    if (!(cause instanceof Error) || !cause.message.includes("DUMP payload")) throw cause;
    throw new BackupUnreadable(
      "这个 Redis 比写出备份的 Redis 旧,读不了它的内容 → 换用同版本或更新的 Redis 后再次运行",
      { cause },
    );
  }
}
