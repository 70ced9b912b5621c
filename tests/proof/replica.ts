import { createWriteStream } from "node:fs";
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { diesWithParent } from "@billferry/embedded-redis";
import { startFaultProxy, type FaultProxy } from "@billferry/testing";

import { becomes, within } from "./patience.ts";

const ROOT = join(import.meta.dirname, "..", "..");
/** As docker's restart policy: a process that has ended is started again after this long. */
const RESTART_MS = 500;

export type ServiceName = "extractor" | "transformer" | "loader";
export type Environment = Readonly<Record<string, string>>;

export interface ReplicaOptions {
  readonly service: ServiceName;
  readonly name: string;
  readonly redisPort: number;
  readonly env: Environment;
  /** Arguments of node itself (`--import`, `--max-old-space-size`). */
  readonly nodeArgs?: readonly string[];
  readonly logFolder: string;
}

/**
 * One replica of a service as its users start it, behind a proxy of its own to Redis, and looked after as by docker.
 */
export interface Replica {
  readonly service: ServiceName;
  readonly name: string;
  readonly proxy: FaultProxy;
  readonly pid: () => number | undefined;
  /** How often its process ended, and with what code or signal last. */
  readonly deaths: () => number;
  readonly lastEnd: () => number | NodeJS.Signals | null;
  /** What it told a person last, outside its log. */
  readonly lastWords: () => string;
  /** SIGKILL at once; settles when the process is gone. It is started again. */
  readonly kill: () => Promise<void>;
  readonly signal: (name: "SIGSTOP" | "SIGCONT") => void;
  /** SIGTERM, and it stays down; its exit code. */
  readonly stop: () => Promise<number | null>;
  readonly start: () => void;
  readonly untilReady: () => Promise<boolean>;
  /** What its readiness says right now; undefined where nobody answers. */
  readonly isReady: () => Promise<boolean | undefined>;
  /** The end of the world: the process, its proxy and its supervisor. */
  readonly dispose: () => Promise<void>;
}

interface Run {
  child: ChildProcess;
  ended: Promise<void>;
  healthPort: number | undefined;
}

export async function startReplica(options: ReplicaOptions): Promise<Replica> {
  const proxy = await startFaultProxy({ targetHost: "127.0.0.1", targetPort: options.redisPort });
  const prefix = await diesWithParent();
  const env = { ...process.env, ...options.env, REDIS_URL: `redis://127.0.0.1:${proxy.port}` };
  const log = createWriteStream(join(options.logFolder, `${options.name}.log`), { flags: "a" });
  const state = { run: undefined as Run | undefined, isWanted: true, deaths: 0, lastWords: "" };
  let lastEnd: number | NodeJS.Signals | null = null;

  const launch = (): void => {
    if (!state.isWanted) return;
    const main = join(ROOT, "services", options.service, "src/main.ts");
    const command = [...prefix, process.execPath, ...(options.nodeArgs ?? []), main];
    const child = spawn(command[0] as string, command.slice(1), { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const run: Run = { child, ended, healthPort: undefined };
    state.run = run;
    const hear = (line: string): void => {
      log.write(`${line}\n`);
      const ready = line.includes('"service.ready"') ? /"healthPort":(\d+)/.exec(line)?.[1] : undefined;
      if (ready !== undefined) run.healthPort = Number(ready);
      // The log is JSON; what a person is told at the end is not.
      if (!line.startsWith("{")) state.lastWords = line;
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", hear);
    child.once("exit", (code, signal) => {
      state.deaths += 1;
      lastEnd = signal ?? code;
      if (state.run === run) state.run = undefined;
      log.write(`--- ended: ${String(lastEnd)}\n`);
      resolve();
      setTimeout(() => state.run === undefined && launch(), RESTART_MS).unref();
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const { run } = state;
    run?.child.kill(signal);
    await run?.ended;
  };
  const isReady = async (): Promise<boolean | undefined> => {
    const port = state.run?.healthPort;
    if (port === undefined) return undefined;
    const answer = await within(
      1_500,
      fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined),
    );
    await answer?.body?.cancel();
    return answer?.ok;
  };
  launch();
  return {
    service: options.service,
    name: options.name,
    proxy,
    pid: () => state.run?.child.pid,
    deaths: () => state.deaths,
    lastEnd: () => lastEnd,
    lastWords: () => state.lastWords,
    kill: async () => end("SIGKILL"),
    signal: (name) => void state.run?.child.kill(name),
    stop: async () => {
      state.isWanted = false;
      await end("SIGTERM");
      return typeof lastEnd === "number" ? lastEnd : null;
    },
    start: () => {
      state.isWanted = true;
      if (state.run === undefined) launch();
    },
    untilReady: async () => becomes(async () => (await isReady()) === true, 30_000),
    isReady,
    dispose: async () => {
      state.isWanted = false;
      await end("SIGKILL");
      await proxy.stop();
      log.end();
    },
  };
}
