import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { INSTALLATION_PREFIX, OWN_KEYS } from "@billferry/contracts";
import { countWorkers, isLedgerOf, listLedgers } from "@billferry/desk";
import { connectRedis, scanKeys, type RedisConnection } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import type { Environment } from "@billferry/settings";

import { StartRefused } from "./refusals.ts";

/** Which sandbox the state in Redis was made with. */
const LIFE_KEY = `${INSTALLATION_PREFIX}:sandbox-life`;

/**
 * The sandbox's books and the state in Redis have one life: where the books are new (its folder is gone, or an upgrade
 * generates other bills), the state tells of documents that nobody has any more, and every bill would be a false case.
 * So the state is forgotten then, where it is a sandbox's; a real account's is left for the services to refuse.
 */
export async function shareOneLife(options: {
  readonly folder: string;
  readonly redisUrl: string;
  /** Of the services, with the sandbox's accounts. */
  readonly env: Environment;
  readonly onNotice: (line: string) => void;
}): Promise<void> {
  const { folder, redisUrl, env, onNotice } = options;
  const log = createLogger({ name: "billferry", level: "silent", version: "0.1.0" });
  const life = await readFile(join(folder, "sandbox", "life.json"), "utf8");
  const redis = connectRedis(redisUrl, log);
  try {
    if ((await redis.get(LIFE_KEY)) === life) return;
    const ledgers = await listLedgers(redis);
    const isOurs = await Promise.all(ledgers.map(async (scheme) => isLedgerOf(redis, env, scheme)));
    if (ledgers.length > 0 && isOurs.every(Boolean)) {
      const workers = await Promise.all(ledgers.map(async (scheme) => countWorkers(redis, log, scheme)));
      if (workers.some((count) => count > 0))
        throw new StartRefused("这个 Redis 正由另一个沙箱使用 → 先停止它,或不设置 REDIS_URL");
      await forgetAll(redis);
      onNotice("沙箱是新的:上一个沙箱留在 Redis 中的台账与任务已清除");
    }
    await redis.set(LIFE_KEY, life);
  } finally {
    redis.disconnect();
  }
}

async function forgetAll(redis: RedisConnection): Promise<void> {
  // One by one: keys of several schemes lie on several nodes.
  for await (const keys of scanKeys(redis, OWN_KEYS)) await Promise.all(keys.map(async (key) => redis.unlink(key)));
}
