import { existsSync } from "node:fs";
import { join } from "node:path";

import { findRunning, obtainRedis } from "@billferry/embedded-redis";
import { refuseFormerState } from "@billferry/ledger";
import {
  checkRedisVersion,
  connectRedis,
  describeRedisAddress,
  pingRedis,
  refusalOf,
  type RedisConnection,
} from "@billferry/redis";
import { createLogger, type Logger } from "@billferry/runtime";
import { readSecretFiles, type Environment } from "@billferry/settings";
import { applyTrialSettings, lockFolder, readTrialFile, CACHE_DIR, dataDir } from "@billferry/supervisor";

import { CommandEnd, EXIT } from "./command-end.ts";
import { knownSchemes } from "./schemes.ts";
import { say } from "./say.ts";

const ANSWER_LIMIT_MS = 3_000;

/**
 * Runs `act` on the Redis of `REDIS_URL`, else on the private one that `npm start` is running, with the environment
 * that goes with it: the caller's, with the accounts of a trial that runs there. Ends the command with exit code 3
 * where there is no Redis, or it does not answer within three seconds.
 */
export async function withRedis<Result>(act: RedisAct<Result>): Promise<Result> {
  return actOn(await findRedisUrl(process.env), act);
}

/** Whether a command does with the state of an older version; others are refused there, and told what to do. */
type StateWanted = "current" | "any";

/**
 * As above, and where no `npm start` runs on the data of this folder, its Redis is started for as long as `act` takes.
 */
export async function withStoredRedis<Result>(act: RedisAct<Result>, state: StateWanted = "current"): Promise<Result> {
  const folder = dataDir(process.env);
  const ownData = join(folder, "redis");
  if (!existsSync(ownData) || (await isSomewhere(process.env)))
    return actOn(await findRedisUrl(process.env), act, state);
  const unlock = await lockFolder(folder);
  try {
    const place = { dataDir: ownData, cacheDir: CACHE_DIR };
    const redis = await obtainRedis({ ...place, persistent: true, onChoice: () => undefined });
    try {
      return await actOn(redis.url, act, state);
    } finally {
      await redis.stop();
    }
  } finally {
    await unlock();
  }
}

type RedisAct<Result> = (redis: RedisConnection, log: Logger, env: Environment) => Promise<Result>;

async function actOn<Result>(url: string, act: RedisAct<Result>, state: StateWanted = "current"): Promise<Result> {
  const log = createLogger({ name: "billferry", level: "silent", version: "0.1.0" });
  const redis = connectRedis(url, log);
  try {
    await pingRedis(redis, ANSWER_LIMIT_MS)
      .then(async () => checkRedisVersion(redis, ANSWER_LIMIT_MS))
      .catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        // One that refuses its work answers all the same.
        const address = `Redis(${describeRedisAddress(url)})`;
        const words =
          refusalOf(cause) === undefined
            ? say({ zh: `无法连接 ${address}:${reason}`, en: `cannot connect to ${address}: ${reason}` })
            : say({ zh: `${address}暂不工作:${reason}`, en: `${address} does not work at present: ${reason}` });
        throw new CommandEnd(EXIT.unreachable, words, { cause });
      });
    const env = await ownEnvironment(url);
    if (state === "current") await refuseFormerState(redis, knownSchemes(env));
    return await act(redis, log, env);
  } finally {
    redis.disconnect();
  }
}

/** The connection to Redis, or why it cannot be used. */
type FoundRedis = { readonly redis: RedisConnection } | { readonly reason: string };

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
      await refuseFormerState(redis, knownSchemes(env));
      return { redis };
    })().catch((error: unknown) => ({ reason: error instanceof Error ? error.message : String(error) }));
    return await act(found, log, env);
  } finally {
    redis?.disconnect();
  }
}

/** Gives up when Redis falls silent half way: a connection of ours would wait for it for ever. */
export async function withinSeconds<Result>(seconds: number, work: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = new CommandEnd(
    EXIT.unreachable,
    say({ zh: `Redis 在 ${seconds} 秒内没有应答完毕`, en: `Redis did not answer in full within ${seconds} seconds` }),
  );
  const timer = setTimeout(() => reject(late), seconds * 1_000);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function ownEnvironment(redisUrl: string): Promise<Environment> {
  return applyTrialSettings(readSecretFiles(process.env), await readTrialFile(dataDir(process.env)), redisUrl);
}

async function isSomewhere(env: NodeJS.ProcessEnv): Promise<boolean> {
  return Boolean(readSecretFiles(env)["REDIS_URL"]) || (await findRunning(join(dataDir(env), "redis"))).kind !== "none";
}

async function findRedisUrl(env: NodeJS.ProcessEnv): Promise<string> {
  const given = readSecretFiles(env)["REDIS_URL"];
  if (given) return given;
  const running = await findRunning(join(dataDir(env), "redis"));
  if (running.kind === "serving") return running.url;
  throw new CommandEnd(
    EXIT.unreachable,
    running.kind === "silent"
      ? say({
          zh: `npm start 正在运行(进程 ${running.ownerPid}),但它的 Redis 没有应答:正在重新启动或载入数据 → 稍后再试;一直如此时看 npm start 显示的原因`,
          en: `npm start is running (process ${running.ownerPid}), but its Redis does not answer: it restarts or loads its data → try again later; if it stays so, see the reason that npm start shows`,
        })
      : say({
          zh: "没有可用的 Redis:未设置 REDIS_URL,本目录也没有正在运行的 npm start → 设置 REDIS_URL,或先运行 npm start",
          en: "there is no Redis: REDIS_URL is not set, and no npm start runs in this folder → set REDIS_URL, or run npm start first",
        }),
  );
}
