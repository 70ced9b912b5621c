import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Fault, hashContent, loadJobId, type LoadJob } from "@billferry/contracts";
import { connectRedis } from "@billferry/redis";
import { createLogger, enqueue, openQueue, startWorker } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

const LAUNCHER = join(import.meta.dirname, "..", "bin", "billferry.js");

interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command with an environment of its own and an empty data folder. */
async function billferry(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "billferry-cli-"));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const { exitCode, stdout, stderr } = await execa(process.execPath, [LAUNCHER, ...args], {
    env: { PATH: process.env["PATH"] ?? "", ENV_FILE: "/dev/null", DATA_DIR: folder, ...env },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout: 25_000,
  });
  return { exitCode, stdout, stderr };
}

test.each([
  ["no command", []],
  ["an unknown command", ["sail"]],
  ["an unknown option", ["status", "--loud"]],
  ["a number that is none", ["demo", "--bills", "many"]],
  ["a limit of nothing", ["demo", "--calls-per-minute", "0"]],
  ["a retry of nothing named", ["retry"]],
  ["a settlement without a decision", ["settle", "order:X", "--note", "n"]],
  ["a settlement without a note", ["settle", "order:X", "--accept"]],
  ["two decisions at once", ["settle", "order:X", "--note", "n", "--accept", "--correct", "difference"]],
  ["a class that is none", ["cases", "--class", "weather"]],
  ["a span that is no time", ["reconcile", "--from", "yesterday"]],
  ["a span that ends before it begins", ["backfill", "--from", "2026-11-02", "--to", "2026-11-01"]],
  ["two formats at once", ["reconcile", "--from", "2026-11-01", "--json", "--csv"]],
  ["a depth that is none", ["sweep", "--depth", "7"]],
  ["a rebuild that nobody confirmed", ["repair", "--rebuild"]],
  ["a day that is none", ["bills", "--day", "yesterday"]],
  ["a state that is none", ["bills", "--day", "2026-11-23", "--state", "lost"]],
  ["a retry of two things", ["retry", "--all", "--queue", "load"]],
  ["a retry of a queue that is none", ["retry", "--queue", "extract"]],
  ["a retry of a class that is none", ["retry", "--class", "weather"]],
  ["a pause that nobody explains", ["pause", "load"]],
  ["a pause of a stage that is none", ["pause", "board", "--note", "n"]],
  ["a resumption of a stage that is none", ["resume", "sweep"]],
])("%s is a mistake of usage", async (_words, args) => {
  const { exitCode, stdout, stderr } = await billferry(args);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).not.toBe("");
});

test("a start with only one real vendor is refused before anything runs", async () => {
  const { exitCode, stderr } = await billferry(["start"], { KINGDEE_URL: "https://kingdee.invalid/k3cloud/" });
  expect([exitCode, stderr]).toEqual([2, "KINGDEE_URL 与 WDT_URL 须同时设置(真实账套),或都不设置(沙箱)"]);
});

test("a start in a folder where another one runs is refused", async () => {
  const folder = await mkdtemp(join(tmpdir(), "billferry-cli-"));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const other = execa(process.execPath, ["-e", "setInterval(() => {}, 1000)", "billferry"], { reject: false });
  onTestFinished(async () => {
    other.kill();
    await other;
  });
  await writeFile(join(folder, "start.pid"), String(other.pid));
  const { exitCode, stderr } = await billferry(["start"], { DATA_DIR: folder });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`本目录已有 npm start 在运行(进程 ${other.pid})`);
});

test("help is no mistake, and tells the exit codes", async () => {
  const { exitCode, stdout } = await billferry(["--help"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("退出码:0 正常,1 有发现,2 用法或配置有误,3 无法连接");
});

test("an address that is no Redis is a mistake of settings", async () => {
  const { exitCode, stderr } = await billferry(["status"], { REDIS_URL: "https://user:secret@127.0.0.1" });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("REDIS_URL");
  expect(stderr).not.toContain("secret");
});

test("without any Redis the remedy is told", async () => {
  const { exitCode, stderr } = await billferry(["cases", "--json"]);
  expect(exitCode).toBe(3);
  expect(stderr).toContain("设置 REDIS_URL,或先运行 npm start");
});

test("a Redis that refuses, and one that never answers, end the command soon", async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as { port: number };
  for (const url of ["redis://:secret@127.0.0.1:1", `redis://127.0.0.1:${port}`]) {
    const { exitCode, stderr } = await billferry(["status", "--json"], { REDIS_URL: url });
    expect(exitCode).toBe(3);
    expect(stderr).toContain("无法连接 Redis");
    expect(stderr).not.toContain("secret");
  }
});

test("a Redis that takes no writes ends the command with its reason and no stack", async () => {
  const server = await startRedis();
  onTestFinished(server.stop);
  const redis = connectRedis(server.url, createLogger({ name: "test", level: "silent", version: "0" }));
  onTestFinished(() => redis.disconnect());
  await redis.config("SET", "maxmemory", "1");
  const { exitCode, stderr } = await billferry(["pause", "load", "--note", "盘点"], { REDIS_URL: server.url });
  expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/^\[REDIS_BUSY\] [^\n]*Redis 内存已用尽[^\n]*$/)]);
});

