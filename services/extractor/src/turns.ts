import { setTimeout as pause } from "node:timers/promises";

import type { ReadDependencies } from "@billferry/bill-reader";
import { MustWait, schemePrefix } from "@billferry/contracts";
import { repeat, takeLock, type Lock, type LockRef, type RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";

const LIFE_MS = 10_000;
const RENEW_MS = 3_000;
const POLL_MS = 20;
/** A job that is put back waits with its queue, however long that is paused. */
const PAUSED_MS = 1_000;

/**
 * Readings and sweeps of one scheme take turns at Kingdee, page by page, whatever replica they run in: a page is handed
 * over before another is asked for, so content cannot be replaced by what was read before it. A reader that dies
 * loses its turn after ten seconds. `restMs`: how long a reader with very many pages lets others go first.
 */
export function createTurns(options: {
  readonly redis: RedisConnection;
  readonly scheme: string;
  readonly restMs: number;
  readonly log: Logger;
  /** No page is read while a person has paused the reading. */
  readonly isPaused?: () => Promise<boolean>;
}): NonNullable<ReadDependencies["takeTurn"]> {
  const { redis, restMs, log } = options;
  const key = `${schemePrefix(options.scheme)}:turn`;
  let isFirst = true;
  return async (signal) => {
    if (!isFirst && restMs > 0) await pause(restMs, undefined, { signal });
    isFirst = false;
    if (await options.isPaused?.()) throw new MustWait({ scope: "job", forMs: PAUSED_MS, reason: "读取已暂停" });
    const lock = await waitForLock({ redis, key, lifeMs: LIFE_MS }, signal);
    const renewal = repeat(async () => void (await lock.renew()), {
      everyMs: RENEW_MS,
      onError: (error) => log.debug({ event: "turn.unrenewed", error: String(error) }, "读取次序续期失败"),
    });
    return {
      isOurs: lock.isOurs,
      release: async () => {
        await renewal.stop();
        await lock.release();
      },
    };
  };
}

async function waitForLock(ref: LockRef, signal: AbortSignal): Promise<Lock> {
  for (;;) {
    const lock = await takeLock(ref);
    if (lock !== undefined) return lock;
    await pause(POLL_MS, undefined, { signal });
  }
}
