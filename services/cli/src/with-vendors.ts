import { checkAccounts } from "@billferry/desk";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import type { Environment } from "@billferry/settings";
import { type KingdeeAccess, type WangdiantongAccess, openKingdee, openWangdiantong } from "@billferry/vendor-access";
import { findSiblings, loadScheme, type Scheme } from "@billferry/scheme";

import { runningSchemes, schemeFolder } from "./schemes.ts";
import { withRedis } from "./with-redis.ts";

/** What a command that asks the vendors of one scheme works with. */
export interface Ends {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly kingdee: KingdeeAccess;
  readonly wangdiantong: WangdiantongAccess;
  /** Other schemes that run and read the same form into the same interface. */
  readonly siblings: readonly Scheme[];
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
      const chosen = choose(env);
      const all = [...new Set([...chosen, ...runningSchemes(env)])].map((name) => loadScheme(schemeFolder(env), name));
      for (const scheme of all.slice(0, chosen.length)) {
        const { name } = scheme.definition;
        await checkAccounts(redis, env, scheme);
        const kingdee = openKingdee(env, log, scheme);
        const wangdiantong = openWangdiantong(env, redis, scheme);
        // Signing in tells Kingdee's clock and zone, by which the span is cut.
        await kingdee.client.signIn(stop.signal);
        const siblings = findSiblings(scheme, all);
        results.set(name, await act({ redis, log, kingdee, wangdiantong, siblings, signal: stop.signal }, name));
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
