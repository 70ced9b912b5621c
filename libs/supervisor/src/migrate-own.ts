import { describeMigration, migrateState } from "@billferry/migration";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";

import { StartRefused } from "./refusals.ts";

/** The Redis of a data folder is nobody else's: what an older version has left there is migrated unasked. */
export async function migrateOwn(redisUrl: string, onNotice: (line: string) => void): Promise<void> {
  const redis = connectRedis(redisUrl, createLogger({ name: "billferry", level: "silent", version: "0.1.0" }));
  try {
    const migration = await migrateState(redis, false);
    if (migration.kind === "running" || migration.kind === "busy") throw new StartRefused(describeMigration(migration));
    if (migration.kind === "migrated") onNotice(`旧版本留下的数据:${describeMigration(migration)}`);
  } finally {
    redis.disconnect();
  }
}
