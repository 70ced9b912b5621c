import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { diesWithParent } from "@billferry/embedded-redis";
import { COMPILED } from "@billferry/launch";
import type { Environment } from "@billferry/settings";
import { execa } from "execa";

import { plainWords } from "./core/last-words.ts";
import { ROOT } from "./places.ts";
import { openLogFile } from "./log-file.ts";

export interface ChildSpec {
  readonly name: string;
  /** The program, relative to the repository. */
  readonly script: string;
  readonly env: Environment;
  readonly logFile: string;
  /** How long the child may take to stop once it is asked to. */
  readonly graceMs: number;
}

export interface ChildEvents {
  readonly onNotice: (line: string) => void;
  /** The child cannot run with these settings, or never came to be ready; it is not started again. */
  readonly onHopeless: (name: string, words: string) => void;
  /** Whether something that it needs is away just now: what it dies of then tells nothing about its settings. */
  readonly isExcused: () => boolean;
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
/** A child that ran this long was healthy: its next restart comes quickly again. */
const WELL_MS = 60_000;
/** A child that was never ready is given up after a quarter of a minute in all. */
const MOST_FIRST_TRIES = 5;
const SHOWN_LINES = 5;
const KEPT_LINES = 30;
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
  const stopping = new AbortController();
  const ready = Promise.withResolvers<void>();
  const log = openLogFile(spec.logFile, (reason) => events.onNotice(`${spec.name} 的日志暂时无法写入:${reason}`));
  let isReady = false;
  const onLine = (line: string): void => {
    log.write(line);
    if (!READY.test(line)) return;
    isReady = true;
    ready.resolve();
  };
  const keepRunning = async (): Promise<void> => {
    let tries = 0;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MOST_PAUSE_MS)) {
      const startedAt = performance.now();
      const { exitCode, lastLines } = await runOnce(spec, onLine, stopping.signal);
      if (stopping.signal.aborted) return;
      tries += 1;
      const isHopeless = HOPELESS.includes(exitCode ?? 0) || (!isReady && tries >= MOST_FIRST_TRIES);
      if (isHopeless && !events.isExcused()) return events.onHopeless(spec.name, plainWords(lastLines));
      if (performance.now() - startedAt > WELL_MS) pauseMs = FIRST_PAUSE_MS;
      events.onNotice(
        `${spec.name} 意外退出(${exitCode ?? "被信号终止"}),${pauseMs / 1_000} 秒后重启;最后的日志:\n${indent(lastLines.slice(-SHOWN_LINES))}`,
      );
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
    }
  };

  const ended = keepRunning().finally(() => {
    ready.resolve();
    log.close();
  });
  return {
    name: spec.name,
    ready: ready.promise,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

/** One run of the program from first to last line; the signal asks it to end. */
async function runOnce(spec: ChildSpec, onLine: (line: string) => void, signal: AbortSignal) {
  const [command, ...args] = [...(await diesWithParent()), process.execPath, spec.script];
  const child = execa(command, args, {
    cwd: ROOT,
    env: { NODE_COMPILE_CACHE: COMPILED, ...spec.env },
    extendEnv: false,
    stdin: "ignore",
    all: true,
    buffer: false,
    reject: false,
    detached: true,
    forceKillAfterDelay: spec.graceMs,
  });
  const end = (): void => void child.kill("SIGTERM");
  process.once("exit", end);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  const lastLines: string[] = [];
  for await (const line of child.iterable({ from: "all" })) {
    onLine(line);
    lastLines.push(line);
    if (lastLines.length > KEPT_LINES) lastLines.shift();
  }
  const { exitCode } = await child;
  process.off("exit", end);
  signal.removeEventListener("abort", end);
  return { exitCode, lastLines };
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `    ${line.slice(0, 300)}`).join("\n");
}
