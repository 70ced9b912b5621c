import { spawn } from "node:child_process";

import { diesWithParent } from "@billferry/embedded-redis";

import { readCost, type ProcessCost } from "./process-cost.ts";

export interface ProgramOptions {
  /** Arguments of node: flags, the file, its own. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The line of output that says that it is ready. */
  readonly readyLine: RegExp;
}

/** A node process of its own, as its users start it, and its books. */
export interface Program {
  readonly pid: number;
  readonly startedAtMs: number;
  /** Settles with the line that says so; rejects with the process's last words if it ends before. */
  readonly ready: Promise<{ readonly line: string; readonly atMs: number }>;
  readonly cost: () => ProcessCost;
  /** The end of its output, for people. */
  readonly lastWords: () => string;
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const KEPT_CHARACTERS = 4_000;

export async function startProgram({ args, cwd, env, readyLine }: ProgramOptions): Promise<Program> {
  const command = [...(await diesWithParent()), process.execPath, ...args];
  const startedAtMs = Date.now();
  const child = spawn(command[0] as string, command.slice(1), {
    cwd,
    // A developer's own settings are none of the measurement's business.
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ENV_FILE: "/dev/null", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const { promise: ready, resolve, reject } = Promise.withResolvers<{ line: string; atMs: number }>();
  ready.catch(() => {});
  let said = "";
  let isReady = false;
  const lastWords = (): string => Buffer.from(said, "latin1").toString("utf8");
  const hear = (piece: Buffer): void => {
    said = `${said}${piece.toString("latin1")}`.slice(-KEPT_CHARACTERS);
    const line = isReady ? undefined : said.split("\n").find((each) => readyLine.test(each));
    if (line === undefined) return;
    isReady = true;
    resolve({ line, atMs: Date.now() });
  };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", hear);
  child.once("exit", (code, signal) => {
    reject(new Error(`${args.at(-1)} ended (${signal ?? code}): ${lastWords()}`));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  const pid = child.pid as number;
  return {
    pid,
    startedAtMs,
    ready,
    cost: () => readCost(pid),
    lastWords,
    kill: async () => end("SIGKILL"),
    stop: async () => end("SIGTERM"),
  };
}
