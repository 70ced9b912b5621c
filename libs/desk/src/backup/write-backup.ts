import { QUEUE_NAMES, schemePrefix, stageOf, type QueueName } from "@billferry/contracts";
import { ledgerPrefix, STATE_VERSION } from "@billferry/ledger";
import { redisNowMs, scanKeys, type RedisConnection } from "@billferry/redis";
import type { Logger, TypedQueue } from "@billferry/runtime";

import { BACKUP_VERSION, type BackupEntry } from "../core/backup-format.ts";
import { listLedgers } from "../switch-account.ts";
import { untilIdle, withQueues } from "../with-queues.ts";
import { writeBackupFile } from "./backup-file.ts";

export type BackupOutcome =
  | { readonly kind: "written"; readonly atMs: number; readonly schemes: readonly string[]; readonly entries: number }
  /** Work that was under way did not end in time; nothing was written. */
  | { readonly kind: "busy"; readonly active: number }
  | { readonly kind: "empty" };

const QUIET_LIMIT_MS = 60_000;
const TOGETHER = 200;
/** Pages of the console, whose term is short, and leases; all else of a ledger is kept. */
const LEFT_OUT = /^(story|story-fields|answers):|^lease$/;

/**
 * Writes the ledgers of all schemes into one file. The queues rest meanwhile, so that what is written fits together; a
 * queue that a person had paused stays paused. Jobs are none of it: the next reading and sweep bring them back.
 */
export async function writeBackup(
  redis: RedisConnection,
  log: Logger,
  options: { readonly file: string; readonly audit: readonly unknown[]; readonly quietLimitMs?: number },
): Promise<BackupOutcome> {
  const schemes = [...(await listLedgers(redis))].toSorted();
  if (schemes.length === 0) return { kind: "empty" };
  return atRest({ redis, log, schemes }, options.quietLimitMs ?? QUIET_LIMIT_MS, async (paused) => {
    const atMs = await redisNowMs(redis);
    const { file, audit } = options;
    const head = { format: "billferry-backup", version: BACKUP_VERSION, state: STATE_VERSION, atMs } as const;
    const entries = await writeBackupFile(file, { ...head, schemes, paused, audit }, walk(redis, schemes));
    return { kind: "written", atMs, schemes, entries };
  });
}

/** Does something while no queue of these schemes is worked at, and lets them go on; `busy` where they do not rest. */
async function atRest<Result>(
  {
    redis,
    log,
    schemes,
  }: { readonly redis: RedisConnection; readonly log: Logger; readonly schemes: readonly string[] },
  limitMs: number,
  act: (paused: readonly { readonly scheme: string; readonly stage: QueueName }[]) => Promise<Result>,
): Promise<Result | { readonly kind: "busy"; readonly active: number }> {
  const paused: { readonly scheme: string; readonly stage: QueueName }[] = [];
  const [first, ...others] = schemes.map(
    (scheme) => async (inner: () => Promise<Result | Busy>) =>
      withQueues({ scheme, stages: QUEUE_NAMES }, { redis, log }, async (queues) => {
        const rested: TypedQueue<QueueName>[] = [];
        try {
          for (const queue of queues)
            if (await queue.isPaused()) paused.push({ scheme, stage: stageOf(queue.name) });
            else {
              rested.push(queue);
              await queue.pause();
            }
          const active = await untilIdle(redis, queues, { limitMs });
          return active > 0 ? ({ kind: "busy", active } as const) : await inner();
        } finally {
          for (const queue of rested) await queue.resume();
        }
      }),
  );
  if (first === undefined) return act(paused);
  const nested = others.reduceRight<() => Promise<Result | Busy>>(
    (inner, each) => async () => each(inner),
    async () => act(paused),
  );
  return first(nested);
}

type Busy = { readonly kind: "busy"; readonly active: number };

/** What lists records comes before them: a person's act in between leaves an entry too many, never one too few. */
async function* walk(redis: RedisConnection, schemes: readonly string[]): AsyncGenerator<readonly BackupEntry[]> {
  for (const scheme of schemes) {
    const prefix = `${ledgerPrefix(scheme)}:`;
    yield await pack(redis, [`${schemePrefix(scheme)}:pauses`]);
    for await (const keys of scanKeys(redis, `${escape(schemePrefix(scheme))}:report*`)) yield await pack(redis, keys);
    for (const isRecord of [false, true])
      for await (const keys of scanKeys(redis, `${escape(prefix)}*`)) {
        const names = keys.filter((key) => {
          const name = key.slice(prefix.length);
          return /^[box]:/.test(name) === isRecord && !LEFT_OUT.test(name);
        });
        for (let start = 0; start < names.length; start += TOGETHER)
          yield await pack(redis, names.slice(start, start + TOGETHER));
      }
  }
}

async function pack(redis: RedisConnection, keys: readonly string[]): Promise<readonly BackupEntry[]> {
  const read = async (key: string): Promise<readonly BackupEntry[]> => {
    const [value, lifeMs] = await Promise.all([redis.dumpBuffer(key), redis.pttl(key)]);
    return value === null ? [] : [[key, Math.max(0, lifeMs), value.toString("base64")]];
  };
  return (await Promise.all(keys.map(read))).flat();
}

function escape(prefix: string): string {
  return prefix.replace(/[*?[\]\\]/g, String.raw`\$&`);
}
