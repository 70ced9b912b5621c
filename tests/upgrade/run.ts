import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";

import { startRedis } from "@billferry/testing";
import { execa } from "execa";

import { SERVICES, settingsFor, Version, type Environment, type Running } from "./version.ts";

/**
 * `npm run test:upgrade -- v0.1.0`: that version (the newest tag where none is named; any commit will do) works on a
 * sandbox until a part of the orders is there. Its processes are killed with bills in every queue; the present version
 * goes on, is stopped half way, and that one finishes. The sandbox's books decide: each order once.
 */
const ROOT = resolve(import.meta.dirname, "..", "..");
const BILLS = 200;
const LIMIT_MS = 300_000;

const { positionals } = parseArgs({ allowPositionals: true });
const ref = positionals[0] ?? (await newestTag());
if (ref === undefined) {
  console.log("skipped: there is no tag yet; name a commit: npm run test:upgrade -- <commit>");
} else {
  const folder = mkdtempSync(join(tmpdir(), "billferry-upgrade-"));
  try {
    await run(ref, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    await execa("git", ["worktree", "prune"], { cwd: ROOT });
  }
}

async function run(from: string, folder: string): Promise<void> {
  const old = await checkOut(from, join(folder, "old"));
  const present = new Version(ROOT);
  const redis = await startRedis({ persistent: true });
  try {
    const sandbox = await present.sandbox({
      SANDBOX_PORT: "0",
      SANDBOX_DATA: join(folder, "sandbox"),
      SANDBOX_BILLS: String(BILLS),
      SANDBOX_SEED: "5",
      SANDBOX_REUSED_NUMBERS: "0",
      SANDBOX_CALLS_PER_MINUTE: "100000",
    });
    const env = settingsFor(sandbox.url, redis.url, {
      // Slow enough that each of the three has a part of the work.
      WDT_CALLS_PER_MINUTE: "600",
      START_FROM: new Date(Date.now() - 2 * 86_400_000).toISOString(),
    });
    const judge = async (): Promise<Summary> =>
      (await (await fetch(`${sandbox.url}/control/summary`)).json()) as Summary;
    await work(old, { env, judge, share: 1 / 4, end: "SIGKILL", name: from });
    const hasMoved = await migrateIfAsked(present, env);
    await work(present, { env, judge, share: hasMoved ? 1 : 2 / 3, end: "SIGTERM", name: "this version" });
    if (hasMoved) console.log(`the state was moved; ${from} cannot go on with it (docs/delivery.md)`);
    else await work(old, { env, judge, share: 1, end: "SIGTERM", name: `${from} again` });
    const { absent, duplicated, unexpected, wrong, present: there } = await judge();
    const problems = [absent, duplicated, unexpected, wrong].map((list) => list.length);
    console.log(`${there} orders: ${problems.join(", ")} missing, duplicated, unexpected, wrong`);
    const isGood = problems.every((count) => count === 0);
    console.log(isGood ? "1 passed, 0 failed" : "0 passed, 1 failed");
    process.exitCode = isGood ? 0 : 1;
  } finally {
    await Promise.all([old.dispose(), present.dispose()]);
    await redis.stop();
  }
}

interface Summary {
  readonly expected: number;
  readonly present: number;
  readonly absent: readonly unknown[];
  readonly duplicated: readonly unknown[];
  readonly unexpected: readonly unknown[];
  readonly wrong: readonly unknown[];
}

interface Work {
  readonly env: Environment;
  readonly judge: () => Promise<Summary>;
  /** Of the orders, when it ends. */
  readonly share: number;
  readonly end: "SIGTERM" | "SIGKILL";
  readonly name: string;
}

async function work(version: Version, { env, judge, share, end, name }: Work): Promise<void> {
  const running: Running[] = await Promise.all(SERVICES.map(async (service) => version.service(service, env)));
  await Promise.all(running.map(async ({ ready }) => ready));
  const deadline = performance.now() + LIMIT_MS;
  for (;;) {
    const { expected, present } = await judge();
    if (expected > 0 && present >= expected * share) break;
    if (performance.now() > deadline) throw new Error(`${name}: ${present} of ${expected} orders after ${LIMIT_MS} ms`);
    await pause(100);
  }
  await Promise.all(running.map(async (service) => service.end(end)));
  const { expected, present } = await judge();
  console.log(`${name}: up to ${present} of ${expected} orders, then ${end}`);
}

/** Whether the state is that of another version, which the present one has to move first. */
async function migrateIfAsked(version: Version, env: Environment): Promise<boolean> {
  const { exitCode, stderr } = await version.cli(["status"], env);
  if (!(exitCode === 2 && stderr.includes("billferry migrate"))) return false;
  const migrated = await version.cli(["migrate"], env);
  if (migrated.exitCode !== 0) throw new Error(`migrate: ${migrated.stderr}`);
  return true;
}

async function newestTag(): Promise<string | undefined> {
  const { stdout } = await execa("git", ["tag", "--list", "v*", "--sort=-version:refname"], { cwd: ROOT });
  return stdout.split("\n").find((tag) => tag !== "");
}

/** A checkout of its own, with what its lock file names. */
async function checkOut(from: string, folder: string): Promise<Version> {
  await execa("git", ["worktree", "add", "--force", "--detach", folder, from], { cwd: ROOT });
  console.log(`installing ${from}`);
  const quietly = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await execa("npm", ["ci", ...quietly], { cwd: folder, stdin: "ignore" });
  return new Version(folder);
}
