import { setTimeout as wait } from "node:timers/promises";

import { Fault, INSTALLATION_PREFIX } from "@billferry/contracts";
import { Cluster, Redis } from "ioredis";
import type { Logger } from "./log-words.ts";

import { readRedisAddress, type RedisAddress } from "./core/address.ts";
import { parseRedisInfo, tooOld, toRedisFault, troubleOf, unfitness, type RedisTrouble } from "./core/trouble.ts";
import { readGreeting } from "./greeting.ts";
import { joinWrites } from "./join-writes.ts";
import { connectorToPrimary } from "./primary-connector.ts";
import { repeat } from "./repeat.ts";

export type RedisConnection = Redis | Cluster;

const LONGEST_RECONNECT_MS = 2_000;
/** How often a connection that may only read asks whether it still reads from the primary. */
const ROLE_CHECK_MS = 5_000;
/** How long a server may be silent before it counts as away. */
const SILENCE_MS = 15_000;
const ASK_AGAIN_MS = 1_000;
const HURRIED_MS = 1_000;

/** The last error of a connection; forgotten when it is ready again. */
const troubles = new WeakMap<RedisConnection, RedisTrouble | { readonly kind: "other"; readonly text: string }>();

/**
 * Connects to Redis. Commands wait for a lost connection to come back (BullMQ needs that), and an outage is logged
 * twice: when it starts and when it is over, with its length. A server that has become a replica is left, and its name
 * is asked again, until a primary answers; so are connections that BullMQ opens beside this one.
 */
export function connectRedis(url: string, log: Logger): RedisConnection {
  const address = readRedisAddress(url);
  if (address.kind === "problem") throw new Fault("CONFIG_INVALID", `REDIS_URL:${address.problem}`);
  let downSince: number | undefined;
  const onTrouble = (trouble: RedisTrouble | undefined, text: string): void => {
    troubles.set(connection, trouble ?? { kind: "other", text });
    if (downSince !== undefined) return;
    downSince = performance.now();
    log.error({ event: "redis.down", error: text }, "Redis 连接中断,正在重连");
  };
  const connection = openConnection(address, (trouble) => onTrouble(trouble, trouble.text));
  connection.on("connect", () => troubles.delete(connection));
  connection.on("error", (error: Error) => {
    // It holds the command that was refused, which at sign-in is the password.
    delete (error as { command?: unknown }).command;
    onTrouble(troubleOf(error), error.message);
  });
  connection.on("ready", () => {
    // A database that is not there is told before "ready", and all would go into another one.
    if (troubles.get(connection)?.kind !== "refused") troubles.delete(connection);
    if (downSince === undefined) return;
    log.info({ event: "redis.up", downMs: Math.round(performance.now() - downSince) }, "Redis 连接已恢复");
    downSince = undefined;
  });
  if (connection instanceof Redis) watchRole(connection);
  if (connection instanceof Redis) joinWrites(connection);
  else connection.on("+node", joinWrites);
  return connection;
}

/** Waits until Redis answers; a Fault `REDIS_UNUSABLE` or `REDIS_BUSY` says why it does not in time. */
export async function pingRedis(connection: RedisConnection, timeoutMs: number): Promise<void> {
  await ask(connection, timeoutMs, async () => connection.ping());
}

/** Proves that Redis takes work right now: one small write, which a replica, a full disk or full memory refuses. */
export async function proveRedis(connection: RedisConnection, timeoutMs: number): Promise<void> {
  await ask(connection, timeoutMs, async () => connection.set(`${INSTALLATION_PREFIX}:probe`, "", "PX", 1_000));
}

/** Before anything of BullMQ's is opened, whose words are for programmers: a Fault names a version too old. */
export async function checkRedisVersion(connection: RedisConnection, timeoutMs: number): Promise<void> {
  refuse(tooOld(await readInfo(connection, timeoutMs)));
}

/** Too old a version and eviction are refused, a missing append-only file is reported. */
async function checkRedis(connection: RedisConnection, log: Logger): Promise<void> {
  const info = await readInfo(connection, SILENCE_MS);
  refuse(unfitness(info));
  if (info.isLoading) throw toRedisFault(new Error("LOADING"));
  if (info.isAppendOnly === false)
    log.warn({ event: "redis.not-durable" }, "Redis 未开启 appendonly,断电会丢失队列;建议设为 yes");
}

