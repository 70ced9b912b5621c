import { setTimeout as wait } from "node:timers/promises";

import { Fault, INSTALLATION_PREFIX } from "@billferry/contracts";
import { FORMER_STATE_VERSION, formerKey, ledgerPrefix, STATE_VERSION } from "@billferry/ledger";
import { scanKeys, takeLock, type Lock, type RedisConnection } from "@billferry/redis";

import type { Migration, MovedKeys } from "./core/describe-migration.ts";
import { newPlaceOf } from "./core/new-key.ts";
import { copyKey, moveKeys, type Move } from "./move-keys.ts";
import { runningServices } from "./running-services.ts";

/** Above the time that some thousand keys take. */
const LOCK_MS = 10_000;

/**
 * Moves every key of state version 2 to its place of version 3, jobs in flight and all. It may be killed on any line
 * and run again: `progress`, by which services know the version, comes last, of all schemes at once, and until then
 * they refuse. What is left of it in the old place tells a program of the old version the same.
 */
export async function migrateState(redis: RedisConnection, isDryRun: boolean): Promise<Migration> {
  const lock = await takeFreedLock(redis);
  if (lock === undefined) return { kind: "busy" };
  try {
    const schemes = await formerSchemes(redis);
    if (schemes.length === 0) return { kind: "none" };
    const services = await runningServices(redis, schemes);
    if (services.length > 0) return { kind: "running", services };
    const counts = new Map<string, MovedKeys>(schemes.map((name) => [name, { ledger: 0, queues: 0 }]));
    const last = new Set(schemes.map((name) => formerKey(name, "progress")));
    for await (const keys of scanKeys(redis, `${INSTALLATION_PREFIX}*`)) {
      const moves = planMoves(keys, counts).filter(({ from }) => !last.has(from));
      if (!(await lock.renew())) return { kind: "busy" };
      if (!isDryRun) await moveKeys(redis, moves);
    }
    if (!isDryRun) await switchOver(redis, schemes);
    return { kind: isDryRun ? "planned" : "migrated", schemes: Object.fromEntries(counts) };
  } finally {
    await lock.release();
  }
}

/** One whose process was killed frees it by its end. */
async function takeFreedLock(redis: RedisConnection): Promise<Lock | undefined> {
  const deadlineMs = performance.now() + LOCK_MS + 1_000;
  for (;;) {
    const lock = await takeLock({ redis, key: `${INSTALLATION_PREFIX}:migrating`, lifeMs: LOCK_MS });
    if (lock !== undefined || performance.now() > deadlineMs) return lock;
    await wait(500);
  }
}

/** Where those of them belong that are an account's or of a scheme that is counted. */
function planMoves(keys: readonly string[], counts: ReadonlyMap<string, MovedKeys>): readonly Move[] {
  const moves: Move[] = [];
  for (const key of keys) {
    const place = newPlaceOf(key);
    if (place === undefined) continue;
    if (place.of !== null) {
      const count = counts.get(place.of);
      if (count === undefined) continue;
      count[place.part] += 1;
    }
    moves.push({ from: key, to: place.key });
  }
  return moves;
}

/** The schemes with a ledger of the version before. */
async function formerSchemes(redis: RedisConnection): Promise<readonly string[]> {
  const pattern = formerKey("*", "progress");
  const [head = "", tail = ""] = pattern.split("*");
  const found = new Set<string>();
  for await (const keys of scanKeys(redis, pattern))
    for (const key of keys) {
      const scheme = key.slice(head.length, -tail.length);
      const version = scheme.includes(":") ? STATE_VERSION : await redis.hget(key, "version");
      if (version === STATE_VERSION) continue;
      const words = `方案 ${scheme} 的台账版本是 ${String(version)},只能由 ${FORMER_STATE_VERSION} 迁移`;
      if (version !== FORMER_STATE_VERSION) throw new Fault("STATE_UNREADABLE", words);
      found.add(scheme);
    }
  return [...found];
}

async function switchOver(redis: RedisConnection, schemes: readonly string[]): Promise<void> {
  const mark = redis.multi();
  for (const scheme of schemes) {
    const [former, key] = [formerKey(scheme, "progress"), `${ledgerPrefix(scheme)}:progress`];
    await copyKey(redis, { from: former, to: key });
    await redis.hset(key, "version", STATE_VERSION);
    // In their old places they have one slot.
    mark.del(former).hset(former, "version", STATE_VERSION);
  }
  await mark.exec();
}
