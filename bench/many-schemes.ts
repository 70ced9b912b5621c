import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";

import { startSandbox, type SandboxAccount } from "@billferry/sandbox";
import { startRedis } from "@billferry/testing";
import { execa } from "execa";
import { Redis } from "ioredis";

/**
 * What many schemes cost on one set of services while they have nothing to do, each with accounts of its own at both
 * vendors: start, connections to Redis, memory, and per second the CPU of each process and the commands of Redis (those
 * within scripts counted).
 *
 * `node bench/many-schemes.ts [--schemes 200] [--settle 15] [--seconds 60] [--root CHECKOUT]`, one JSON line.
 * `--settle`: how long after the start the first readings and inventories are over. `--root`: the services are another
 * checkout's.
 */
const { values } = parseArgs({
  options: {
    schemes: { type: "string" },
    settle: { type: "string" },
    seconds: { type: "string" },
    root: { type: "string" },
  },
});
const SCHEMES = Number(values.schemes ?? 200);
const SECONDS = Number(values.seconds ?? 60);
const SETTLE_SECONDS = Number(values.settle ?? 15);
const ROOT = resolve(values.root ?? join(import.meta.dirname, ".."));
const STAGES = ["extractor", "transformer", "loader"] as const;
const SHIPPED = "sal-outstock";
/** What is counted or paid only because somebody measures. */
const IGNORED = new Set(["info", "config", "command"]);
const TICKS_PER_SECOND = 100;

const names = Array.from({ length: SCHEMES }, (_, index) => `shop-${index + 1}`);
const accountOf = (name: string): string => name.replace("-", "");
const folder = mkdtempSync(join(tmpdir(), "many-schemes-"));
const server = await startRedis({ persistent: true });
const accounts = ["main", ...names.map(accountOf)];
const sandbox = await startSandbox({ bills: 0, callsPerMinute: 100_000, accounts });
const redis = new Redis(server.url);
writeSchemes();
const startedAt = performance.now();
const children = STAGES.map((stage) => {
  const child = execa(process.execPath, [join(ROOT, "services", stage, "src/main.ts")], {
    cwd: ROOT,
    env: environment(),
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
    buffer: false,
    reject: false,
  });
  const { promise: ready, resolve: isReady } = Promise.withResolvers<number>();
  child.stderr.on("data", (chunk: Buffer) => {
    if (process.env["SHOW_LOGS"]) process.stderr.write(chunk);
    if (chunk.includes("service.ready")) isReady(performance.now() - startedAt);
  });
  return { stage, child, ready };
});
try {
  const startMs = await Promise.all(children.map(async ({ ready }) => ready));
  await wait(SETTLE_SECONDS * 1_000);
  await redis.config("RESETSTAT");
  const before = children.map(({ child }) => cpuSeconds(child.pid));
  const [serverPid = 0] =
    /process_id:(\d+)/
      .exec(await redis.info("server"))
      ?.slice(1)
      .map(Number) ?? [];
  const serverBefore = cpuSeconds(serverPid);
  await wait(SECONDS * 1_000);
  const counts = await countCommands();
  const perScheme = (count: number): number => round(count / SECONDS / SCHEMES);
  const figures = {
    schemes: SCHEMES,
    seconds: SECONDS,
    startSeconds: byStage((_, index) => round((startMs[index] ?? 0) / 1_000)),
    startCpuSeconds: byStage((_, index) => round(before[index] ?? 0)),
    connections: ((await redis.client("LIST")) as string).split("\n").filter(Boolean).length - 1,
    rssMiB: byStage(({ child }) => memoryMiB(child.pid, "VmRSS")),
    peakMiB: byStage(({ child }) => memoryMiB(child.pid, "VmHWM")),
    idleCpuPercent: {
      ...byStage(({ child }, index) => percent(cpuSeconds(child.pid) - (before[index] ?? 0))),
      redis: percent(cpuSeconds(serverPid) - serverBefore),
    },
    commandsPerSecondAndScheme: perScheme(total(counts)),
    scriptsPerSecondAndScheme: perScheme((counts.get("evalsha") ?? 0) + (counts.get("eval") ?? 0)),
    mostPerSecondAndScheme: Object.fromEntries(
      [...counts]
        .toSorted(([, a], [, b]) => b - a)
        .slice(0, 12)
        .map(([name, count]) => [name, perScheme(count)]),
    ),
    redisMiB: round(Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]) / 1_048_576),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  for (const { child } of children) child.kill("SIGKILL");
  await Promise.all(children.map(async ({ child }) => child));
  redis.disconnect();
  await sandbox.stop();
  await server.stop();
  rmSync(folder, { recursive: true });
}

