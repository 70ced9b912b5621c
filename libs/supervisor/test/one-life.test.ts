import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { done } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { connectRedis } from "@billferry/redis";
import { createLogger, openQueue, startWorker } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { expect, onTestFinished, test } from "vitest";

import { serviceEnvironment } from "../src/core/child-environment.ts";
import { openLogFile } from "../src/log-file.ts";
import { shareOneLife } from "../src/one-life.ts";

const SCHEME = "sal-outstock";
const env = serviceEnvironment({}, "", {
  url: "http://127.0.0.1:1",
  kingdee: { account: "sandbox", user: "u", password: "p", appId: "i", appSecret: "s" },
  wangdiantong: { sid: "sandbox2", appkey: "k", appsecret: "s" },
  callsPerMinute: 1,
  startFrom: "",
});
const claim = (name: string) => ({ id: String(env[name]), isFormer: () => false });

async function setup() {
  const folder = await mkdtemp(join(tmpdir(), "billferry-life-"));
  await mkdir(join(folder, "sandbox"));
  const server = await startRedis();
  const log = createLogger({ name: "test", level: "silent", version: "0" });
  const redis = connectRedis(server.url, log);
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const notices: string[] = [];
  const onNotice = (line: string): void => void notices.push(line);
  const start = async (life: string): Promise<void> => {
    await writeFile(join(folder, "sandbox", "life.json"), life);
    await shareOneLife({ folder, redisUrl: server.url, env, onNotice });
  };
  return { redis, log, notices, start, ledger: new Ledger(redis, SCHEME) };
}

test("a sandbox that remembers its books keeps the state; one whose books are new begins without any", async () => {
  const { redis, notices, start, ledger } = await setup();
  await start("first");
  await ledger.keeping.open();
  await ledger.accounts.bind("kingdee", claim("KINGDEE_ACCOUNT"));
  await ledger.progress.advance(1_000, 2_000);
  await start("first");
  expect(await ledger.progress.read()).toMatchObject({ watermarkMs: 1_000 });
  expect(notices).toEqual([]);
  await start("second");
  expect(await ledger.progress.read()).toMatchObject({ watermarkMs: null });
  expect(notices).toEqual(["沙箱是新的:上一个沙箱留在 Redis 中的台账与任务已清除"]);
  expect(await redis.keys("*")).toEqual(["{billferry}:sandbox-life"]);
});

test("the state of a real account is never forgotten for a sandbox's sake", async () => {
  const { start, ledger } = await setup();
  await ledger.keeping.open();
  await ledger.accounts.bind("kingdee", { id: "5f7c", isFormer: () => false });
  await ledger.progress.advance(1_000, 2_000);
  await start("first");
  await start("second");
  expect(await ledger.progress.read()).toMatchObject({ watermarkMs: 1_000 });
});

test("two sandboxes do not share a Redis while one of them is at work", async () => {
  const { redis, log, start, ledger } = await setup();
  await start("first");
  await ledger.keeping.open();
  await ledger.accounts.bind("wangdiantong", claim("WDT_SID"));
  const queue = openQueue({ stage: "load", scheme: SCHEME }, redis, log);
  const worker = startWorker({ queue, connection: redis, concurrency: 1, log, perform: async () => done({}) });
  await expect.poll(async () => (await queue.getWorkers()).length).toBe(1);
  await expect(start("second")).rejects.toThrow("这个 Redis 正由另一个沙箱使用");
  await worker.stop();
  await queue.close();
});

test("a disk that is full costs lines of a log and nothing else", () => {
  const problems: string[] = [];
  const log = openLogFile("/dev/full", (reason) => problems.push(reason));
  for (let line = 0; line < 3; line += 1) log.write("a line");
  log.close();
  expect(problems).toEqual([expect.stringContaining("ENOSPC")]);
});
