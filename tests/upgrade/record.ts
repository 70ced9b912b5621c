import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";

import { startRedis } from "@billferry/testing";
import { execa } from "execa";
import { Redis } from "ioredis";

import { dumpKeys, readBooks, writeRecording } from "./recording.ts";
import { SERVICES, settingsFor, Version, type Running, type ServiceName } from "./version.ts";

/**
 * Records an installation of an older version in the middle of its work, for the test of the upgrade from it:
 *
 *     git worktree add --detach ../old <commit> && (cd ../old && npm ci)
 *     node tests/upgrade/record.ts ../old tests/upgrade/state-2.json.gz
 *
 * Two schemes with bills delivered, waiting, delayed, under way as their process was killed, cases, doubts, missing
 * codes, a pause and keys of bills' own.
 */
const SCHEMES = ["sal-outstock", "sal-returnstock"] as const;
const STOCKS = ["B2C-MAIN", "MAIN"] as const;
const PUSHES = ["stockout_order_push", "stockin_order_push"] as const;
const LIMIT_MS = 120_000;
const SAID = [
  ["status", "--json"],
  ["cases", "--json"],
  ["doubts", "--json"],
] as const;

const { positionals } = parseArgs({ allowPositionals: true });
const [root = ".", target = "state.json.gz"] = positionals;
const folder = mkdtempSync(join(tmpdir(), "billferry-record-"));
const version = new Version(resolve(root));
const server = await startRedis({ persistent: true });
const redis = new Redis(server.url);
const running = new Map<ServiceName, Running>();
const sandbox = await version.sandbox({
  SANDBOX_PORT: "0",
  SANDBOX_DATA: join(folder, "sandbox"),
  SANDBOX_FORMS: "SAL_OUTSTOCK,SAL_RETURNSTOCK",
  SANDBOX_BILLS: "60",
  SANDBOX_SEED: "14",
  SANDBOX_UNKNOWN_SKUS: "2",
  SANDBOX_REUSED_NUMBERS: "0",
  SANDBOX_CALLS_PER_MINUTE: "100000",
});
const own = {
  SCHEMES: SCHEMES.join(),
  START_FROM: new Date(Date.now() - 2 * 86_400_000).toISOString(),
};
const env = settingsFor(sandbox.url, server.url, own);
const sandboxSettings = { wangdiantong: { extraWarehouses: [...STOCKS], callsPerMinute: 100_000 } };

