import { join } from "node:path";

import { Ledger } from "@billferry/ledger";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

import { setupWorld } from "./doctor-world.ts";

const LAUNCHER = join(import.meta.dirname, "..", "bin", "billferry.js");
const BILL = "XSCKD000001";
/** The sandbox keeps it unapproved. */
const UNAPPROVED = "XSCKD000002";

test("bills that are named are looked up in Kingdee, and what becomes of each is told; nobody waits where nobody reads", async () => {
  const { env } = await setupWorld();
  const redis = connectRedis(env.REDIS_URL, createLogger({ name: "test", level: "silent", version: "0" }));
  onTestFinished(() => redis.disconnect());
  const sync = async (...args: readonly string[]) =>
    execa(process.execPath, [LAUNCHER, "sync", ...args], {
      env: { PATH: process.env["PATH"] ?? "", ENV_FILE: "/dev/null", ...env },
      extendEnv: false,
      reject: false,
      stdin: "ignore",
      timeout: 30_000,
    });
  const told = await sync(BILL, UNAPPROVED, "NOWHERE");
  expect(told.stdout.split("\n").toSorted()).toEqual([
    "NOWHERE:金蝶中没有该单据(或没有查看权限)",
    `${BILL}:已登记为加急;没有运行中的 extractor,启动后自动读取`,
    `${UNAPPROVED}:不传输:单据状态为 A,审核(C)后才会读取`,
  ]);
  expect(told.exitCode).toBe(1);
  const [listed, ...others] = await new Ledger(redis, "sal-outstock").anew.list(9);
  expect([listed?.isUrgent, listed?.isRetry, others]).toEqual([true, true, []]);
  expect(JSON.parse((await sync(BILL, "--json")).stdout)).toMatchObject([
    { kind: "listed", billNo: BILL, billId: listed?.billId },
  ]);
});
