import type { HandOverDependencies, ReadDependencies } from "@billferry/bill-reader";
import { Fault } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/runtime";

import type { WindowRules } from "./core/window.ts";

/** What readings and sweeps stand on. */
export interface ReadingDependencies extends ReadDependencies, HandOverDependencies {
  readonly rules: WindowRules;
  /** Names the Kingdee account, so that no ledger ever mixes two. */
  readonly accountFingerprint: string;
  /** Makes sure that Kingdee's own clock is known before a window is cut by it. */
  learnClock(signal: AbortSignal): Promise<void>;
  /** Redis' clock, by which the ledger says how long a scheme rests. */
  redisNowMs(): Promise<number>;
}

export async function redisNowMs(redis: RedisConnection): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}

/**
 * The start of every reading: a ledger that was wiped meanwhile is claimed and bound again before anything is enqueued.
 * Returns how long the scheme rests still, 0 where it does not.
 */
export async function openLedger({
  ledger,
  accountFingerprint,
  redisNowMs,
}: Pick<ReadingDependencies, "ledger" | "accountFingerprint" | "redisNowMs">): Promise<number> {
  await ledger.open();
  if (!(await ledger.bindAccount("kingdee", accountFingerprint)))
    throw new Fault("INSTALLATION_CONFLICT", "台账属于另一个金蝶账套(KINGDEE_URL 或 KINGDEE_ACCOUNT 与之前不同)");
  const { stoppedUntilMs } = await ledger.progress();
  return stoppedUntilMs === null ? 0 : Math.max(0, stoppedUntilMs - (await redisNowMs()));
}
