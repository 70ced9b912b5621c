import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

import { execa } from "execa";

/** A board over real work: all services on the sandbox, after their first sync. */
export interface TrialBoard {
  /** Ends in `/queues`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

interface SandboxBoard extends TrialBoard {
  /** Of the pretended vendors, where bills are changed. */
  readonly sandboxUrl: string;
}

const ROOT = join(import.meta.dirname, "..", "..");
const LIMIT_MS = 180_000;

/** Starts `billferry start` in a folder of its own and waits for its first sync. Throws with its words if it ends. */
export async function startTrialBoard(options: {
  readonly bills: number;
  readonly unknownSkus: number;
  readonly settings?: Readonly<Record<string, string>>;
}): Promise<SandboxBoard> {
  const folder = await mkdtemp(join(tmpdir(), "billferry-board-"));
  const child = execa(process.execPath, [join(ROOT, "services", "cli", "bin", "billferry.js"), "start"], {
    env: {
      PATH: process.env["PATH"] ?? "",
      ENV_FILE: "/dev/null",
      DATA_DIR: folder,
      BOARD_PORT: "0",
      SANDBOX_BILLS: String(options.bills),
      SANDBOX_UNKNOWN_SKUS: String(options.unknownSkus),
      ...options.settings,
    },
    extendEnv: false,
    stdin: "ignore",
    all: true,
    reject: false,
    forceKillAfterDelay: 60_000,
  });
  const stop = async (): Promise<void> => {
    child.kill("SIGINT");
    await child;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const url = await firstSync(child.all, child);
    const { env } = JSON.parse(await readFile(join(folder, "trial.json"), "utf8")) as { env: Record<string, string> };
    return { url, sandboxUrl: new URL(env["WDT_URL"] ?? "").origin, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The board's address, once the first sync is done. The output is read on afterwards, or the child would block. */
async function firstSync(output: Readable, ended: Promise<unknown>): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const lines: string[] = [];
  let url: string | undefined;
  const fail = (why: string): void => reject(new Error(`${why}:\n${lines.slice(-20).join("\n")}`));
  createInterface({ input: output }).on("line", (line) => {
    lines.push(line);
    url ??= /^看板:(http\S+)/.exec(line)?.[1];
    if (line.startsWith("首次同步完成") && url !== undefined) resolve(`${url}/queues`);
  });
  void ended.then(() => fail("billferry start 提前结束"));
  const limit = setTimeout(() => fail(`billferry start 在 ${LIMIT_MS} 毫秒内没有完成首次同步`), LIMIT_MS);
  return promise.finally(() => clearTimeout(limit));
}