async function readInfo(connection: RedisConnection, timeoutMs: number) {
  return parseRedisInfo(await ask(connection, timeoutMs, async () => connection.info()));
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw new Fault("REDIS_UNUSABLE", problem);
}

/**
 * Waits at a service's start until Redis can do its work. What passes by itself (loading, busy, no more connections,
 * a failover) is waited out and said once a minute; what a person has to mend, and a server that is silent, ends it
 * with a Fault.
 */
export async function waitForRedis(connection: RedisConnection, log: Logger): Promise<void> {
  let toldAt = -Infinity;
  for (;;) {
    try {
      await checkRedis(connection, log);
      await proveRedis(connection, SILENCE_MS);
      return;
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== "REDIS_BUSY") throw error;
      if (performance.now() - toldAt > 60_000) {
        toldAt = performance.now();
        log.warn({ event: "redis.waiting", reason: error.message }, "Redis 暂时不能工作,等待其恢复");
      }
      await wait(ASK_AGAIN_MS);
    }
  }
}

/** One question with an end; whatever goes wrong becomes a Fault that says what it is. */
async function ask<Answer>(
  connection: RedisConnection,
  timeoutMs: number,
  question: () => Promise<Answer>,
): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => void explainSilence(connection, timeoutMs).then(reject), timeoutMs);
  try {
    const answer = await Promise.race([question(), promise]);
    const trouble = troubles.get(connection);
    if (trouble?.kind === "refused") throw new Fault("REDIS_UNUSABLE", trouble.text);
    return answer;
  } catch (error) {
    throw toRedisFault(error);
  } finally {
    clearTimeout(timer);
  }
}

async function explainSilence(connection: RedisConnection, timeoutMs: number): Promise<Fault> {
  const known = troubles.get(connection);
  // Whoever asks for readiness does not wait for an explanation.
  const isHurried = timeoutMs <= HURRIED_MS;
  const isKnown = known !== undefined && known.kind !== "other";
  const trouble = isKnown ? known : isHurried ? undefined : await readGreeting(connection);
  if (trouble) return new Fault(trouble.kind === "refused" ? "REDIS_UNUSABLE" : "REDIS_BUSY", trouble.text);
  const why = known === undefined ? "" : `(${known.text})`;
  return new Fault("REDIS_UNUSABLE", `Redis 在 ${timeoutMs} 毫秒内没有应答${why},请核对 REDIS_URL`);
}

/** A replica answers reads, and its answers grow old. */
function watchRole(connection: Redis): void {
  const check = async (): Promise<void> => {
    if (connection.status !== "ready") return;
    if (parseRedisInfo(await connection.info("replication")).isReplica) connection.disconnect(true);
  };
  const watch = repeat(check, { everyMs: ROLE_CHECK_MS, onError: () => undefined });
  connection.once("end", () => void watch.stop());
}

function openConnection(address: RedisAddress, onTrouble: (trouble: RedisTrouble) => void): RedisConnection {
  const shared = {
    maxRetriesPerRequest: null,
    retryStrategy: (times: number): number => Math.min(50 * 2 ** times, LONGEST_RECONNECT_MS) + Math.random() * 200,
    ...(address.username ? { username: address.username } : {}),
    ...(address.password ? { password: address.password } : {}),
    ...(address.isTls ? { tls: {} } : {}),
  };
  // 2: the command is sent again once a primary is found. It had no effect here.
  const reconnectOnError = (error: Error): 2 | false => {
    const trouble = troubleOf(error);
    if (trouble?.kind !== "moved") return false;
    onTrouble(trouble);
    return 2;
  };
  switch (address.kind) {
    case "single": {
      const { host, port, db } = address;
      return new Redis({ ...shared, host, port, db, reconnectOnError, Connector: connectorToPrimary(onTrouble) });
    }
    case "sentinel": {
      const { sentinels, masterName: name, db } = address;
      return new Redis({ ...shared, sentinels: [...sentinels], name, db, reconnectOnError });
    }
    case "cluster":
      // A cluster's client asks the nodes themselves who is who.
      return new Cluster([...address.nodes], { redisOptions: shared });
  }
}
