import type { MeasuredRedis } from "./measures.ts";

/** What `INFO memory` tells. */
export function parseRedisMemory(info: string): MeasuredRedis {
  const read = (field: string): number => Number(new RegExp(`^${field}:(\\d+)`, "m").exec(info)?.[1] ?? 0);
  return { usedBytes: read("used_memory"), limitBytes: read("maxmemory") };
}

/** It takes no writes then. */
export function isRedisFull({ usedBytes, limitBytes }: MeasuredRedis): boolean {
  return limitBytes > 0 && usedBytes >= limitBytes;
}
