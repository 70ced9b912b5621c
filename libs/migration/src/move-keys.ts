import type { RedisConnection } from "@billferry/redis";
import { Redis } from "ioredis";

export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Gives each key its new name, with its time to live, over whatever an earlier try has left there. */
export async function moveKeys(redis: RedisConnection, moves: readonly Move[]): Promise<void> {
  if (redis instanceof Redis) {
    const pipeline = redis.pipeline();
    for (const { from, to } of moves) pipeline.rename(from, to);
    for (const [error] of (await pipeline.exec()) ?? [])
      // One that has run out meanwhile is not missed.
      if (error !== null && !error.message.includes("no such key")) throw error;
    return;
  }
  // Another hash tag is another slot, which RENAME does not reach.
  const move = async (each: Move) => copyKey(redis, each).then(async () => redis.unlink(each.from));
  await Promise.all(moves.map(move));
}

export async function copyKey(redis: RedisConnection, { from, to }: Move): Promise<void> {
  const [value, ttlMs] = await Promise.all([redis.dumpBuffer(from), redis.pttl(from)]);
  if (value !== null) await redis.restore(to, Math.max(0, ttlMs), value, "REPLACE");
}
