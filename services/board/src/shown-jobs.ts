import type { RedisConnection } from "@billferry/redis";
import type { Job, Queue } from "bullmq";
import { LRUCache } from "lru-cache";

/** Jobs with contents of more characters are read once, and again when anything else about them has changed. */
const LARGE_CHARACTERS = 100_000;
const MOST_REMEMBERED = 200;

/**
 * Reads jobs for the board, each as `present` makes it. A page asks for the same jobs every few seconds, and megabytes
 * of rows would be fetched and parsed each time, only to be cut again: the content of a job never changes.
 */
export function createShownJobs(options: {
  readonly queue: Queue;
  readonly redis: RedisConnection;
  readonly present: (job: Job) => Job;
}): { readonly read: (id: string) => Promise<Job | undefined> } {
  const { queue, redis, present } = options;
  /** By id; the version is all of the job but its content. */
  const remembered = new LRUCache<string, { version: string; job: Job }>({ max: MOST_REMEMBERED });
  const readVersion = async (key: string): Promise<string> => {
    // Sorted: Redis names the fields in another order while it enlarges the hash.
    const fields = (await redis.hkeys(key)).filter((field) => field !== "data").toSorted();
    return JSON.stringify([fields, fields.length === 0 ? [] : await redis.hmget(key, ...fields)]);
  };
  return {
    read: async (id) => {
      const key = queue.toKey(id);
      const isLarge = (await redis.hstrlen(key, "data")) > LARGE_CHARACTERS;
      const version = isLarge ? await readVersion(key) : "";
      const known = remembered.get(id);
      if (isLarge && known?.version === version) return known.job;
      const found = await queue.getJob(id);
      const job = found && present(found);
      if (isLarge && job) remembered.set(id, { version, job });
      return job;
    },
  };
}
