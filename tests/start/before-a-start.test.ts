import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const LANGUAGES = ["zh", "en"] as const;
const HAN = /\p{Script=Han}/u;

async function runNode(args: readonly string[], env: Readonly<Record<string, string>>, cwd = ROOT) {
  const options = { env: { PATH: process.env["PATH"] ?? "", ...env }, extendEnv: false, reject: false, cwd } as const;
  return execa(process.execPath, args, { ...options, stdin: "ignore" });
}

test.each(LANGUAGES)("what is loaded before a service tells its reader what is wrong: %s", async (language) => {
  const before = async (file: string, env: Readonly<Record<string, string>>) =>
    runNode(["--import", `./deploy/${file}`, "--eval", ""], { BILLFERRY_LANG: language, ...env });
  const real = await before("sandbox-alone.ts", { WDT_URL: "https://api.example.com/" });
  expect([real.exitCode, real.stderr]).toEqual([78, expect.stringContaining("WDT_URL")]);
  const trial = await before("trial-settings.ts", {});
  expect([trial.exitCode, trial.stderr]).toEqual([0, expect.stringContaining("--profile sandbox")]);
  const lost = await before("env-file.ts", { ENV_FILE: "/nonexistent/env" });
  expect([lost.exitCode, lost.stderr]).toEqual([78, expect.stringContaining("/nonexistent/env")]);
  for (const { stderr } of [real, trial, lost]) expect([stderr, HAN.test(stderr)]).toEqual([stderr, language === "zh"]);
});

test("a Node that is too old is named, with what to do, in both languages", async () => {
  const folder = mkdtempSync(join(tmpdir(), "billferry-old-node-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // Three folders above there is no other Node either.
  const bin = join(folder, "services", "cli", "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  copyFileSync(join(ROOT, "services/cli/bin/billferry.js"), join(bin, "billferry.js"));
  const { exitCode, stderr } = await runNode(["--no-strip-types", join(bin, "billferry.js"), "status"], {}, folder);
  expect(exitCode).toBe(2);
  const [chinese, english, ...rest] = stderr.split("\n").filter((line) => !line.includes("Warning"));
  expect(chinese).toMatch(/过旧 → 请安装 Node 24/);
  expect(english).toMatch(/^Node v\S+ is too old → install Node 24/);
  expect(rest).toEqual([]);
});
