import { Fault } from "@billferry/contracts";
import { Cluster, Redis } from "ioredis";
import type { Logger } from "pino";

import { parseRedisAddress, type RedisAddress } from "./core/redis-address.ts";

export type RedisConnection = Redis | Cluster;

/**
 * Connects to Redis. Commands wait for a lost connection to come back (BullMQ needs that), and an outage is logged
 * twice: when it starts and when it is over, with its length.
 */
export function connectRedis(url: string, log: Logger): RedisConnection {
  const address = parseRedisAddress(url);
  if (!address) {
    throw new Fault(
      "CONFIG_INVALID",
      "REDIS_URL:应为 redis://、rediss://、redis+sentinel://h1:26379,h2:26379/mymaster 或 redis+cluster://h1:7000,h2:7001",
    );
  }
  const connection = openConnection(address);
  let downSince: number | undefined;
  connection.on("error", (error: Error) => {
    if (downSince !== undefined) return;
    downSince = performance.now();
    log.error({ event: "redis.down", error: error.message }, "Redis 连接中断,正在重连");
  });
  connection.on("ready", () => {
    if (downSince === undefined) return;
    log.info({ event: "redis.up", downMs: Math.round(performance.now() - downSince) }, "Redis 连接已恢复");
    downSince = undefined;
  });
  return connection;
}

/** Waits until Redis answers; a Fault `REDIS_UNUSABLE` names the address when it does not in time. */
export async function pingRedis(connection: RedisConnection, timeoutMs: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Fault("REDIS_UNUSABLE", `Redis 在 ${timeoutMs} 毫秒内没有应答,请核对 REDIS_URL`)),
    timeoutMs,
  );
  try {
    await Promise.race([connection.ping(), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a durable queue needs of its Redis; eviction is refused, a missing append-only file is reported. */
export async function checkRedis(connection: RedisConnection, log: Logger): Promise<void> {
  const policy = await readConfig(connection, "maxmemory-policy");
  if (policy !== undefined && policy !== "noeviction") {
    throw new Fault("REDIS_UNUSABLE", `maxmemory-policy 为 ${policy},会静默丢弃任务;请改为 noeviction`);
  }
  const appendOnly = await readConfig(connection, "appendonly");
  if (appendOnly === "no")
    log.warn({ event: "redis.not-durable" }, "Redis 未开启 appendonly,断电会丢失队列;建议设为 yes");
}

async function readConfig(connection: RedisConnection, name: string): Promise<string | undefined> {
  try {
    const reply = await connection.config("GET", name);
    return reply[1];
  } catch {
    // Managed servers forbid CONFIG; then nobody here can know.
    return undefined;
  }
}

function openConnection(address: RedisAddress): RedisConnection {
  const shared = {
    maxRetriesPerRequest: null,
    ...(address.username ? { username: address.username } : {}),
    ...(address.password ? { password: address.password } : {}),
    ...(address.isTls ? { tls: {} } : {}),
  };
  switch (address.kind) {
    case "single":
      return new Redis({ ...shared, host: address.host, port: address.port, db: address.db });
    case "sentinel":
      return new Redis({ ...shared, sentinels: [...address.sentinels], name: address.masterName, db: address.db });
    case "cluster":
      return new Cluster([...address.nodes], { redisOptions: shared });
  }
}
