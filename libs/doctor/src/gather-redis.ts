import { Ledger } from "@billferry/ledger";
import { redisNowMs, type RedisConnection } from "@billferry/redis";

import type { RedisFacts, RedisServer } from "./core/diagnose-redis.ts";
import type { Known } from "./core/diagnose.ts";
import { after } from "./attempt.ts";

const SERVER_LIMIT_MS = 5_000;
/** A ledger of millions of bills takes longer; `billferry repair` has all the time. */
const STATE_LIMIT_MS = 30_000;

export async function gatherRedis(
  redis: Known<RedisConnection>,
  context: { readonly scheme: string; readonly nowMs: () => number },
): Promise<RedisFacts> {
  const read = await after(redis, "redis.reachable", async (connection) =>
    within(SERVER_LIMIT_MS, readServer(connection, context.nowMs)),
  );
  const state = await after(redis, "redis.reachable", async (connection) =>
    within(STATE_LIMIT_MS, new Ledger(connection, context.scheme).keeping.inspect()),
  );
  return { server: redis.kind === "failed" ? redis : read, state };
}

async function readServer(redis: RedisConnection, nowMs: () => number): Promise<RedisServer> {
  const [server, persistence, memory] = await Promise.all(
    ["server", "persistence", "memory"].map(async (section) => parseInfo(await redis.info(section))),
  );
  const askedAtMs = nowMs();
  const toldMs = await redisNowMs(redis);
  const answeredAtMs = nowMs();
  return {
    version: server?.get("redis_version") ?? "0",
    evictionPolicy: memory?.get("maxmemory_policy"),
    isAppendOnly: toFlag(persistence?.get("aof_enabled")),
    failedWrites: findFailedWrites(persistence ?? new Map()),
    usedBytes: Number(memory?.get("used_memory") ?? 0),
    limitBytes: Number(memory?.get("maxmemory") ?? 0),
    systemBytes: Number(memory?.get("total_system_memory") ?? 0),
    clockOffsetMs: toldMs - (askedAtMs + answeredAtMs) / 2,
  };
}

function parseInfo(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(":");
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1)] as const] : [];
    }),
  );
}

function toFlag(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text === "1";
}

function findFailedWrites(persistence: ReadonlyMap<string, string>): readonly string[] {
  const writes = {
    aof: "aof_last_write_status",
    "aof-rewrite": "aof_last_bgrewrite_status",
    rdb: "rdb_last_bgsave_status",
  };
  return Object.entries(writes).flatMap(([name, key]) => (persistence.get(key) === "err" ? [name] : []));
}

async function within<Value>(limitMs: number, work: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Redis 在 ${limitMs / 1_000} 秒内没有应答完毕`)), limitMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
