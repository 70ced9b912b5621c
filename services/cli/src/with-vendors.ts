import { openKingdee, openWangdiantong, type KingdeeAccess, type WangdiantongAccess } from "@billferry/operations";
import type { Environment, Logger, RedisConnection } from "@billferry/runtime";
import { loadScheme } from "@billferry/scheme";

import { schemeFolder } from "./schemes.ts";
import { withRedis } from "./with-redis.ts";

/** What a command that asks the vendors of one scheme works with. */
export interface Ends {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly kingdee: KingdeeAccess;
  readonly wangdiantong: WangdiantongAccess;
  /** Fires on Ctrl+C. */
  readonly signal: AbortSignal;
}

/**
 * Runs `act` with Redis and the vendors of each chosen scheme, one scheme after the other: those of the environment,
 * else those of the `npm start` that is running.
 */
export async function withVendors<Result>(
  choose: (env: Environment) => readonly string[],
  act: (ends: Ends, scheme: string) => Promise<Result>,
): Promise<ReadonlyMap<string, Result>> {
  return withRedis(async (redis, log, env) => {
    const stop = new AbortController();
    const onStop = (): void => stop.abort();
    process.once("SIGINT", onStop);
    try {
      const results = new Map<string, Result>();
      for (const name of choose(env)) {
        const scheme = loadScheme(schemeFolder(env), name);
        const kingdee = openKingdee(env, log, scheme);
        const wangdiantong = openWangdiantong(env, redis, scheme);
        // Signing in tells Kingdee's clock and zone, by which the span is cut.
        await kingdee.client.signIn(stop.signal);
        results.set(name, await act({ redis, log, kingdee, wangdiantong, signal: stop.signal }, name));
      }
      return results;
    } finally {
      process.off("SIGINT", onStop);
    }
  });
}

/** A scheme's Wangdiantong where its account is known, and undefined where it is not. */
export function findWangdiantong(
  redis: RedisConnection,
  env: Environment,
  schemeName: string,
): WangdiantongAccess | undefined {
  const scheme = loadScheme(schemeFolder(env), schemeName);
  return env["WDT_URL"] || scheme.definition.accounts.wangdiantong !== "main"
    ? openWangdiantong(env, redis, scheme)
    : undefined;
}
