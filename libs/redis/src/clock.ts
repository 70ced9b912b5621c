import type { RedisConnection } from "./connect.ts";

/** Redis' clock, in epoch milliseconds: the one that all processes share. Commands read it by `<clock.lua>`. */
export async function redisNowMs(redis: RedisConnection): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}
