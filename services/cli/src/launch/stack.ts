import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { obtainRedis } from "@billferry/embedded-redis";
import { SANDBOX_CREDENTIALS } from "@billferry/sandbox";
import getPort from "get-port";

import { CommandEnd, EXIT } from "../command-end.ts";
import {
  serviceEnvironment,
  yesterdayInKingdee,
  type Environment,
  type SandboxAccess,
} from "../core/child-environment.ts";
import { toTrialSettings } from "../core/trial-settings.ts";
import { CACHE_DIR } from "../places.ts";
import { indent, keepChild, type Child } from "./child.ts";
import { writeTrialFile } from "./trial-file.ts";

export interface StackOptions {
  readonly env: Environment;
  /** Everything that is written goes here. */
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
  /** Ends a start that is under way. */
  readonly signal: AbortSignal;
  readonly onNotice: (line: string) => void;
}

export interface SandboxPlan {
  /** Settings of its own, by their names. */
  readonly settings: Environment;
  /** What the stand-in for Wangdiantong allows in a minute. */
  readonly callsPerMinute: number;
  /** What the services are told of it; left out: that it stands for both vendors. */
  readonly tell?: (env: Environment, redisUrl: string, sandboxUrl: string) => Environment;
}

type ServiceName = "extractor" | "transformer" | "loader";
const SERVICES: readonly ServiceName[] = ["extractor", "transformer", "loader"];

export interface Stack {
  readonly redisUrl: string;
  /** What the services were told. */
  readonly env: Environment;
  readonly sandboxUrl: string | undefined;
  readonly boardUrl: string | undefined;
  /** Rejects when a part can not run with these settings; never resolves. */
  readonly failed: Promise<never>;
  /** Ends all parts in the reverse order, Redis last. */
  readonly stop: () => Promise<void>;
}

type Failure = PromiseWithResolvers<never>;

/** Starts Redis, the sandbox where asked for, the services and the board, in this order. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const failure: Failure = Promise.withResolvers<never>();
  failure.promise.catch(() => undefined);
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  try {
    const redis = await obtainRedis({
      redisUrl: options.redisUrl,
      dataDir: join(options.folder, "redis"),
      cacheDir: CACHE_DIR,
      persistent: options.isPersistent,
      onChoice: options.onNotice,
    });
    stops.push(redis.stop);
    const start = async (name: string, env: Environment): Promise<Child> => startChild(options, failure, { name, env });
    const sandbox = options.sandbox && (await startSandbox(options, options.sandbox, start));
    if (sandbox) stops.push(sandbox.child.stop);
    const env =
      sandbox && options.sandbox?.tell
        ? options.sandbox.tell(options.env, redis.url, sandbox.access.url)
        : serviceEnvironment(options.env, redis.url, sandbox?.access);
    if (sandbox && options.isPersistent)
      stops.push(await writeTrialFile(options.folder, toTrialSettings(env, redis.url, process.pid)));
    const board = options.boardPort === undefined ? undefined : await startBoard(options, env, start);
    const children = await Promise.all((options.services ?? SERVICES).map(async (name) => start(name, env)));
    stops.push(
      async () =>
        void (await Promise.all([...children, ...(board ? [board.child] : [])].map(async (each) => each.stop()))),
    );
    await Promise.race([
      Promise.all([...children, ...(board ? [board.child] : [])].map(async (each) => each.ready)),
      failure.promise,
      interrupted(options.signal),
    ]);
    return {
      redisUrl: redis.url,
      env,
      sandboxUrl: sandbox?.access.url,
      boardUrl: board?.url,
      failed: failure.promise,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function interrupted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, "abort");
  throw new CommandEnd(EXIT.interrupted, "已中断");
}

type Start = (name: string, env: Environment) => Promise<Child>;

async function startChild(
  { folder, onNotice }: StackOptions,
  failure: Failure,
  { name, env }: { name: string; env: Environment },
): Promise<Child> {
  return keepChild(
    { name, script: `services/${name}/src/main.ts`, env, logFile: join(folder, "logs", `${name}.log`) },
    {
      onNotice,
      onHopeless: (_name, lastLines) =>
        failure.reject(new CommandEnd(EXIT.usage, `${name} 无法启动:\n${indent(lastLines)}`)),
    },
  );
}

async function startSandbox(
  options: StackOptions,
  { settings, callsPerMinute }: SandboxPlan,
  start: Start,
): Promise<{ child: Child; access: SandboxAccess }> {
  const { folder, isPersistent } = options;
  // A port of its own choosing would change with a restart, and the services know it by its address.
  const port = await getPort({ host: "127.0.0.1" });
  const child = await start("sandbox", {
    ...options.env,
    SANDBOX_HOST: "127.0.0.1",
    SANDBOX_PORT: String(port),
    SANDBOX_DATA: isPersistent ? join(folder, "sandbox") : "",
    SANDBOX_CALLS_PER_MINUTE: String(callsPerMinute),
    ...settings,
  });
  await child.ready;
  const startFrom = isPersistent ? await rememberStart(folder) : yesterdayInKingdee(Date.now());
  const access = {
    url: `http://127.0.0.1:${port}`,
    ...SANDBOX_CREDENTIALS,
    callsPerMinute,
    startFrom,
  };
  return { child, access };
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

async function startBoard(
  options: StackOptions,
  env: Environment,
  start: Start,
): Promise<{ child: Child; url: string }> {
  const wanted = options.boardPort ?? 0;
  const host = env["BOARD_HOST"] || "127.0.0.1";
  const port = await getPort({ host, ...(wanted > 0 ? { port: wanted } : {}) });
  if (wanted > 0 && port !== wanted) options.onNotice(`端口 ${wanted} 已被占用,看板改用 ${port}`);
  const child = await start("board", { ...env, BOARD_HOST: host, BOARD_PORT: String(port) });
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return { child, url: `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}/queues` };
}
