import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { diesWithParent } from "@billferry/embedded-redis";
import { execa } from "execa";

import { ROOT } from "../places.ts";

export interface ChildSpec {
  readonly name: string;
  /** The program, relative to the repository. */
  readonly script: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
}

export interface ChildEvents {
  /** One line for the person at the terminal. */
  readonly onNotice: (line: string) => void;
  /** The child can not run with these settings; it is not started again. */
  readonly onHopeless: (name: string, lastLines: readonly string[]) => void;
}

export interface Child {
  readonly name: string;
  /** Resolves when the child has first said that it is ready, or has been stopped. */
  readonly ready: Promise<void>;
  /** Asks the child to end, waits, and kills it if it does not. */
  readonly stop: () => Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const MOST_PAUSE_MS = 60_000;
/** A child that ran this long was well; its next restart waits little again. */
const WELL_MS = 60_000;
// Above the services' own deadline, so that they end themselves.
const KILL_AFTER_MS = 45_000;
const LAST_LINES = 5;
/** Bad settings (runtime's EX_CONFIG) or bad usage: starting again changes nothing. */
const HOPELESS = [2, 78];
const READY = /"event":"[a-z]+\.ready"/;

/**
 * Keeps one service running: output to its log file, a death told with its last lines, a restart after a growing pause.
 * The child stands in a process group of its own, so that Ctrl+C reaches us alone and we end things in order; if we are
 * killed, Linux ends it.
 */
export async function keepChild(spec: ChildSpec, events: ChildEvents): Promise<Child> {
  await mkdir(dirname(spec.logFile), { recursive: true });
  const prefix = await diesWithParent();
  const stopping = new AbortController();
  const ready = Promise.withResolvers<void>();
  let kill: (() => void) | undefined;

  const runOnce = async (): Promise<{ exitCode: number | undefined; lastLines: readonly string[] }> => {
    const [command, ...args] = [...prefix, process.execPath, spec.script];
    const child = execa(command, args, {
      cwd: ROOT,
      env: spec.env,
      extendEnv: false,
      stdin: "ignore",
      stdout: ["pipe", { file: spec.logFile, append: true }],
      stderr: ["pipe", { file: spec.logFile, append: true }],
      all: true,
      buffer: false,
      reject: false,
      detached: true,
      forceKillAfterDelay: KILL_AFTER_MS,
    });
    const end = (): void => void child.kill("SIGTERM");
    kill = end;
    process.once("exit", end);
    if (stopping.signal.aborted) end();
    const lastLines: string[] = [];
    for await (const line of child.iterable({ from: "all" })) {
      if (READY.test(line)) ready.resolve();
      lastLines.push(line);
      if (lastLines.length > LAST_LINES) lastLines.shift();
    }
    const { exitCode } = await child;
    process.off("exit", end);
    return { exitCode, lastLines };
  };

  const keepRunning = async (): Promise<void> => {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MOST_PAUSE_MS)) {
      const startedAt = performance.now();
      const { exitCode, lastLines } = await runOnce();
      if (stopping.signal.aborted) return;
      if (exitCode !== undefined && HOPELESS.includes(exitCode)) return events.onHopeless(spec.name, lastLines);
      if (performance.now() - startedAt > WELL_MS) pauseMs = FIRST_PAUSE_MS;
      events.onNotice(
        `${spec.name} 意外退出(${exitCode ?? "被信号终止"}),${pauseMs / 1_000} 秒后重启;最后的日志:\n${indent(lastLines)}`,
      );
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
    }
  };

  const ended = keepRunning().finally(() => ready.resolve());
  return {
    name: spec.name,
    ready: ready.promise,
    stop: async () => {
      stopping.abort();
      kill?.();
      await ended;
    },
  };
}

export function indent(lines: readonly string[]): string {
  return lines.map((line) => `    ${line.slice(0, 300)}`).join("\n");
}
