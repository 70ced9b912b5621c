import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Summary } from "@billferry/sandbox";
import { execa } from "execa";
import { onTestFinished } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const LAUNCHER = join(ROOT, "services", "cli", "bin", "billferry.js");

type Settings = Readonly<Record<string, string>>;

interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder in which `npm start` is run again and again. */
export interface Home {
  readonly folder: string;
  /** Starts everything; does not wait. */
  start(settings?: Settings): Started;
  /** Starts it and waits until it says that it runs on. */
  startUp(settings?: Settings): Promise<Started>;
  /** A `billferry` command in a second terminal. */
  billferry(args: readonly string[], settings?: Settings): Promise<Outcome>;
}

export interface Started {
  readonly pid: number;
  /** Everything that it has printed. */
  lines(): readonly string[];
  /** The first line that fits, as soon as there is one. */
  untilLine(pattern: RegExp): Promise<string>;
  untilRunning(): Promise<void>;
  /** Of a process below it, by a part of its command line. */
  pidOf(part: string): Promise<number>;
  /** Ctrl+C, once; how it ended and after how many seconds. */
  interrupt(): Promise<{ readonly exitCode: number | undefined; readonly seconds: number }>;
  /** `kill -9` of it and of all that it has started. */
  killTree(): Promise<void>;
  ended(): Promise<Outcome>;
  /** The sandbox's judge. */
  summary(): Promise<Summary>;
  /** An approved bill is written in the sandbox, and its orders arrive. */
  deliverNewBill(billNo: string): Promise<void>;
}

export async function openHome(given: Settings = {}): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), "billferry-home-"));
  onTestFinished(async () => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return openHomeIn(folder, given);
}

/** As above, in a folder that the caller has made, whose files are his. */
export function openHomeIn(folder: string, given: Settings = {}): Home {
  const env = (settings: Settings = {}): Settings => ({
    PATH: process.env["PATH"] ?? "",
    DATA_DIR: folder,
    ENV_FILE: "/dev/null",
    BOARD_PORT: "0",
    SANDBOX_BILLS: "12",
    ...given,
    ...settings,
  });
  const start = (settings?: Settings): Started => run(env(settings));
  return {
    folder,
    start,
    startUp: async (settings) => {
      const started = start(settings);
      await started.untilRunning();
      return started;
    },
    billferry: async (args, settings) => {
      const options = { env: env(settings), extendEnv: false, cwd: ROOT, reject: false, stdin: "ignore" } as const;
      const { exitCode, stdout, stderr } = await execa(process.execPath, [LAUNCHER, ...args], options);
      return { exitCode, stdout, stderr };
    },
  };
}

function run(env: Settings): Started {
  const child = execa(process.execPath, [LAUNCHER, "start"], {
    env,
    extendEnv: false,
    cwd: ROOT,
    stdin: "ignore",
    all: true,
    reject: false,
  });
  const pid = child.pid as number;
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.all }).on("line", (line) => {
    lines.push(line);
    if (process.env["SHOW_LOGS"]) process.stderr.write(`[${pid}] ${line}\n`);
    for (const each of waiting) each();
  });
  let isOver = false;
  const end = child.then(({ exitCode, stdout, stderr }) => {
    isOver = true;
    for (const each of waiting) each();
    return { exitCode, stdout, stderr };
  });
  const killTree = async (): Promise<void> => {
    const all = isOver ? [] : await descendants(pid);
    for (const each of [pid, ...all]) kill(each, "SIGKILL");
    await end;
    await Promise.all(all.map(untilGone));
  };
  onTestFinished(killTree);
  const untilLine = async (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.find((line) => pattern.test(line));
        if (found === undefined && !isOver) return;
        waiting.delete(look);
        if (found === undefined) reject(new Error(`it ended without a line like ${pattern}:\n${lines.join("\n")}`));
        else resolve(found);
      };
      waiting.add(look);
      look();
    });
  const sandboxUrl = async (): Promise<string> => (await untilLine(/^使用沙箱:/)).replace("使用沙箱:", "");
  const summary = async (): Promise<Summary> =>
    (await (await fetch(`${await sandboxUrl()}/control/summary`)).json()) as Summary;
  return {
    pid,
    lines: () => lines,
    untilLine,
    untilRunning: async () => void (await untilLine(/^持续运行中/)),
    pidOf: async (part) => {
      for (const each of await descendants(pid)) if ((await commandOf(each)).includes(part)) return each;
      throw new Error(`no process below ${pid} is like ${part}`);
    },
    interrupt: async () => {
      const startedAt = performance.now();
      kill(pid, "SIGINT");
      const { exitCode } = await end;
      return { exitCode, seconds: (performance.now() - startedAt) / 1_000 };
    },
    killTree,
    ended: async () => end,
    summary,
    deliverNewBill: async (billNo) => {
      const control = `${await sandboxUrl()}/control`;
      await post(`${control}/bills`, { billNo });
      await post(`${control}/bills/${billNo}/audit`, {});
      await until(async () => {
        const { present, expected, absent } = await summary();
        return present === expected && absent.every((order) => order.billNo !== billNo);
      });
    },
  };
}

async function post(url: string, body: object): Promise<void> {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
}

/** Waits until something holds, looking four times a second. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 250));
}

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

/** All that a process has started, and what that has started. */
async function descendants(pid: number): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, "utf8").catch(() => "") : "";
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (stat !== "") parents.set(Number(name), parent);
  }
  const below = (of: number): number[] =>
    [...parents].filter(([, parent]) => parent === of).flatMap(([each]) => [each, ...below(each)]);
  return below(pid);
}

async function commandOf(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ");
}

async function untilGone(pid: number): Promise<void> {
  await until(async () => (await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ") Z")).includes(") Z"));
}
