import { join } from "node:path";

import { hashContent } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

const LAUNCHER = join(import.meta.dirname, "..", "bin", "billferry.js");
const BILL = {
  billId: "100001",
  billNo: "XS1",
  contentHash: hashContent("content"),
  approvedAt: "2026-11-23 10:00:00",
  revision: 1,
};

/** A ledger in which one bill waits for a warehouse that a table lacks. */
async function setupGap(): Promise<(...args: readonly string[]) => Promise<{ stdout: string; exitCode: unknown }>> {
  const server = await startRedis();
  const redis = connectRedis(server.url, createLogger({ name: "test", level: "silent", version: "0" }));
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
  });
  const ledger = new Ledger(redis, "sal-outstock");
  await ledger.bills.recordRead([BILL]);
  const gaps = [{ kind: "table", subject: "warehouses", code: "CK009" }] as const;
  const stake = { billNo: "XS1", groups: ["CK009"], amount: null };
  await ledger.bills.recordHeld(BILL, { code: "MAP_CODE_MISSING", text: "[MAP_CODE_MISSING] CK009" }, { gaps, stake });
  return async (...args) => {
    const env = { PATH: process.env["PATH"] ?? "", REDIS_URL: server.url };
    const { stdout, exitCode } = await execa(process.execPath, [LAUNCHER, ...args], {
      env,
      extendEnv: false,
      reject: false,
    });
    return { stdout, exitCode };
  };
}

test("whoever asks for one class of cases is told of that class alone", async () => {
  const billferry = await setupGap();
  const credentials = await billferry("cases", "--class", "credentials");
  expect(credentials).toEqual({
    stdout: "没有“凭据与权限”一类的异常单(不带 --class 列出全部)",
    exitCode: 0,
  });
  for (const args of [["cases"], ["cases", "--class", "master-data"]]) {
    const { stdout, exitCode } = await billferry(...args);
    expect(stdout).toContain("【缺少编码】1 项");
    expect(stdout).toContain("bill:100001");
    expect(exitCode).toBe(1);
  }
});

test("a day's held bills are listed with what they wait for", async () => {
  const billferry = await setupGap();
  const { stdout } = await billferry("bills", "--day", "2026-11-23", "--state", "held");
  expect(stdout).toContain("XS1:待处理,[MAP_CODE_MISSING] CK009");
});
