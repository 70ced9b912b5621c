import { join } from "node:path";

import {
  startSandbox,
  type RunningSandbox,
  type SandboxAccount,
  type SandboxOptions,
  type Summary,
} from "@billferry/sandbox";
import { startRedis, type TestRedis } from "@billferry/testing";
import { execa, type ResultPromise } from "execa";
import { onTestFinished } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

export type ServiceName = "extractor" | "transformer" | "loader" | "clerk" | "watcher";
export type Environment = Record<string, string>;

export interface Process {
  readonly name: ServiceName | "board";
  /** It has started: from then on a stop is a graceful one. */
  readonly ready: Promise<void>;
  isRunning(): boolean;
  /** All that it has written so far. */
  written(): string;
  readonly pid: number;
  /** The process dies at once, as in a power cut. */
  kill(): Promise<void>;
  /** Asks it to stop, and gives back its exit code. */
  stop(): Promise<number | undefined>;
}

/** One account of the sandbox, from behind. */
export interface Account {
  readonly controlUrl: string;
  /** The judge: counted from the sandbox's own ledger, never from ours. */
  summary(): Promise<Summary>;
  untilPresent(orders: number): Promise<void>;
  control(path: string, body: object): Promise<void>;
  clearFaults(): Promise<void>;
}

interface SchemeStatus {
  readonly idle: boolean;
  readonly held: number;
  readonly delivered: number;
  readonly reasons: readonly string[];
}

/** Three services between a sandbox and some Redis. As an account it is `main`. */
export interface Services extends Account {
  /** A further account of `SandboxOptions.accounts`; the services know its settings. */
  account(name: string): Account;
  /** `prefix`: what to put before the command. */
  start(name: ServiceName | "board", environment?: Environment, prefix?: readonly string[]): Process;
  /** Runs `billferry` against this stack, vendors and all. */
  cli(...args: readonly string[]): Promise<{ stdout: string; stderr: string; exitCode: number }>;
  /** What `billferry status --json` says of a scheme; where but one runs, it need not be named. */
  status(scheme?: string): Promise<SchemeStatus>;
  untilIdle(scheme?: string): Promise<void>;
}

export interface Stack extends Services {
  readonly redis: TestRedis;
}

/** The three services alone, as their users start them, between a sandbox and a private Redis. */
export async function startStack(sandboxOptions: SandboxOptions, environment: Environment = {}): Promise<Stack> {
  const redis = await startRedis({ persistent: true });
  // What is registered first is done last.
  onTestFinished(async () => redis.stop());
  const services = await startServices(sandboxOptions, { REDIS_URL: redis.url, ...environment });
  return { redis, ...services };
}

/** The same, with the Redis of the environment. */
export async function startServices(
  sandboxOptions: SandboxOptions,
  environment: Environment & { readonly REDIS_URL: string },
): Promise<Services> {
  const sandbox = await startSandbox({ callsPerMinute: 100_000, ...sandboxOptions });
  const running = new Set<ResultPromise>();
  onTestFinished(async () => {
    for (const child of running) child.kill("SIGKILL");
    await Promise.allSettled(running);
    await sandbox.stop();
  });
  const env = { ...baseEnvironment(sandbox, sandboxOptions.accounts), ...environment };
  const status = async (scheme?: string) => {
    const choice = scheme === undefined ? [] : ["--scheme", scheme];
    return JSON.parse((await runCli(["status", "--json", ...choice], env)).stdout) as SchemeStatus;
  };
  return {
    ...openAccount(sandbox.controlUrl),
    account: (name) => openAccount(sandbox.account(name).controlUrl),
    start: (name, own = {}, prefix = []) => startService(name, { env: { ...env, ...own }, prefix }, running),
    cli: async (...args) => runCli(args, env),
    status,
    untilIdle: async (scheme) => until(async () => (await status(scheme)).idle, "nothing is left to do"),
  };
}

