import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { SANDBOX_CREDENTIALS, startSandbox, type RunningSandbox, type Summary } from "@billferry/sandbox";
import { startRedis } from "@billferry/testing";
import { execa } from "execa";
import { Redis } from "ioredis";

/**
 * What one order costs from Kingdee to Wangdiantong: Redis commands (those within scripts counted, BullMQ's included),
 * script calls, vendor calls, and bytes of Redis when all is done. Counts, so the machine's speed does not matter.
 *
 * `node bench/round-trips.ts [--bills 500] [--root CHECKOUT]`, one JSON line; with `--root` the services are another
 * checkout's.
 */
const { values } = parseArgs({ options: { bills: { type: "string" }, root: { type: "string" } } });
const BILLS = Number(values.bills ?? 500);
const ROOT = resolve(values.root ?? join(import.meta.dirname, ".."));
const STAGES = ["extractor", "transformer", "loader"] as const;
const DEADLINE_MS = 600_000;
const SCRIPTS = new Set(["eval", "evalsha", "fcall"]);
/** What is counted or paid only because somebody measures, or because time goes by. */
const IGNORED = new Set(["info", "config", "ping", "hello", "client", "auth", "select", "quit", "command"]);

const server = await startRedis({ persistent: true });
const redis = new Redis(server.url);
const sandbox = await startSandbox({ bills: BILLS, seed: 1, callsPerMinute: 100_000 });
const children = STAGES.map((stage) =>
  execa(process.execPath, [join(ROOT, "services", stage, "src/main.ts")], {
    cwd: ROOT,
    env: { ...environmentOf(sandbox), REDIS_URL: server.url },
    stdio: ["ignore", "ignore", "inherit"],
    reject: false,
  }),
);
try {
  const before = await usedMemory();
  await redis.config("RESETSTAT");
  const orders = await untilAllPresent(sandbox);
  const counts = await countCommands();
  const { calls } = await summaryOf(sandbox);
  const figures = {
    bills: BILLS,
    orders,
    commandsPerOrder: round(total(counts, (name) => !IGNORED.has(name)) / orders),
    scriptsPerOrder: round(total(counts, (name) => SCRIPTS.has(name)) / orders),
    vendorCallsPerOrder: round(Object.values(calls).reduce((sum, each) => sum + each, 0) / orders),
    bytesPerOrder: Math.round(((await usedMemory()) - before) / orders),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  for (const child of children) child.kill("SIGTERM");
  await Promise.all(children);
  redis.disconnect();
  await sandbox.stop();
  await server.stop();
}

function environmentOf({ kingdeeUrl, wangdiantongUrl }: RunningSandbox): Record<string, string> {
  const { kingdee, wangdiantong } = SANDBOX_CREDENTIALS;
  return {
    KINGDEE_URL: kingdeeUrl,
    KINGDEE_ACCOUNT: kingdee.account,
    KINGDEE_USER: kingdee.user,
    KINGDEE_APP_ID: kingdee.appId,
    KINGDEE_APP_SECRET: kingdee.appSecret,
    KINGDEE_PASSWORD: kingdee.password,
    WDT_URL: wangdiantongUrl,
    WDT_SID: wangdiantong.sid,
    WDT_APPKEY: wangdiantong.appkey,
    WDT_APPSECRET: wangdiantong.appsecret,
    WDT_CALLS_PER_MINUTE: "100000",
    // One reading tells all: a second one would be the clock's cost and not an order's.
    SYNC_EVERY: "1h",
    START_FROM: new Date(Date.now() - 2 * 86_400_000).toISOString(),
    LOG_LEVEL: "warn",
  };
}

/** How many orders there are, when they are all in Wangdiantong and no job is left. */
async function untilAllPresent(watched: RunningSandbox): Promise<number> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  for (;;) {
    deadline.throwIfAborted();
    const { present, expected } = await summaryOf(watched);
    if (present === expected && (await countUnfinished()) === 0) return present;
    await new Promise((done) => setTimeout(done, 250));
  }
}

async function summaryOf({ controlUrl }: RunningSandbox): Promise<Summary> {
  return (await (await fetch(`${controlUrl}summary`)).json()) as Summary;
}

async function countUnfinished(): Promise<number> {
  const keys = await redis.keys("*:active");
  const lengths = await Promise.all(keys.map(async (key) => redis.llen(key)));
  return lengths.reduce((sum, each) => sum + each, 0);
}

async function countCommands(): Promise<ReadonlyMap<string, number>> {
  const lines = (await redis.info("commandstats")).matchAll(/^cmdstat_([^:|]+)[^:]*:calls=(\d+)/gm);
  const counts = new Map<string, number>();
  for (const [, name = "", calls] of lines) counts.set(name, (counts.get(name) ?? 0) + Number(calls));
  return counts;
}

function total(counts: ReadonlyMap<string, number>, isCounted: (name: string) => boolean): number {
  return [...counts].reduce((sum, [name, calls]) => sum + (isCounted(name) ? calls : 0), 0);
}

async function usedMemory(): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
}

function round(count: number): number {
  return Math.round(count * 10) / 10;
}
