import type { RedisConnection } from "@billferry/runtime";
import { Cluster } from "ioredis";

const BATCH = 5_000;

/** All keys that match a glob pattern, on every node, without blocking Redis. Reads the whole key space: for what is
 *  asked seldom. */
export async function scanKeys(redis: RedisConnection, pattern: string): Promise<string[]> {
  const nodes = redis instanceof Cluster ? redis.nodes("master") : [redis];
  const found = new Set<string>();
  for (const node of nodes) {
    let cursor = "0";
    do {
      const [next, keys] = await node.scan(cursor, "MATCH", pattern, "COUNT", BATCH);
      cursor = next;
      for (const key of keys) found.add(key);
    } while (cursor !== "0");
  }
  return [...found].toSorted();
}
