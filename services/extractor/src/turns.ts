import { setTimeout as pause } from "node:timers/promises";

import type { ReadDependencies } from "@billferry/bill-reader";
import { MustWait, schemePrefix } from "@billferry/contracts";
import { repeat, takeLock, type Lock, type LockRef, type RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import type { Mutex } from "async-mutex";

const LIFE_MS = 10_000;
const RENEW_MS = 3_000;
const POLL_MS = 20;
/** A job that is put back waits with its queue, however long that is paused. */
const PAUSED_MS = 1_000;

export interface TurnRules {
  /** How long a reader with very many pages lets others go first, each time. */
  readonly restMs: number;
  /** How long it may go on from page to page in one turn. */
  readonly holdMs: number;
  /** Who goes first of those that wait in this process. */
  readonly priority: number;
}

/**
 * Readings and sweeps of one scheme take turns at Kingdee, whatever replica they run in: what is asked for in a turn is
 * handed over in it, so content cannot be replaced by what was read before it. A reader that dies loses its turn after
 * ten seconds. Those of one process wake each other (`inProcess`); only another process is looked for again and again.
 */
export function createTurns(options: {
  readonly redis: RedisConnection;
  readonly scheme: string;
  readonly rules: TurnRules;
  readonly inProcess: Mutex;
  readonly log: Logger;
  /** No page is read while a person has paused the reading. */
  readonly isPaused?: () => Promise<boolean>;
}): NonNullable<ReadDependencies["takeTurn"]> {
  const { redis, rules, inProcess, log } = options;
  const key = `${schemePrefix(options.scheme)}:turn`;
  const isPaused = async (): Promise<boolean> => (await options.isPaused?.()) === true;
  let isFirst = true;
  return async (signal) => {
    if (!isFirst && rules.restMs > 0) await pause(rules.restMs, undefined, { signal });
    isFirst = false;
    if (await isPaused()) throw new MustWait({ scope: "job", forMs: PAUSED_MS, reason: "读取已暂停" });
    const leave = await inProcess.acquire(rules.priority);
    try {
      const lock = await waitForLock({ redis, key, lifeMs: LIFE_MS }, signal);
      const untilMs = performance.now() + rules.holdMs;
      const renewal = repeat(async () => void (await lock.renew()), {
        everyMs: RENEW_MS,
        onError: (error) => log.debug({ event: "turn.unrenewed", error: String(error) }, "读取次序续期失败"),
      });
      return {
        isOurs: lock.isOurs,
        mayGoOn: async () => performance.now() < untilMs && !(await isPaused()),
        release: async () => {
          try {
            await renewal.stop();
            await lock.release();
          } finally {
            leave();
          }
        },
      };
    } catch (error) {
      leave();
      throw error;
    }
  };
}

async function waitForLock(ref: LockRef, signal: AbortSignal): Promise<Lock> {
  for (;;) {
    signal.throwIfAborted();
    const lock = await takeLock(ref);
    if (lock !== undefined) return lock;
    await pause(POLL_MS, undefined, { signal });
  }
}