try {
  await control("settings", sandboxSettings);
  await start(...SERVICES);
  await until("the first bills are delivered", async () => (await states()).every(({ idle }) => idle));
  await leaveDoubtsAndKeys();
  await leavePushesMidWay();
  await leaveTurningMidWay();
  await cli("pause", "extract", "--scheme", SCHEMES[1], "--note", "盘点", "--by", "wang");
  await leaveReadingMidWay();
  const said = Object.fromEntries(
    await Promise.all(SAID.map(async (args) => [args.join(" "), (await cli(...args)).stdout] as const)),
  );
  await sandbox.end("SIGTERM");
  const { stdout: commit } = await execa("git", ["rev-parse", "HEAD"], { cwd: resolve(root) });
  const keys = await dumpKeys(redis);
  writeRecording(target, {
    commit,
    recordedAtMs: Date.now(),
    settings: own,
    sandboxSettings,
    books: readBooks(join(folder, "sandbox")),
    keys,
    said,
  });
  console.log(`${keys.length} keys of ${commit} → ${target}`);
} finally {
  await version.dispose();
  redis.disconnect();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** One bill with a key of its own, one that a person has yet to give one, a dispute, and orders seen by nobody. */
async function leaveDoubtsAndKeys(): Promise<void> {
  await makeTwins("ZZ1");
  await makeTwins("ZZ2");
  await until("each pair has a case", async () => (await keysTaken()).length === 2);
  const [first = ""] = await keysTaken();
  await cli("settle", first, "--own-key", "--note", "两张都发", "--by", "wang");
  await until("one has a key of its own", async () => (await keysTaken()).length === 1);
  // What is not listed is in doubt, and what was pushed without an answer is proved by a refusal alone.
  await control("settings", { wangdiantong: { listingDelayMs: 7 * 86_400_000 } });
  await addFaults(PUSHES, [{ kind: "cut-after", next: 3 }]);
  await generate(12, 2);
  await until("an order is in doubt", async () => (await states()).some(({ doubts }) => doubts.content > 0));
  const [changed = "", gone = ""] = await deliveredBills();
  await control(`bills/${changed}/edit`, { reaudit: true });
  await control(`bills/${gone}/unaudit`, {});
  await cli("sweep", "--depth", "2d", "--scheme", SCHEMES[0]);
  await until("what was withdrawn and what was changed are cases", async () => (await states())[0].held >= 4);
}

/**
 * Pushes that were refused for a while, others whose process is killed with the call on its way or just carried out.
 */
async function leavePushesMidWay(): Promise<void> {
  await stop("loader");
  await generate(60, 3);
  await until("orders wait", async () => (await count("load", "wait")) >= 60);
  await addFaults(PUSHES, [
    { kind: "status", status: 503, next: 6 },
    { kind: "hang-after", next: 2 },
    { kind: "hang-before", every: 1 },
  ]);
  await start("loader");
  await until(
    "pushes are under way",
    async () => (await count("load", "active")) >= 3 && (await count("load", "delayed")) > 0,
  );
  await kill("loader");
  await clearFaults();
}

async function leaveTurningMidWay(): Promise<void> {
  await stop("transformer");
  await generate(60, 4);
  await until("bills wait to be turned", async () => (await count("transform", "wait")) >= 60);
  await start("transformer");
  await until("bills are being turned", async () => (await count("transform", "active")) > 0);
  await kill("transformer");
}

async function leaveReadingMidWay(): Promise<void> {
  await control("faults", { vendor: "kingdee", service: "ExecuteBillQuery", kind: "hang-before", every: 1 });
  await generate(10, 5);
  await until("a window is being read", async () => (await count("extract", "active")) > 0);
  await pause(1_000);
  await kill("extractor");
  await clearFaults();
}

interface State {
  readonly idle: boolean;
  readonly held: number;
  readonly doubts: { readonly content: number };
}

async function states(): Promise<readonly [State, State]> {
  const { schemes } = JSON.parse((await cli("status", "--json")).stdout) as { schemes: Record<string, State> };
  return [schemes[SCHEMES[0]] as State, schemes[SCHEMES[1]] as State];
}

async function keysTaken(): Promise<readonly string[]> {
  const { stdout } = await cli("cases", "--json", "--scheme", SCHEMES[0]);
  const cases = JSON.parse(stdout) as { caseId: string; code: string }[];
  return cases.filter(({ code }) => code === "BILL_KEY_TAKEN").map(({ caseId }) => caseId);
}

/** Two bills that are given one key. */
async function makeTwins(billNo: string): Promise<void> {
  for (const [no, stock] of [
    [billNo, STOCKS[0]],
    [`${billNo}-B2C`, STOCKS[1]],
  ] as const) {
    await control("bills", { billNo: no, lines: [{ stock, quantity: "2" }] });
    await control(`bills/${no}/audit`, {});
  }
}

async function deliveredBills(): Promise<readonly string[]> {
  const orders = (await control("orders")) as { content: { outer_no: string } }[];
  const present = new Set(orders.map(({ content }) => content.outer_no));
  const bills = (await control("bills?state=selectable&formId=SAL_OUTSTOCK")) as {
    billNo: string;
    expected: string[];
  }[];
  return bills
    .filter(({ expected }) => expected.length > 0 && expected.every((no) => present.has(no)))
    .map(({ billNo }) => billNo);
}

/** Bills of both forms, approved a moment ago. */
async function generate(bills: number, seed: number): Promise<void> {
  for (const formId of ["SAL_OUTSTOCK", "SAL_RETURNSTOCK"])
    await control("bills/generate", { formId, count: bills, seed, spreadMs: 20_000, endsAgoMs: 6_000 });
}

async function addFaults(services: readonly string[], faults: readonly object[]): Promise<void> {
  await control(
    "faults",
    services.flatMap((service) => faults.map((fault) => ({ vendor: "wangdiantong", service, ...fault }))),
  );
}

async function clearFaults(): Promise<void> {
  await control("faults", undefined, "DELETE");
}

async function control(path: string, body?: object, method = body === undefined ? "GET" : "POST"): Promise<unknown> {
  const answer = await fetch(`${sandbox.url}/control/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** How many jobs of a queue of both schemes are in a state. The keys are those of the version that is recorded. */
async function count(stage: string, state: "wait" | "active" | "delayed"): Promise<number> {
  const keys = await redis.keys(`{billferry*}:${stage}*:${state}`);
  const sizes = await Promise.all(keys.map(async (key) => (state === "delayed" ? redis.zcard(key) : redis.llen(key))));
  return sizes.reduce((sum, each) => sum + each, 0);
}

async function cli(...args: readonly string[]): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  return version.cli(args, env);
}

async function start(...names: readonly ServiceName[]): Promise<void> {
  for (const name of names) running.set(name, await version.service(name, env));
}

async function stop(name: ServiceName): Promise<void> {
  await running.get(name)?.end("SIGTERM");
}

async function kill(name: ServiceName): Promise<void> {
  await running.get(name)?.end("SIGKILL");
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`gave up waiting until ${what}`);
    await pause(20);
  }
  console.log(what);
}
