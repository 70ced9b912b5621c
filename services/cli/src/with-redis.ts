import { join } from "node:path";

import { findRunning } from "@billferry/embedded-redis";
import {
  checkRedisVersion,
  connectRedis,
  createLogger,
  describeRedisAddress,
  pingRedis,
  readSecretFiles,
  type Environment,
  type Logger,
  type RedisConnection,
} from "@billferry/runtime";

import { CommandEnd, EXIT } from "./command-end.ts";
import { applyTrialSettings } from "./core/trial-settings.ts";
import { readTrialFile } from "./launch/trial-file.ts";
import { dataDir } from "./places.ts";

const ANSWER_LIMIT_MS = 3_000;

/**
 * Runs `act` on the Redis of `REDIS_URL`, else on the private one that `npm start` is running, with the environment that
 * goes with it: the caller's, with the accounts of a trial that runs there. Ends the command with exit code 3 where there
 * is no Redis, or it does not answer within three seconds.
 */
export async function withRedis<Result>(
  act: (redis: RedisConnection, log: Logger, env: Environment) => Promise<Result>,
): Promise<Result> {
  const url = await findRedisUrl(process.env);
  const log = createLogger({ name: "billferry", level: "silent", version: "0.1.0" });
  const redis = connectRedis(url, log);
  try {
    await pingRedis(redis, ANSWER_LIMIT_MS)
      .then(async () => checkRedisVersion(redis, ANSWER_LIMIT_MS))
      .catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new CommandEnd(EXIT.unreachable, `无法连接 Redis(${describeRedisAddress(url)}):${reason}`, { cause });
      });
    return await act(redis, log, await ownEnvironment(url));
  } finally {
    redis.disconnect();
  }
}

/** What there is of Redis: its connection, or the reason why it can not be used. */
export type FoundRedis = { readonly redis: RedisConnection } | { readonly reason: string };

/** As `withRedis`, for a command that has something to say without a Redis, too. */
export async function withFoundRedis<Result>(
  act: (found: FoundRedis, log: Logger, env: Environment) => Promise<Result>,
): Promise<Result> {
  const log = createLogger({ name: "billferry", level: "silent", version: "0.1.0" });
  let redis: RedisConnection | undefined;
  let env = readSecretFiles(process.env);
  try {
    const found = await (async (): Promise<FoundRedis> => {
      const url = await findRedisUrl(process.env);
      env = await ownEnvironment(url);
      redis = connectRedis(url, log);
      await pingRedis(redis, ANSWER_LIMIT_MS);
      return { redis };
    })().catch((error: unknown) => ({ reason: error instanceof Error ? error.message : String(error) }));
    return await act(found, log, env);
  } finally {
    redis?.disconnect();
  }
}

/** Gives up where Redis falls silent in the middle: a connection of ours would wait for it for ever. */
export async function withinSeconds<Result>(seconds: number, work: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new CommandEnd(EXIT.unreachable, `Redis 在 ${seconds} 秒内没有应答完毕`)),
    seconds * 1_000,
  );
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function ownEnvironment(redisUrl: string): Promise<Environment> {
  return applyTrialSettings(readSecretFiles(process.env), await readTrialFile(dataDir(process.env)), redisUrl);
}

async function findRedisUrl(env: NodeJS.ProcessEnv): Promise<string> {
  const given = readSecretFiles(env)["REDIS_URL"];
  const url = given || (await findRunning(join(dataDir(env), "redis")));
  if (url === undefined)
    throw new CommandEnd(
      EXIT.unreachable,
      "没有可用的 Redis:未设置 REDIS_URL,本目录也没有正在运行的 npm start → 设置 REDIS_URL,或先运行 npm start",
    );
  return url;
}