function openAccount(controlUrl: string): Account {
  const summary = async (): Promise<Summary> => (await (await fetch(`${controlUrl}summary`)).json()) as Summary;
  const send = async (path: string, request: RequestInit): Promise<void> => {
    const answer = await fetch(`${controlUrl}${path}`, request);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  return {
    controlUrl,
    summary,
    untilPresent: async (orders) =>
      until(async () => (await summary()).present >= orders, `${orders} orders are present`),
    control: async (path, body) => send(path, { method: "POST", body: JSON.stringify(body) }),
    clearFaults: async () => send("faults", { method: "DELETE" }),
  };
}

/** Runs the command line as a user would; never throws for an exit code. */
export async function runCli(
  args: readonly string[],
  env: Environment,
): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  const launcher = join(ROOT, "services/cli/bin/billferry.js");
  const result = await execa(process.execPath, [launcher, ...args], {
    env: { ENV_FILE: "/dev/null", ...env },
    cwd: ROOT,
    reject: false,
    stdin: "ignore",
  });
  return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode ?? 1 };
}

/** Runs one service until it ends by itself. */
export async function runService(name: ServiceName, env: Environment): Promise<{ stderr: string; exitCode: number }> {
  const result = await execa(process.execPath, [mainOf(name)], { env, extendEnv: false, cwd: ROOT, reject: false });
  return { stderr: result.stderr, exitCode: result.exitCode ?? 1 };
}

function startService(
  name: ServiceName | "board",
  { env, prefix }: { readonly env: Environment; readonly prefix: readonly string[] },
  running: Set<ResultPromise>,
): Process {
  const [program, ...args] = [...prefix, process.execPath, mainOf(name)];
  const child = execa(program, args, {
    env,
    cwd: ROOT,
    reject: false,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
    buffer: false,
  }) as unknown as ResultPromise;
  running.add(child);
  let isRunning = true;
  void child.then(() => (isRunning = false));
  const ready = Promise.withResolvers<void>();
  // Read to the end: a pipe that nobody empties would hold up the service.
  const chunks: Buffer[] = [];
  child.stderr?.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    if (process.env["SHOW_LOGS"]) process.stderr.write(chunk);
    if (chunk.includes("service.ready")) ready.resolve();
  });
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<number | undefined> => {
    child.kill(signal);
    const { exitCode } = await child;
    running.delete(child);
    return exitCode;
  };
  return {
    name,
    ready: ready.promise,
    isRunning: () => isRunning,
    written: () => Buffer.concat(chunks).toString(),
    pid: child.pid ?? 0,
    kill: async () => void (await end("SIGKILL")),
    stop: async () => end("SIGTERM"),
  };
}

function mainOf(name: ServiceName | "board"): string {
  return join(ROOT, "services", name, "src/main.ts");
}

function baseEnvironment(sandbox: RunningSandbox, accounts: readonly string[] = []): Environment {
  const further = accounts.filter((name) => name !== "main");
  return {
    ...vendorEnvironment(sandbox),
    ...Object.assign({}, ...further.map((name) => ofAccount(vendorEnvironment(sandbox.account(name)), name))),
    SYNC_EVERY: "1s",
    START_FROM: new Date(Date.now() - 2 * 86_400_000).toISOString(),
    LOG_LEVEL: "info",
  };
}

function vendorEnvironment({ credentials, kingdeeUrl, wangdiantongUrl }: SandboxAccount): Environment {
  const { kingdee, wangdiantong } = credentials;
  return {
    KINGDEE_URL: kingdeeUrl,
    KINGDEE_ACCOUNT: kingdee.account,
    KINGDEE_USER: kingdee.user,
    KINGDEE_APP_ID: kingdee.appId,
    KINGDEE_APP_SECRET: kingdee.appSecret,
    KINGDEE_PASSWORD: kingdee.password,
    WDT_URL: wangdiantongUrl,
    WDT_SID: wangdiantong.sid,
    WDT_APPKEY: wangdiantong.appkey,
    WDT_APPSECRET: wangdiantong.appsecret,
    WDT_CALLS_PER_MINUTE: "100000",
  };
}

/** `WDT_SID` is `WDT_SHOP2_SID` for the account shop2 (docs/configuration.md). */
function ofAccount(environment: Environment, account: string): Environment {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name.replace("_", `_${account.toUpperCase()}_`), value]),
  );
}

const LIMIT_MS = 120_000;

/** Asks again until it is so; real processes and real servers have no event of ours to wait for. */
async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`gave up waiting until ${what}`);
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, 100);
    await promise;
  }
}
