import type { RedisConnection } from "@billferry/redis";
import type { TypedQueue } from "@billferry/runtime";
import type { Scheme } from "@billferry/scheme";

/** Jobs of a queue whose size is looked at; evenly spread, since large bills come in runs. */
const SAMPLE = 16;
const MB = 1_000_000;

export interface BackPressureDependencies {
  readonly redis: RedisConnection;
  readonly scheme: Scheme;
  readonly transformQueue: TypedQueue<"transform">;
  readonly loadQueue: TypedQueue<"load">;
}

/**
 * Whether more waits than is to lie in Redis: more orders than a long time can push, or more bytes, which few but large
 * bills make. Redis is memory, and Kingdee keeps the rest. The bytes are an estimate from some of the jobs.
 */
export async function isBackedUp({ redis, scheme, ...queues }: BackPressureDependencies): Promise<boolean> {
  const { max_waiting_orders: mostJobs, max_waiting_mb: mostMb } = scheme.definition.source;
  const both = [queues.loadQueue, queues.transformQueue] as const;
  const counts = await Promise.all(
    both.map(async (queue) => queue.getJobCountByTypes("waiting", "delayed", "prioritized")),
  );
  if (counts.reduce((sum, each) => sum + each, 0) > mostJobs) return true;
  const sizes = await Promise.all(both.map(async (queue, at) => (counts[at] ?? 0) * (await meanBytes(redis, queue))));
  return sizes.reduce((sum, each) => sum + each, 0) > mostMb * MB;
}

async function meanBytes(redis: RedisConnection, queue: { toKey(type: string): string }): Promise<number> {
  const wait = queue.toKey("wait");
  const waiting = await redis.llen(wait);
  const places = Array.from({ length: Math.min(SAMPLE, waiting) }, (_, at) => Math.floor((at * waiting) / SAMPLE));
  const ids = (await Promise.all(places.map(async (at) => redis.lindex(wait, at)))).filter((id) => id !== null);
  const sizes = await Promise.all(ids.map(async (id) => redis.hstrlen(queue.toKey(id), "data")));
  return sizes.reduce((sum, each) => sum + each, 0) / Math.max(sizes.length, 1);
}
