import { connectRedis, pingRedis, refusalOf, repeat } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";

export interface RedisWatch {
  /** Whether Redis was in trouble a moment ago: a child that dies then may have died of that. */
  readonly wasAway: () => boolean;
  readonly stop: () => void;
}

const EVERY_MS = 1_000;
const ANSWER_LIMIT_MS = 2_000;
/** A single late answer is not reported. */
const SILENT_ROUNDS = 3;
/** Above the time that a service waits for Redis when it starts. */
const TROUBLE_MS = 30_000;

/**
 * Tells the person at the terminal when Redis falls silent or cannot write to its disk, and when it is well again: the
 * services wait meanwhile, and a terminal that says that all is running would be wrong.
 */
export function watchRedis(url: string, onNotice: (line: string) => void): RedisWatch {
  const redis = connectRedis(url, createLogger({ name: "billferry", level: "silent", version: "0.1.0" }));
  let silentRounds = 0;
  let isFull = false;
  let troubleAt = Number.NEGATIVE_INFINITY;
  const tellFull = (isNow: boolean): void => {
    if (isNow && !isFull) onNotice("Redis 无法写入磁盘(磁盘已满?),工作暂停 → 腾出空间后自动继续,不会丢失");
    if (!isNow && isFull) onNotice("Redis 已能写入磁盘,工作继续");
    isFull = isNow;
    if (isNow) troubleAt = performance.now();
  };
  const ask = async (): Promise<void> => {
    try {
      // A Redis that cannot write to its disk refuses even this question, and says why.
      const isWell = await pingRedis(redis, ANSWER_LIMIT_MS).then(() => true, refusesToWrite);
      if (silentRounds >= SILENT_ROUNDS) onNotice("Redis 已恢复应答,工作继续");
      silentRounds = 0;
      tellFull(!isWell);
    } catch {
      troubleAt = performance.now();
      silentRounds += 1;
      if (silentRounds === SILENT_ROUNDS) onNotice("Redis 没有应答,工作暂停;恢复后自动继续");
    }
  };
  // What goes wrong is told by itself.
  const asking = repeat(ask, { everyMs: EVERY_MS, onError: () => undefined });
  return {
    wasAway: () => performance.now() - troubleAt < TROUBLE_MS,
    stop: () => {
      void asking.stop();
      redis.disconnect();
    },
  };
}

/** False for a Redis that answers but cannot write; what else went wrong is thrown on. */
function refusesToWrite(error: unknown): false {
  if (refusalOf(error) === "MISCONF") return false;
  throw error;
}
