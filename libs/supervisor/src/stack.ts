import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { obtainRedis, ownMark, pickPort, type ObtainedRedis } from "@billferry/embedded-redis";
import type { Environment } from "@billferry/settings";
import getPort from "get-port";

import { StartRefused } from "./refusals.ts";
import { interrupted } from "./stop-signal.ts";
import {
  serviceEnvironment,
  watcherEnvironment,
  withoutAlerts,
  withoutVendors,
  yesterdayInKingdee,
  type SandboxAccess,
} from "./core/child-environment.ts";
import { toTrialSettings } from "./core/trial-settings.ts";
import { CACHE_DIR, dataDir } from "./places.ts";
import { keepChild, type Child } from "./child.ts";
import { migrateOwn } from "./migrate-own.ts";
import { shareOneLife } from "./one-life.ts";
import { watchRedis, type RedisWatch } from "./redis-watch.ts";
import { writeTrialFile } from "./trial-file.ts";

export interface StackOptions {
  readonly env: Environment;
  /** For everything that is written. */
  readonly folder: string;
  /** Given: used, and left running. Left out: a private one is started. */
  readonly redisUrl?: string | undefined;
  /** Whether Redis and the sandbox keep what they know for the next start. */
  readonly isPersistent: boolean;
  /** Undefined: real accounts. */
  readonly sandbox?: SandboxPlan | undefined;
  readonly services?: readonly ServiceName[];
  /** Undefined: no board. */
  readonly boardPort?: number | undefined;
  /** Whether the watcher runs, too: it comes last, and nobody waits for it. */
  readonly isWatched?: boolean;
  /** Ends a start that is under way. */
  readonly signal: AbortSignal;
  readonly onNotice: (line: string) => void;
}

export interface SandboxPlan {
  /** Settings of its own, by their names. */
  readonly settings: Environment;
  /** What the stand-in for Wangdiantong allows in a minute. */
  readonly callsPerMinute: number;
  /** 0 or left out: any that is free. */
  readonly port?: number;
  /** What the services are told of it. */
  readonly tell: (env: Environment, redisUrl: string, sandbox: RunningSandbox) => Environment;
}

type RunningSandbox = Pick<SandboxAccess, "url" | "startFrom">;

type ServiceName = "extractor" | "transformer" | "loader";
const SERVICES: readonly ServiceName[] = ["extractor", "transformer", "loader"];

export interface Stack {
  readonly redisUrl: string;
  /** The services'. */
  readonly env: Environment;
  readonly sandboxUrl: string | undefined;
  readonly boardUrl: string | undefined;
  /** Rejects when a part cannot run with these settings; never resolves. */
  readonly failed: Promise<never>;
  /** Ends all parts in the reverse order, Redis last. */
  readonly stop: () => Promise<void>;
}

type Failure = PromiseWithResolvers<never>;

interface Parts {
  readonly options: StackOptions;
  readonly start: (name: string, env: Environment, graceMs?: number) => Promise<Child>;
  /** What ends the started parts, oldest first. */
  readonly stops: (() => Promise<void> | void)[];
  /** Waits for a promise, but no longer than until the start has failed or was interrupted. */
  readonly unlessEnded: <Result>(work: Promise<Result>) => Promise<Result>;
}

// Together below ten seconds: one Ctrl+C may not take longer.
const SERVICE_GRACE_MS = 4_000;
const SANDBOX_GRACE_MS = 1_500;

