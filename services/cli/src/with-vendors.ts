import { checkAccounts } from "@billferry/desk";
import type { BothEnds, ReconcileOptions } from "@billferry/reconcile";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import { findSiblings, loadScheme } from "@billferry/scheme";
import type { Environment } from "@billferry/settings";
import { openKingdee, openWangdiantong, type WangdiantongAccess } from "@billferry/vendor-access";

import { openProgressLine } from "./progress-line.ts";
import { checkSpan, readSpan } from "./read-span.ts";
import { chosenSchemes, runningSchemes, schemePlace, type SchemeChoice } from "./schemes.ts";
import { untilInterrupted } from "./until-interrupted.ts";
import { withRedis } from "./with-redis.ts";

/** Into a pipe or a file: often enough to see that it goes on. */
const PLAIN_EVERY_MS = 3_000;

/** Of approve time. */
export interface SpanChoice extends SchemeChoice {
  readonly from: string;
  readonly to?: string;
}

/**
 * Runs `act` with Redis and the vendors of each chosen scheme, one scheme after the other: those of the environment,
 * else those of the `npm start` that is running.
 */
export async function withVendors<Result>(
  { from, to, ...choice }: SpanChoice,
  act: (ends: BothEnds & { readonly log: Logger }, options: ReconcileOptions) => Promise<Result>,
): Promise<ReadonlyMap<string, Result>> {
  checkSpan(from, to);
  const progress = openProgressLine(process.stderr, { plainEveryMs: PLAIN_EVERY_MS });
  const work = untilInterrupted(async (signal) =>
    withRedis(async (redis, log, env) => {
      const results = new Map<string, Result>();
      const chosen = chosenSchemes(choice, env);
      const all = [...new Set([...chosen, ...runningSchemes(env)])].map((name) => loadScheme(schemePlace(env), name));
      for (const scheme of all.slice(0, chosen.length)) {
        await checkAccounts(redis, env, scheme);
        const kingdee = openKingdee(env, log, scheme);
        const wangdiantong = openWangdiantong(env, redis, scheme);
        // Signing in tells Kingdee's clock and zone, by which the span is cut.
        await kingdee.client.signIn(signal);
        const clock = { zone: kingdee.client.zone(), nowMs: kingdee.client.serverNow().epochMs };
        const ends = { redis, log, kingdee, wangdiantong, siblings: findSiblings(scheme, all) };
        const options = { span: readSpan({ from, to }, clock), signal, onProgress: progress.tell };
        results.set(scheme.definition.name, await act(ends, options));
      }
      return results;
    }),
  );
  return work.finally(progress.close);
}

/** A scheme's Wangdiantong where its account is known, and undefined where it is not. */
export function findWangdiantong(
  redis: RedisConnection,
  env: Environment,
  schemeName: string,
): WangdiantongAccess | undefined {
  const scheme = loadScheme(schemePlace(env), schemeName);
  return env["WDT_URL"] || scheme.definition.accounts.wangdiantong !== "main"
    ? openWangdiantong(env, redis, scheme)
    : undefined;
}