const ORDER: LoadJob = {
  scheme: "sal-outstock",
  schemeVersion: "v1",
  billId: "100001",
  billNo: "XSCKD000001",
  contentHash: hashContent("content"),
  revision: 1,
  target: "stockout_order_push",
  order: { outer_no: "XSCKD000001-CK01", warehouse_no: "CK01", detail_list: [{ spec_no: "SKU1", num: "1" as never }] },
  notes: [],
};
const JOB_ID = loadJobId({
  scheme: "sal-outstock",
  outerNo: ORDER.order.outer_no,
  contentHash: ORDER.contentHash,
  revision: 1,
});

/** A Redis in which one order has been refused for good. */
async function setupRefusedOrder() {
  const server = await startRedis();
  const log = createLogger({ name: "test", level: "silent", version: "0" });
  const redis = connectRedis(server.url, log);
  const queue = openQueue({ stage: "load", scheme: "sal-outstock" }, redis, log);
  onTestFinished(async () => {
    await queue.close();
    redis.disconnect();
    await server.stop();
  });
  const worker = startWorker({
    queue,
    connection: redis,
    concurrency: 1,
    log,
    perform: async () => {
      throw new Fault("WDT_SKU_UNKNOWN", "SKU1");
    },
  });
  await enqueue(queue, [{ id: JOB_ID, payload: ORDER }]);
  await expect.poll(async () => queue.getFailedCount()).toBe(1);
  await worker.stop();
  return { queue, env: { REDIS_URL: server.url } };
}

test("status writes one line of JSON, and says with its exit code that something does not move", async () => {
  const { env } = await setupRefusedOrder();
  const { exitCode, stdout } = await billferry(["status", "--json"], env);
  expect(exitCode).toBe(1);
  expect(stdout.split("\n")).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject({
    idle: false,
    readUpTo: null,
    queues: { load: { failed: 1, workers: 0 } },
  });
  const human = await billferry(["status"], env);
  expect(human.stdout).toContain("写入 · Load");
  expect(human.stdout).toContain("需要注意");
});

test("a refused order is rehearsed, retried, and not retried again", async () => {
  const { queue, env } = await setupRefusedOrder();
  const rehearsed = await billferry(["retry", "--all", "--dry-run"], env);
  expect(rehearsed.stdout).toContain("将重试 1 项");
  expect(rehearsed.stdout).toContain("[WDT_SKU_UNKNOWN]");
  expect(await queue.getFailedCount()).toBe(1);

  const retried = await billferry(["retry", "--job", JOB_ID, "--json"], env);
  expect(retried.exitCode).toBe(0);
  expect(JSON.parse(retried.stdout)).toMatchObject({
    retried: [{ queue: "load", id: JOB_ID }],
    skipped: 0,
    dryRun: false,
  });
  expect((await queue.getJob(JOB_ID))?.attemptsMade).toBe(0);

  const again = await billferry(["retry", "--job", JOB_ID], env);
  expect([again.exitCode, again.stdout]).toEqual([1, "已安排重试 0 项"]);
});

test("an installation without cases has nothing that waits for a person and knows no such bill", async () => {
  const { env } = await setupRefusedOrder();
  const cases = await billferry(["cases", "--json"], env);
  expect([cases.exitCode, cases.stdout]).toEqual([0, "[]"]);
  const bill = await billferry(["bill", "XSCKD999999"], env);
  expect([bill.exitCode, bill.stdout]).toEqual([1, "XSCKD999999:未找到(尚未读取,或不符合方案的条件)"]);
  const bills = await billferry(["bills", "--day", "2026-11-23", "--json"], env);
  expect([bills.exitCode, bills.stdout]).toEqual([0, "[]"]);
});

test("an order that waits for nobody cannot be settled, and a fresh ledger has nothing to repair", async () => {
  const { env } = await setupRefusedOrder();
  const settled = await billferry(["settle", "order:X", "--accept", "--note", "知道了", "--json"], env);
  expect([settled.exitCode, settled.stdout]).toEqual([1, '{"kind":"not-a-case"}']);
  const repaired = await billferry(["repair", "--json"], env);
  expect([repaired.exitCode, repaired.stdout]).toEqual([0, '{"bills":0,"orders":0,"unreadable":[]}']);
});
