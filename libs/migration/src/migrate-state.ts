import { Fault, INSTALLATION_PREFIX } from "@billferry/contracts";
import { FORMER_STATE_VERSION, formerKey, ledgerPrefix, STATE_VERSION } from "@billferry/ledger";
import { scanKeys, type RedisConnection } from "@billferry/redis";

import { newPlaceOf } from "./core/new-key.ts";
import { copyKey, moveKeys, type Move } from "./move-keys.ts";
import { runningServices } from "./running-services.ts";

/** Keys of one scheme that were, or would be, moved. */
interface MovedKeys {
  ledger: number;
  queues: number;
}

export type Migration =
  /** Nothing of the version before is there. */
  | { readonly kind: "none" }
  /** Services of that version still run; nothing was changed. */
  | { readonly kind: "running"; readonly services: readonly string[] }
  | { readonly kind: "planned" | "migrated"; readonly schemes: Readonly<Record<string, Readonly<MovedKeys>>> };

/**
 * Moves every key of state version 2 to its place of version 3, jobs in flight and all. It may be killed on any line and
 * run again: `progress`, by which services know the version, comes last, of all schemes at once, and until then they
 * refuse. What is left of it in the old place tells a program of the old version the same.
 */
export async function migrateState(redis: RedisConnection, isDryRun: boolean): Promise<Migration> {
  const schemes = await formerSchemes(redis);
  if (schemes.length === 0) return { kind: "none" };
  const services = await runningServices(redis, schemes);
  if (services.length > 0) return { kind: "running", services };
  const counts = new Map<string, MovedKeys>(schemes.map((name) => [name, { ledger: 0, queues: 0 }]));
  const last = new Set(schemes.map((name) => formerKey(name, "progress")));
  for await (const keys of scanKeys(redis, `${INSTALLATION_PREFIX}*`)) {
    const moves = planMoves(keys, counts).filter(({ from }) => !last.has(from));
    if (!isDryRun) await moveKeys(redis, moves);
  }
  if (isDryRun) return { kind: "planned", schemes: Object.fromEntries(counts) };
  await switchOver(redis, schemes);
  return { kind: "migrated", schemes: Object.fromEntries(counts) };
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
      if (version !== FORMER_STATE_VERSION)
        throw new Fault(
          "STATE_UNREADABLE",
          `方案 ${scheme} 的台账版本是 ${String(version)},只能由 ${FORMER_STATE_VERSION} 迁移`,
        );
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
