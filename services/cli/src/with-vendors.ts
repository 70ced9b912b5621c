import { resolve } from "node:path";

import { openKingdee, openWangdiantong, type KingdeeAccess, type WangdiantongAccess } from "@billferry/operations";
import { readSecretFiles, type Environment, type Logger, type RedisConnection } from "@billferry/runtime";

import { applyTrialSettings } from "./core/trial-settings.ts";
import { readTrialFile } from "./launch/trial-file.ts";
import { dataDir, ROOT, SCHEME } from "./places.ts";
import { withRedis } from "./with-redis.ts";

/** What a command that asks the vendors works with. */
export interface Ends {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly kingdee: KingdeeAccess;
  readonly wangdiantong: WangdiantongAccess;
  /** Fires on Ctrl+C. */
  readonly signal: AbortSignal;
}

/** Runs `act` with Redis and both vendors: those of the environment, else those of the `npm start` that is running. */
export async function withVendors<Result>(act: (ends: Ends) => Promise<Result>): Promise<Result> {
  return withRedis(async (redis, log, url) => {
    const env = await vendorEnvironment(url);
    const folder = env["SCHEME_DIR"] ? resolve(env["SCHEME_DIR"]) : resolve(ROOT, "schemes");
    const kingdee = openKingdee(env, log, { folder, name: SCHEME });
    const wangdiantong = openWangdiantong(env, redis);
    const stop = new AbortController();
    const onStop = (): void => stop.abort();
    process.once("SIGINT", onStop);
    try {
      // Signing in tells Kingdee's clock and zone, by which the span is cut.
      await kingdee.client.signIn(stop.signal);
      return await act({ redis, log, kingdee, wangdiantong, signal: stop.signal });
    } finally {
      process.off("SIGINT", onStop);
    }
  });
}

/** Wangdiantong where its account is known, and undefined where it is not. */
export async function findWangdiantong(
  redis: RedisConnection,
  redisUrl: string,
): Promise<WangdiantongAccess | undefined> {
  const env = await vendorEnvironment(redisUrl);
  return env["WDT_URL"] ? openWangdiantong(env, redis) : undefined;
}

async function vendorEnvironment(redisUrl: string): Promise<Environment> {
  const env = readSecretFiles(process.env);
  return applyTrialSettings(env, await readTrialFile(dataDir(process.env)), redisUrl);
}
