import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { keepAuditWriter, listActs } from "@billferry/audit";
import { hashContent } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { connectRedis } from "@billferry/redis";
import { createLogger } from "@billferry/runtime";
import { startRedis } from "@billferry/testing";
import { execa } from "execa";
import { expect, onTestFinished, test, vi } from "vitest";

// Each command is a process of its own.
vi.setConfig({ testTimeout: 180_000 });

const LAUNCHER = join(import.meta.dirname, "..", "bin", "billferry.js");
const BILL = {
  billId: "100001",
  billNo: "XS1",
  contentHash: hashContent("content"),
  approvedAt: "2026-11-23 10:00:00",
  revision: 1,
};
const ORDER = { outerNo: "XS1-CK1", billId: BILL.billId, contentHash: hashContent("order") };

/** A ledger with a case in it, a folder for the record, the command, and a board's writer. */
async function setup() {
  const server = await startRedis();
  const folder = await mkdtemp(join(tmpdir(), "billferry-audit-"));
  const log = createLogger({ name: "test", level: "silent", version: "0" });
  const redis = connectRedis(server.url, log);
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const ledger = new Ledger(redis, "sal-outstock");
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [ORDER]);
  await ledger.orders.recordHeld(ORDER, { code: "WDT_SKU_UNKNOWN", text: "[WDT_SKU_UNKNOWN] SKU1" });
  const env = {
    PATH: process.env["PATH"] ?? "",
    ENV_FILE: "/dev/null",
    REDIS_URL: server.url,
    DATA_DIR: folder,
    AUDIT_DIR: join(folder, "audit"),
  };
  const billferry = async (...args: readonly string[]) => {
    const options = { env, extendEnv: false, reject: false, timeout: 60_000 } as const;
    const { stdout, stderr, exitCode } = await execa(process.execPath, [LAUNCHER, ...args], options);
    return { stdout, stderr, exitCode };
  };
  const recorded = async () => (await listActs({ redis, folder: env.AUDIT_DIR, filter: {}, limit: 50 })).items;
  const write = async (): Promise<void> => {
    const writer = keepAuditWriter({ redis, log, folder: env.AUDIT_DIR });
    await vi.waitUntil(async () => (await redis.xlen("{billferry}:audit:inbox")) === 0, { timeout: 20_000 });
    await writer.stop();
  };
  return { billferry, recorded, write, folder, redis, auditDir: env.AUDIT_DIR };
}

test.each([
  [["retry", "--bill", "XS1", "--by", "王敏", "--note", "已建档"], { act: "retry", reason: "已建档" }],
  [["settle", "order:XS1-CK1", "--accept", "--note", "样品", "--by", "王敏"], { act: "accept", reason: "样品" }],
  [["pause", "load", "--note", "等盘点", "--by", "王敏"], { act: "pause", reason: "等盘点" }],
  [["resume", "load", "--by", "王敏"], { act: "resume" }],
  [["repair", "--rebuild", "--yes", "--by", "王敏"], { act: "rebuild" }],
  [["migrate", "--by", "王敏"], { act: "migrate" }],
])("%j stands on record with name, way and outcome", async (args, wanted) => {
  const { billferry, recorded } = await setup();
  const { stderr } = await billferry(...args);
  expect([stderr, await recorded()]).toEqual([
    "",
    [expect.objectContaining({ ...wanted, by: "王敏", via: "command", result: "done" })],
  ]);
});

test("whoever gives no name is on record under the system's, and a dry run is none", async () => {
  const { billferry, recorded } = await setup();
  await billferry("retry", "--bill", "XS1", "--dry-run");
  await billferry("settle", "order:XS1-CK1", "--accept", "--note", "样品");
  const acts = await recorded();
  expect(acts).toHaveLength(1);
  expect(acts[0]).toMatchObject({
    by: process.env["USER"] ?? expect.stringMatching(/./),
    subjects: [
      { kind: "bill", id: "XS1" },
      { kind: "case", id: "order:XS1-CK1" },
    ],
    before: { state: "held", code: "WDT_SKU_UNKNOWN" },
    after: { outcome: "accepted" },
  });
});

test("the record is listed, exported and verified by a command, and an edited file is told with its line", async () => {
  const { billferry, write, auditDir, folder } = await setup();
  await billferry("pause", "load", "--note", "等盘点", "--by", "=王敏");
  await billferry("settle", "order:XS1-CK1", "--accept", "--note", "样品", "--by", "李强");
  expect((await billferry("audit")).stdout).toMatch(/李强.命令行. {2}接受现状 {2}单据 XS1[\s\S]*=王敏/);
  await write();
  expect((await billferry("audit", "--person", "李")).stdout).not.toContain("王敏");
  const whole = await billferry("audit", "--verify");
  expect(whole).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/操作记录 4 条,前后衔接,没有改动\n链头 4:[0-9a-f]{64}/),
  });
  expect((await billferry("audit", "--export", join(folder, "audit.csv"))).stdout).toContain("已导出 2 条");
  expect(await readFile(join(folder, "audit.csv"), "utf8")).toContain("'=王敏");
  const [file = ""] = await readdir(auditDir);
  const text = await readFile(join(auditDir, file), "utf8");
  await writeFile(join(auditDir, file), text.replace("样品", "赠品"));
  const broken = await billferry("audit", "--verify");
  expect(broken).toMatchObject({ exitCode: 1, stdout: expect.stringContaining(`${file} 第 4 行`) });
});

test("an end that was cut off is told by Redis and by a head that was noted, until a person accepts the break", async () => {
  const { billferry, write, auditDir, redis } = await setup();
  await billferry("pause", "load", "--note", "等盘点");
  await write();
  const [, head = ""] = /链头 (\S+:\w{64})/.exec((await billferry("audit", "--verify")).stdout) ?? [];
  const [file = ""] = await readdir(auditDir);
  await writeFile(join(auditDir, file), "");
  expect((await billferry("audit", "--verify")).exitCode).toBe(1);
  expect((await billferry("audit", "--accept-break")).exitCode).toBe(2);
  expect((await billferry("audit", "--accept-break", "--note", "磁盘损坏")).exitCode).toBe(0);
  await write();
  expect((await billferry("audit", "--verify")).exitCode).toBe(0);
  expect((await billferry("audit")).stdout).toContain("确认操作记录中断");
  await redis.flushall();
  expect((await billferry("audit", "--verify", "--head", head)).exitCode).toBe(1);
});

test.each([
  [["audit", "--from", "yesterday"]],
  [["audit", "--verify", "--head", "12"]],
  [["audit", "--export", "audit.txt"]],
])("%j is a mistake of usage", async (args) => {
  const { billferry } = await setup();
  expect((await billferry(...args)).exitCode).toBe(2);
});
