import type { RedisConnection } from "@billferry/redis";

import { describeSilence, type Heartbeat } from "./core/watcher-silence.ts";

const KEY = "{billferry}:watcher";

/** That somebody watches, for all others to see; `atMs` by Redis' clock. */
export async function beatHeart(redis: RedisConnection, { atMs, everyMs }: Heartbeat): Promise<void> {
  await redis.hset(KEY, { atMs, everyMs });
}

/** The last sign of life; undefined where nobody has ever watched. */
export async function readHeartbeat(redis: RedisConnection): Promise<Heartbeat | undefined> {
  const { atMs, everyMs } = await redis.hgetall(KEY);
  return atMs === undefined ? undefined : { atMs: Number(atMs), everyMs: Number(everyMs) };
}

/** A line where somebody watched once and does not now. */
export async function missWatcher(redis: RedisConnection, nowMs: number): Promise<string | undefined> {
  return describeSilence(await readHeartbeat(redis), nowMs)?.zh;
}
