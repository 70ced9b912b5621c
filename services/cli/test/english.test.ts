import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startRedis } from "@billferry/testing";
import type { Command } from "commander";
import { execa } from "execa";
import { expect, onTestFinished, test, vi } from "vitest";

import { createProgram } from "../src/program.ts";

const LAUNCHER = join(import.meta.dirname, "..", "bin", "billferry.js");
const ROOT = join(import.meta.dirname, "..", "..", "..");
/** Chinese, and the punctuation that goes with it. */
const CHINESE = /[\p{Script=Han}\u3001-\u303F\uFF00-\uFFEF]/u;

/** Everything that a command says, wherever it is written. */
async function billferry(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "billferry-en-"));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const { all } = await execa(process.execPath, [LAUNCHER, ...args], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"] ?? "", ENV_FILE: "/dev/null", DATA_DIR: folder, ...env },
    extendEnv: false,
    reject: false,
    all: true,
    stdin: "ignore",
    timeout: 60_000,
  });
  return all;
}

function helpsOf(command: Command): readonly string[] {
  return [command.helpInformation(), ...command.commands.flatMap(helpsOf)];
}

test("the help of every command is English throughout for an English reader", () => {
  vi.stubEnv("BILLFERRY_LANG", "en");
  onTestFinished(() => void vi.unstubAllEnvs());
  const helps = helpsOf(createProgram());
  expect(helps.length).toBeGreaterThan(30);
  expect(helps.join("\n")).toContain("Usage:");
  expect(helps.flatMap((help) => help.split("\n")).filter((line) => CHINESE.test(line))).toEqual([]);
});

test("and Chinese for a Chinese one, commander's own words, too", () => {
  const [help = ""] = helpsOf(createProgram());
  expect(help).toMatch(/^用法:/);
  expect(help).toContain("选项:");
  expect(help).not.toMatch(/Usage:|Options:|display help/);
});

test("what commands print and what they refuse with is English throughout, data aside", async () => {
  const redis = await startRedis();
  const folder = await mkdtemp(join(tmpdir(), "billferry-en-"));
  onTestFinished(async () => {
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const envFile = join(folder, ".env");
  await writeFile(envFile, "A=x$y\nB='\nC=“q”\nD=a # b\nno name\nA=2\n");
  const said = await Promise.all([
    ...[["status"], ["cases"], ["doubts"], ["bills", "--day", "2026-11-23"], ["bill", "XS1"], ["alert", "list"]].map(
      async (args) => billferry([...args, "--lang", "en"], { REDIS_URL: redis.url }),
    ),
    ...[
      ["status"],
      ["retry"],
      ["env", "check", envFile],
      ["reconcile", "--from", "yesterday"],
      ["preview", "XS1"],
      ["scheme", "check", "no-such-scheme"],
      ["settle", "order:X"],
    ].map(async (args) => billferry(["--lang=en", ...args])),
  ]);
  const left = said.flatMap((text) => text.split("\n")).filter((line) => CHINESE.test(line));
  expect(left).toEqual([]);
}, 240_000);

test.each([
  [{ BILLFERRY_LANG: "en" }, "should be a date"],
  [{ LANG: "en_US.UTF-8" }, "should be a date"],
  [{ LANG: "en_US.UTF-8", BILLFERRY_LANG: "zh" }, "应为日期"],
  [{}, "应为日期"],
])(
  "with %j a command speaks as it says",
  async (env, words) => {
    expect(await billferry(["bills", "--day", "x"], env)).toContain(words);
  },
  120_000,
);
