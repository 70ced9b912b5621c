import { join } from "node:path";

import { execa } from "execa";
import { expect, test } from "vitest";

import { setupWorld } from "./doctor-world.ts";

const LAUNCHER = join(import.meta.dirname, "..", "bin", "billferry.js");
const LIMIT_MS = 400_000;
const FROM = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
/** What a terminal is told to do with the line before. */
const AGAIN = "\r\u001B[2K";

/** Pages of few bills, each of which takes its time: long work, on a small scale. */
async function setup() {
  const { sandbox, env } = await setupWorld({
    editScheme: (text) => text.replace(/page_size: \d+/, "page_size: 12"),
    sandbox: { bills: 40, callsPerMinute: 100_000 },
  });
  await fetch(`${sandbox.controlUrl}faults`, {
    method: "POST",
    body: JSON.stringify({ vendor: "kingdee", service: "ExecuteBillQuery", kind: "delay", delayMs: 700, every: 1 }),
  });
  const environment = {
    PATH: process.env["PATH"] ?? "",
    ENV_FILE: "/dev/null",
    WDT_CALLS_PER_MINUTE: "100000",
    ...env,
  };
  return { env: environment, sandbox };
}

async function run(args: readonly string[], env: Record<string, string>) {
  return execa(process.execPath, [LAUNCHER, ...args], { env, extendEnv: false, reject: false, stdin: "ignore" });
}

/** As somebody at a terminal sees it: `script` gives the program one. */
function atTerminal(args: readonly string[], env: Record<string, string>) {
  // Without `exec` the shell between would be interrupted as well, and tell its own end.
  const command = `exec ${[process.execPath, LAUNCHER, ...args].map((word) => `'${word}'`).join(" ")}`;
  const options = { env: { ...env, TERM: "xterm" }, extendEnv: false, reject: false, stdin: "pipe" } as const;
  return execa("script", ["-qefc", command, "/dev/null"], options);
}

test(
  "reconciling writes lines with what is done, how much of it and how fast into a pipe, and draws one with a bar on a terminal",
  { timeout: LIMIT_MS },
  async () => {
    const { env } = await setup();
    const piped = await run(["reconcile", "--from", FROM, "--json"], env);
    expect(piped.stderr).toMatch(/^\d+% · 金蝶:已读 \d+ 张单据 · 每分钟 \d+/m);
    expect(piped.stderr).not.toContain("█");
    expect(JSON.parse(piped.stdout)).toMatchObject({ bills: expect.any(Number) as number });

    const shown = await atTerminal(["backfill", "--from", FROM, "--dry-run", "--lang", "en"], env);
    expect(shown.stdout).toContain(AGAIN);
    expect(shown.stdout).toMatch(/[█░]{20} \d+% · Kingdee: \d+ bills read · \d+ a minute · about .+ left/);
    expect(shown.stdout).toMatch(/Backfill: \d+ bills read again/);
  },
);

test("repairing tells how many bills are checked, and what is removed", { timeout: LIMIT_MS }, async () => {
  const { env } = await setup();
  expect((await run(["backfill", "--from", FROM], env)).exitCode).toBe(0);
  const checked = await atTerminal(["repair", "--lang", "en"], env);
  expect(checked.stdout).toContain(AGAIN);
  expect(checked.stdout).toMatch(/[█░]{20} \d+% · Ledger: \d+ bills and \d+ orders checked/);
  const rebuilt = await atTerminal(["repair", "--rebuild", "--yes"], env);
  expect(rebuilt.stdout).toMatch(/台账:已清除 [1-9]\d* 条/);
  const json = await run(["repair", "--json"], env);
  expect(JSON.parse(json.stdout)).toMatchObject({ bills: 0 });
});

test(
  "a status that is watched is drawn anew on a terminal, is lines in a pipe, and ends well on Ctrl+C",
  { timeout: LIMIT_MS },
  async () => {
    const { env } = await setup();
    const piped = execa(process.execPath, [LAUNCHER, "status", "--watch"], {
      env,
      extendEnv: false,
      reject: false,
      stdin: "ignore",
    });
    let told = "";
    piped.stdout.on("data", (chunk: Buffer) => (told += chunk.toString()));
    await expect
      .poll(() => told, { timeout: 60_000 })
      .toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d sal-outstock: .+ · 已送达 0/);
    piped.kill("SIGINT");
    expect((await piped).signal).toBeUndefined();
    expect(told).not.toContain("\u001B[2J");

    const shown = atTerminal(["status", "--watch"], env);
    let drawn = "";
    shown.stdout.on("data", (chunk: Buffer) => (drawn += chunk.toString()));
    await expect.poll(() => drawn.split("\u001B[2J\u001B[H").length, { timeout: 60_000 }).toBeGreaterThan(2);
    expect(drawn).toContain("已送达订单 0");
    // Ctrl+C, as a terminal passes it on.
    shown.stdin.write("\u0003");
    const { exitCode, signal } = await shown;
    expect([exitCode === 0 || exitCode === 1, signal]).toEqual([true, undefined]);
  },
);
