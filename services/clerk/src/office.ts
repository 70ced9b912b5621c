import { checkAccounts } from "@billferry/desk";
import type { BothEnds } from "@billferry/reconcile";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import { findSiblings, loadScheme, type SchemePlace } from "@billferry/scheme";
import type { Environment } from "@billferry/settings";
import { openKingdee, openWangdiantong } from "@billferry/vendor-access";

/** What errands are done with. */
export interface Office {
  readonly env: Environment;
  readonly redis: RedisConnection;
  readonly log: Logger;
  /** Of the schemes' files and the tables that hold; read anew for each errand, so that it is done by what is there. */
  readonly folder: SchemePlace;
  /** Those that run. */
  readonly schemes: readonly string[];
}

/** The way to both ends of a scheme, signed in; the calls to Wangdiantong take no more than the errands' share. */
export async function openEnds({ env, redis, log, folder, schemes }: Office, name: string, signal: AbortSignal) {
  const scheme = loadScheme(folder, name);
  const others = schemes.filter((each) => each !== name).map((each) => loadScheme(folder, each));
  await checkAccounts(redis, env, scheme);
  const kingdee = openKingdee(env, log, scheme);
  const wangdiantong = openWangdiantong(env, redis, scheme, { isErrand: true });
  // Signing in tells Kingdee's clock and zone, by which times are read.
  await kingdee.client.signIn(signal);
  return { redis, kingdee, wangdiantong, siblings: findSiblings(scheme, [scheme, ...others]) } satisfies BothEnds;
}