function writeSchemes(): void {
  cpSync(join(ROOT, "schemes"), folder, { recursive: true });
  const shipped = readFileSync(join(folder, `${SHIPPED}.yaml`), "utf8");
  for (const name of names) {
    const account = accountOf(name);
    const own = `name: ${name}\naccounts: { kingdee: ${account}, wangdiantong: ${account} }`;
    writeFileSync(join(folder, `${name}.yaml`), shipped.replace(`name: ${SHIPPED}`, own));
  }
}

function environment(): Record<string, string> {
  return {
    REDIS_URL: server.url,
    SCHEME_DIR: folder,
    SCHEMES: names.join(","),
    ...environmentOf(sandbox, ""),
    ...Object.assign({}, ...names.map((name) => environmentOf(sandbox.account(accountOf(name)), accountOf(name)))),
    START_FROM: new Date(Date.now() - 2 * 86_400_000).toISOString(),
  };
}

/** `WDT_SID` is `WDT_SHOP2_SID` for the account shop2. */
function environmentOf({ credentials, kingdeeUrl, wangdiantongUrl }: SandboxAccount, account: string) {
  const { kingdee, wangdiantong } = credentials;
  const own = account === "" ? "" : `${account.toUpperCase()}_`;
  return {
    [`KINGDEE_${own}URL`]: kingdeeUrl,
    [`KINGDEE_${own}ACCOUNT`]: kingdee.account,
    [`KINGDEE_${own}USER`]: kingdee.user,
    [`KINGDEE_${own}APP_ID`]: kingdee.appId,
    [`KINGDEE_${own}APP_SECRET`]: kingdee.appSecret,
    [`KINGDEE_${own}PASSWORD`]: kingdee.password,
    [`WDT_${own}URL`]: wangdiantongUrl,
    [`WDT_${own}SID`]: wangdiantong.sid,
    [`WDT_${own}APPKEY`]: wangdiantong.appkey,
    [`WDT_${own}APPSECRET`]: wangdiantong.appsecret,
  };
}

function byStage(figure: (each: (typeof children)[number], index: number) => number): Readonly<Record<string, number>> {
  return Object.fromEntries(children.map((each, index) => [each.stage, figure(each, index)]));
}

async function countCommands(): Promise<ReadonlyMap<string, number>> {
  const lines = (await redis.info("commandstats")).matchAll(/^cmdstat_([^:|]+)[^:]*:calls=(\d+)/gm);
  const counts = new Map<string, number>();
  for (const [, name = "", calls] of lines)
    if (!IGNORED.has(name)) counts.set(name, (counts.get(name) ?? 0) + Number(calls));
  return counts;
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, each) => sum + each, 0);
}

/** User and system time of a process so far. */
function cpuSeconds(pid: number | undefined): number {
  const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const [user, system] = fields.split(" ").slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) / TICKS_PER_SECOND;
}

function memoryMiB(pid: number | undefined, field: string): number {
  const kib = new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kib) / 1_024);
}

function percent(cpu: number): number {
  return round((100 * cpu) / SECONDS);
}

function round(figure: number): number {
  return Math.round(figure * 100) / 100;
}
