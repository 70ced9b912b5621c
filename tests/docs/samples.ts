import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { execa } from "execa";

const ROOT = join(import.meta.dirname, "..", "..");
const LAUNCHER = join(ROOT, "services", "cli", "bin", "billferry.js");
const LIMIT_MS = 240_000;

export const FRONT_PAGES = ["README.md", "README.zh-CN.md"] as const;

/** What the commands of the front pages print, by the name of its place there. */
export type Samples = Readonly<Record<string, string>>;

/**
 * Runs the commands whose output the front pages show, each in a folder of its own. What differs from run to run and
 * from machine to machine stands still: seconds, ports and where Redis was found; the lines of progress are left out.
 */
export async function takeSamples(): Promise<Samples> {
  const folder = await mkdtemp(join(tmpdir(), "billferry-samples-"));
  try {
    return { start: await takeStart(join(folder, "start")), demo: await takeDemo(join(folder, "demo")) };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A page with the samples in their places; what people wrote around them stays. */
export function renderSamples(page: string, samples: Samples): string {
  return Object.entries(samples).reduce((text, [name, sample]) => {
    const place = new RegExp(`(<!-- sample: ${name} -->\\n+\`\`\`\\w*\\n)[^]*?(\\n\`\`\`)`);
    if (!place.test(text)) throw new Error(`no place for the sample of ${name}`);
    return text.replace(place, (_all, before: string, after: string) => `${before}${sample}${after}`);
  }, page);
}

function environment(folder: string): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "", DATA_DIR: folder, ENV_FILE: "/dev/null", BOARD_PORT: "0" };
}

async function takeStart(folder: string): Promise<string> {
  const options = { env: environment(folder), extendEnv: false, cwd: ROOT, reject: false, stdin: "ignore" } as const;
  const child = execa(process.execPath, [LAUNCHER, "start"], { ...options, all: true, timeout: LIMIT_MS });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.all })) {
    lines.push(line);
    if (line.startsWith("持续运行中")) child.kill("SIGINT");
  }
  await child;
  return lines.filter(isShown).map(standStill).join("\n");
}

function isShown(line: string): boolean {
  return !/^\d+\/\d+ |^正在停止/.test(line);
}

async function takeDemo(folder: string): Promise<string> {
  const args = [LAUNCHER, "demo", "--bills", "60", "--json"];
  const options = {
    env: environment(folder),
    extendEnv: false,
    cwd: ROOT,
    stdin: "ignore",
    timeout: LIMIT_MS,
  } as const;
  return standStill((await execa(process.execPath, args, options)).stdout);
}

function standStill(line: string): string {
  return line
    .replace(
      /^Redis:使用.*$/,
      "Redis:使用本机的 /usr/bin/redis-server,私有实例 redis://127.0.0.1:21679 (started privately)",
    )
    .replace(/^(使用沙箱:http:\/\/127\.0\.0\.1):\d+/, "$1:28285")
    .replace(/^(看板:http:\/\/127\.0\.0\.1):\d+/, "$1:3000")
    .replace(/用时 [\d.]+ 秒/, "用时 9.8 秒")
    .replace(/"seconds":[\d.]+/, '"seconds":9.8');
}
