import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { readRepository } from "./repository.ts";

const REPOSITORY = readRepository();

/** What is shipped, but for the stand-ins of the vendors. */
const SHIPPED = REPOSITORY.sources.filter(
  ({ path }) => /^(libs|services)\/[\w-]+\/src\//.test(path) && !/^services\/sandbox|^libs\/testing/.test(path),
);

test.each([
  ["services/transformer", ["http", "kingdee", "wangdiantong", "call-gate", "bill-reader"]],
  ["services/extractor", ["wangdiantong", "call-gate"]],
  ["services/loader", ["kingdee", "bill-reader"]],
  ["services/sandbox", ["http", "kingdee", "wangdiantong", "scheme", "ledger", "runtime", "redis", "settings"]],
  ["libs/runtime", ["http", "kingdee", "wangdiantong", "scheme"]],
  ["libs/settings", ["http", "kingdee", "wangdiantong", "redis", "runtime"]],
  ["libs/kingdee", ["runtime", "redis", "ledger", "scheme", "wangdiantong"]],
  ["libs/wangdiantong", ["runtime", "redis", "ledger", "scheme", "kingdee"]],
])("%s stands on none of %j, not even by way of another package", (folder, forbidden) => {
  const reached = reachableFrom(folder);
  expect(reached.size).toBeGreaterThan(0);
  expect([...reached].filter((name) => forbidden.includes(name))).toEqual([]);
});

test.each(["extractor", "transformer", "loader", "clerk", "board", "watcher"])(
  "the %s meets no other service but in Redis",
  (service) => {
    const services = new Set(["extractor", "transformer", "loader", "clerk", "board", "watcher", "cli", "sandbox"]);
    expect([...reachableFrom(`services/${service}`)].filter((name) => services.has(name))).toEqual([]);
  },
);

test("the console's server holds no vendor's credentials and calls none: of the desk it takes only what needs neither", () => {
  const vendors = ["http", "kingdee", "wangdiantong", "ledger", "call-gate", "bill-reader", "vendor-access"];
  expect(ownDependencies("services/board").filter((name) => vendors.includes(name))).toEqual([]);
  const calls =
    /\b(syncBills|previewBill|checkAccounts|compareAccounts|switchAccounts)\b|\bKINGDEE_|\bWDT_(URL|SID|APP)/;
  expect(filesWith(calls).filter((path) => path.startsWith("services/board/"))).toEqual([]);
  // Each name is one that somebody does use.
  expect(filesWith(calls)).toContain("services/cli/src/commands/sync.ts");
});

test("the supervisor names no vendor and no command", () => {
  expect(filesWith(/@billferry\/(kingdee|wangdiantong|vendor-access|cli)\b/).filter(isSupervisor)).toEqual([]);
  expect(SHIPPED.filter(({ path }) => isSupervisor(path)).length).toBeGreaterThan(0);
});

const isSupervisor = (path: string): boolean => path.startsWith("libs/supervisor/");

test("only libs/runtime tells BullMQ what becomes of a job", () => {
  const verdicts =
    /\b(moveToDelayed|moveToWait|moveToFailed|RateLimitError|DelayedError|WaitingError|UnrecoverableError)\b|\.rateLimit\(/;
  expect(filesWith(verdicts).filter((path) => !path.startsWith("libs/runtime/"))).toEqual([]);
});

test("vendor clients ask by libs/http alone, so only that decides whether a request may have arrived", () => {
  const calls = /\bfetch\(|from "(got|node:https?|undici)"/;
  expect(filesWith(calls).filter((path) => /^libs\/(kingdee|wangdiantong|call-gate|bill-reader)\//.test(path))).toEqual(
    [],
  );
  expect(filesWith(calls)).toContain("libs/http/src/http-client.ts");
});

test("nothing on a bill's way turns an amount into a float: decimals are reckoned in one file", () => {
  const floats = /\bparseFloat\b|\.toFixed\(|\.toPrecision\(/;
  const way = /^(libs\/(contracts|scheme|wangdiantong|found-order|reconcile)|services\/(transformer|loader))\//;
  expect(filesWith(floats).filter((path) => way.test(path))).toEqual([]);
  expect(filesWith(/\bBigInt\(/).filter((path) => way.test(path))).toEqual(["libs/contracts/src/decimal.ts"]);
});

function filesWith(pattern: RegExp): string[] {
  return SHIPPED.filter(({ code }) => pattern.test(code)).map(({ path }) => path);
}

/** The packages of ours that a package depends on, directly or through others. */
function reachableFrom(folder: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const own of ownDependencies(folder)) {
    if (seen.has(own)) continue;
    seen.add(own);
    reachableFrom(REPOSITORY.paths.has(`libs/${own}`) ? `libs/${own}` : `services/${own}`, seen);
  }
  return seen;
}

/** The packages of ours that a package names itself. */
function ownDependencies(folder: string): readonly string[] {
  const { dependencies = {} } = JSON.parse(
    readFileSync(join(import.meta.dirname, "..", "..", folder, "package.json"), "utf8"),
  ) as { dependencies?: Record<string, string> };
  return Object.keys(dependencies).flatMap((name) => /^@billferry\/(.+)$/.exec(name)?.[1] ?? []);
}
