import { spawn, type ChildProcess } from "node:child_process";
import { mkdir } from "node:fs/promises";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";

import { execa } from "execa";
import getPort from "get-port";
import { onExit } from "signal-exit";

import { explainFailedStart } from "./redis-unobtainable-error.ts";
import type { ServerBinary } from "./server-binary.ts";

export interface ServerOptions {
  readonly binary: ServerBinary;
  /** The server's working folder; made if missing, readable by this user only. */
  readonly dataDir: string;
  /** True: append-only file, flushed every second. False: nothing is written. */
  readonly persistent: boolean;
  /** Default: a free one. A given port is taken or the start fails. */
  readonly port?: number | undefined;
  /** Further arguments of redis-server, last word theirs. */
  readonly extraArgs?: readonly string[] | undefined;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the process is gone, whatever the reason. */
  readonly ended: Promise<void>;
  /** Its last lines of output, for people. */
  readonly lastWords: () => string;
  /**
   * Sends the signal and waits for the end. SIGTERM lets Redis flush its file; one that does not end within
   * `killAfterMs` is killed, which loses nothing that was answered to. Safe to call again.
   */
  readonly stop: (signal?: "SIGTERM" | "SIGKILL", killAfterMs?: number) => Promise<void>;
  readonly signal: (name: "SIGSTOP" | "SIGCONT") => void;
}

const START_LIMIT_MS = 120_000;
const PORT_TRIES = 5;
// Below the range from which Linux takes the ports of outgoing connections: a client that keeps dialling a dead server
// could otherwise be given that very port.
const PORTS = { from: 12_000, to: 32_000 };

/**
 * Starts a redis-server on 127.0.0.1 and waits until it serves. It stands in a process group of its own, so that
 * Ctrl-C in a terminal reaches the services first and Redis last, and it ends with this process: by exit handlers, and
 * on Linux by the kernel as well, so that even `kill -9` leaves none behind.
 * Throws `RedisUnobtainableError` with the server's own last words.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  for (let triesLeft = options.port === undefined ? PORT_TRIES : 1; ; triesLeft -= 1) {
    const port = options.port ?? (await pickPort());
    const attempt = await tryStart(options, port);
    if (typeof attempt !== "string") return attempt;
    // Between looking for a free port and binding it, somebody else may have come first.
    if (triesLeft <= 1 || !/in use/i.test(attempt)) throw explainFailedStart(attempt, options.dataDir);
  }
}

/** A free TCP port of 127.0.0.1 that the system does not also hand out to outgoing connections. */
export async function pickPort(): Promise<number> {
  const span = PORTS.to - PORTS.from;
  const first = PORTS.from + Math.floor(Math.random() * span);
  const candidates = Array.from({ length: 50 }, (_, index) => PORTS.from + ((first - PORTS.from + index * 7) % span));
  return getPort({ host: "127.0.0.1", port: candidates });
}

async function tryStart(options: ServerOptions, port: number): Promise<RunningServer | string> {
  const own = ["--bind", "127.0.0.1", "--port", String(port), "--daemonize", "no", "--logfile", ""];
  const args = [...own, ...dataArgs(options.persistent), ...(options.extraArgs ?? [])];
  const command = [...(await diesWithParent()), options.binary.file, ...args];
  const child = spawn(command[0] as string, command.slice(1), {
    cwd: options.dataDir,
    env: { ...process.env, ...options.binary.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const said: string[] = [];
  const problem = await untilReady(child, said);
  if (problem !== undefined) {
    child.kill("SIGKILL");
    return problem;
  }
  letGo(child);
  const forget = onExit(() => void child.kill("SIGTERM"));
  void ended.then(forget);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: child.pid as number,
    ended,
    lastWords: () => said.join(" | "),
    stop: async (signal = "SIGTERM", killAfterMs) => {
      child.ref();
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const limit = killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
      await ended;
      clearTimeout(limit);
    },
    signal: (name) => void child.kill(name),
  };
}

/** What every server of ours is told of its data, in a container too. */
export function dataArgs(isPersistent: boolean): readonly string[] {
  const append = isPersistent ? ["--appendonly", "yes", "--appendfsync", "everysec"] : ["--appendonly", "no"];
  return [...append, "--save", "", "--maxmemory-policy", "noeviction"];
}

async function untilReady(child: ChildProcess, lastLines: string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => resolve(`${START_LIMIT_MS} 毫秒内没有就绪`), START_LIMIT_MS);
    const settle = (problem?: string): void => {
      clearTimeout(limit);
      resolve(problem);
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        lastLines.push(line.trim());
        if (lastLines.length > 4) lastLines.shift();
        if (line.includes("Ready to accept connections")) settle();
      });
    }
    child.once("error", (error) => settle(error.message));
    child.once("close", () => settle(lastLines.join(" | ") || "进程已退出"));
  });
}

// The server must not keep a finished program waiting, yet its output has to be read on, or it would block on a full
// pipe; the line readers above go on doing that.
function letGo(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdout, child.stderr]) (stream as Socket | null)?.unref();
}

let prefix: Promise<readonly string[]> | undefined;

/**
 * The words to put before a command so that Linux ends it (SIGTERM) when this process dies, even by kill -9; none where
 * the system has no such program.
 */
export async function diesWithParent(): Promise<readonly string[]> {
  prefix ??= execa("setpriv", ["--pdeathsig", "TERM", "true"], { reject: false }).then(({ failed }) =>
    failed ? [] : ["setpriv", "--pdeathsig", "TERM"],
  );
  return prefix;
}