/** Starts Redis, the sandbox where asked for, the services and the board, in this order. */
export async function startStack(given: StackOptions): Promise<Stack> {
  const options = { ...given, env: withPlaces(given.env) };
  const failure: Failure = Promise.withResolvers<never>();
  failure.promise.catch(() => undefined);
  const stops: Parts["stops"] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  const ended = Promise.race([failure.promise, interrupted(options.signal)]);
  ended.catch(() => undefined);
  const unlessEnded = async <Result>(work: Promise<Result>): Promise<Result> => Promise.race([work, ended]);
  try {
    const redis = await obtain(options, unlessEnded);
    stops.push(redis.stop);
    const watch = watchRedis(redis.url, options.onNotice);
    stops.push(watch.stop);
    if (options.redisUrl === undefined) await unlessEnded(migrateOwn(redis.url, options.onNotice));
    const start: Parts["start"] = async (name, env, graceMs = SERVICE_GRACE_MS) =>
      startChild({ options, failure, watch }, { name, env, graceMs });
    const parts: Parts = { options, start, stops, unlessEnded };
    const sandbox = options.sandbox && (await startSandbox(parts, options.sandbox));
    const env =
      sandbox && options.sandbox
        ? options.sandbox.tell(withoutAlerts(options.env), redis.url, sandbox)
        : serviceEnvironment(withoutAlerts(options.env), redis.url, undefined);
    if (sandbox && options.isPersistent) {
      await unlessEnded(shareOneLife({ ...options, env, redisUrl: redis.url }));
      stops.push(await writeTrialFile(options.folder, toTrialSettings(env, redis.url, await ownMark())));
    }
    const children: Child[] = [];
    // Stopped in parallel.
    stops.push(async () => void (await Promise.all(children.map(async (each) => each.stop()))));
    const board = options.boardPort === undefined ? undefined : await startBoard(parts, env);
    if (board) children.push(board.child);
    for (const name of options.services ?? SERVICES) children.push(await start(name, env));
    await unlessEnded(Promise.all(children.map(async (each) => each.ready)));
    // For the board's errands; nobody waits for it, and it takes nothing from the start of the others.
    if (board) children.push(await start("clerk", env));
    if (options.isWatched) children.push(await start("watcher", watcherEnvironment(env, options.env)));
    return { redisUrl: redis.url, env, sandboxUrl: sandbox?.url, boardUrl: board?.url, failed: failure.promise, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What is kept stands with the data, whatever folder a run writes to: the tables that hold are the same. */
function withPlaces(env: Environment): Environment {
  return { ...env, TABLES_DIR: env["TABLES_DIR"] || join(dataDir(env), "tables") };
}

/** A part that comes up after the start was given up is stopped again. */
async function obtain(options: StackOptions, unlessEnded: Parts["unlessEnded"]): Promise<ObtainedRedis> {
  const coming = obtainRedis({
    redisUrl: options.redisUrl,
    dataDir: join(options.folder, "redis"),
    cacheDir: CACHE_DIR,
    persistent: options.isPersistent,
    onChoice: options.onNotice,
  });
  try {
    return await unlessEnded(coming);
  } catch (error) {
    void coming.then(
      async (redis) => redis.stop(),
      () => undefined,
    );
    throw error;
  }
}

async function startChild(
  { options: { folder, onNotice }, failure, watch }: { options: StackOptions; failure: Failure; watch: RedisWatch },
  { name, env, graceMs }: { name: string; env: Environment; graceMs: number },
): Promise<Child> {
  return keepChild(
    { name, script: `services/${name}/src/main.ts`, env, graceMs, logFile: join(folder, "logs", `${name}.log`) },
    {
      onNotice,
      isExcused: watch.wasAway,
      // Each service puts its name before its problems; it is shown once.
      onHopeless: (_name, words) =>
        failure.reject(new StartRefused(`${name} 无法启动:${words.replace(`${name}: `, "")}`)),
    },
  );
}

async function startSandbox(
  { options, start, stops, unlessEnded }: Parts,
  { settings, callsPerMinute, port: wanted = 0 }: SandboxPlan,
): Promise<RunningSandbox> {
  const { folder, isPersistent } = options;
  // A port of its own choosing would change with a restart, and the services know it by its address.
  const port = wanted === 0 ? await pickPort() : await getPort({ host: "127.0.0.1", port: wanted });
  if (wanted !== 0 && port !== wanted) options.onNotice(`端口 ${wanted} 已被占用,沙箱改用 ${port}`);
  const env = {
    ...options.env,
    SANDBOX_HOST: "127.0.0.1",
    SANDBOX_PORT: String(port),
    SANDBOX_DATA: isPersistent ? join(folder, "sandbox") : "",
    SANDBOX_CALLS_PER_MINUTE: String(callsPerMinute),
    ...settings,
  };
  const child = await start("sandbox", env, SANDBOX_GRACE_MS);
  stops.push(child.stop);
  await unlessEnded(child.ready);
  const startFrom = isPersistent ? await rememberStart(folder) : yesterdayInKingdee(Date.now());
  return { url: `http://127.0.0.1:${port}`, startFrom };
}

/** The go-live moment of a folder stays what it was when its bills were made, on whatever day it is started again. */
async function rememberStart(folder: string): Promise<string> {
  const file = join(folder, "start-from.txt");
  const known = await readFile(file, "utf8").catch(() => "");
  if (known.trim() !== "") return known.trim();
  const startFrom = yesterdayInKingdee(Date.now());
  await writeFile(file, `${startFrom}\n`);
  return startFrom;
}

async function startBoard({ options, start }: Parts, env: Environment): Promise<{ child: Child; url: string }> {
  const wanted = options.boardPort ?? 0;
  const host = env["BOARD_HOST"] || "127.0.0.1";
  const port = await getPort({ host, ...(wanted > 0 ? { port: wanted } : {}) });
  if (wanted > 0 && port !== wanted) options.onNotice(`端口 ${wanted} 已被占用,看板改用 ${port}`);
  const audit = { AUDIT_DIR: env["AUDIT_DIR"] || join(options.folder, "audit") };
  const child = await start("board", { ...withoutVendors(env), BOARD_HOST: host, BOARD_PORT: String(port), ...audit });
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return { child, url: `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}` };
}
