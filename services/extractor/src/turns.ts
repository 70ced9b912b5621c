import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import type { ReadDependencies, Turn } from "@billferry/bill-reader";
import { MustWait, schemePrefix } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";

const LEASE_MS = 10_000;
const RENEW_MS = 3_000;
const POLL_MS = 20;
/** A job that is put back waits with its queue, however long that is paused. */
const PAUSED_MS = 1_000;

const IF_OURS = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end`;
const RENEW = `${IF_OURS} return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;
const RELEASE = `${IF_OURS} return redis.call('DEL', KEYS[1])`;

/**
 * Readings and sweeps of one scheme take turns at Kingdee, page by page, whatever replica they run in: a page is handed
 * over before another is asked for, so content cannot be replaced by what was read before it. A reader that dies
 * loses its turn after ten seconds. `restMs` is how long a reader that has work without end lets others go first.
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
    const token = randomUUID();
    while ((await redis.set(key, token, "PX", LEASE_MS, "NX")) !== "OK") await pause(POLL_MS, undefined, { signal });
    const timer = setInterval(() => {
      redis
        .eval(RENEW, 1, key, token, LEASE_MS)
        .catch((error: unknown) => log.debug({ event: "turn.unrenewed", error: String(error) }, "读取次序续期失败"));
    }, RENEW_MS).unref();
    const turn: Turn = {
      isOurs: async () => (await redis.get(key)) === token,
      release: async () => {
        clearInterval(timer);
        await redis.eval(RELEASE, 1, key, token);
      },
    };
    return turn;
  };
}
