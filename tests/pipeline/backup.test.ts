import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { CaseItem } from "@billferry/desk";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { startStack, type ServiceName, type Stack } from "./stack.ts";

const LIMIT_MS = 400_000;
const WAIT = { timeout: 120_000, interval: 250 };
const ALL: readonly ServiceName[] = ["extractor", "transformer", "loader"];

async function approve(stack: Stack, billNo: string): Promise<void> {
  await stack.control("bills", { billNo, lines: [{ quantity: "5" }] });
  await stack.control(`bills/${billNo}/audit`, {});
}

async function cases(stack: Stack): Promise<readonly CaseItem[]> {
  return JSON.parse((await stack.cli("cases", "--json")).stdout) as CaseItem[];
}

async function startAll(stack: Stack) {
  const services = ALL.map((name) => stack.start(name));
  await Promise.all(services.map(async ({ ready }) => ready));
  return async () => void (await Promise.all(services.map(async (service) => service.stop())));
}

/** Delivered bills, one that a person has accepted as it is, and one that a person holds back. */
async function setup() {
  const stack = await startStack({ bills: 10, seed: 5 });
  const folder = await mkdtemp(join(tmpdir(), "billferry-backup-"));
  const redis = new Redis(stack.redis.url);
  onTestFinished(async () => {
    redis.disconnect();
    await rm(folder, { recursive: true, force: true });
  });
  await stack.cli("pause", "load", "--note", "盘点", "--by", "li");
  await Promise.all(["GROWS", "WAITS"].map(async (billNo) => approve(stack, billNo)));
  const stop = await startAll(stack);
  await expect.poll(async () => (await stack.cli("bill", "WAITS")).stdout, WAIT).toContain("WAITS-CK001");
  await stack.cli("hold", "WAITS", "--note", "等新品建档", "--by", "li");
  await stack.cli("resume", "load");
  const { expected } = await stack.summary();
  await stack.untilPresent(expected - 1);
  await stack.control("bills/GROWS/edit", { lines: [{ seq: 1, quantity: "8" }], reaudit: true });
  const grown = async () => (await cases(stack)).find(({ billNo }) => billNo === "GROWS")?.caseId;
  await expect.poll(grown, WAIT).toBeDefined();
  await stack.cli("settle", (await grown()) ?? "", "--accept", "--note", "已在旺店通补发", "--by", "wang");
  const backup = async (name: string) => stack.cli("backup", join(folder, name), "--json");
  const restore = async (name: string, ...more: readonly string[]) => stack.cli("restore", join(folder, name), ...more);
  return { stack, redis, folder, stop, backup, restore };
}

test(
  "what a backup holds stands after Redis was lost: nothing is sent twice, what was accepted stays so, what is held waits",
  { timeout: LIMIT_MS },
  async () => {
    const { stack, redis, folder, stop, backup, restore } = await setup();
    expect(JSON.parse((await backup("one")).stdout)).toMatchObject({ kind: "written", schemes: ["sal-outstock"] });
    expect((await stat(join(folder, "one"))).mode & 0o777).toBe(0o600);
    expect((await backup("one")).exitCode).toBe(2);
    // Delivered after the backup: only Wangdiantong knows.
    await approve(stack, "LATER");
    await expect.poll(async () => (await stack.cli("bill", "LATER")).stdout, WAIT).toContain("已送达");
    await stack.untilPresent((await stack.summary()).expected - 1);
    expect((await restore("one", "--replace")).stdout).toContain("停止各服务");
    await stop();
    const before = await stack.summary();

    await redis.flushall();
    const restored = await restore("one");
    expect([restored.exitCode, restored.stdout]).toEqual([0, expect.stringContaining("已恢复")]);
    const again = await restore("one");
    expect([again.exitCode, again.stdout]).toEqual([1, expect.stringContaining("--replace")]);

    await startAll(stack);
    await expect.poll(async () => (await stack.cli("bill", "LATER")).stdout, WAIT).toContain("已送达");
    // Another bill's way through shows that all that could go has gone.
    await approve(stack, "NEXT");
    await stack.untilPresent(before.present + 1);
    expect(JSON.parse((await stack.cli("sweep", "--depth", "2d", "--json")).stdout)).toMatchObject({});
    await expect.poll(async () => (await cases(stack)).map(({ billNo }) => billNo), WAIT).toEqual(["WAITS"]);
    const after = await stack.summary();
    expect([after.present, after.duplicated]).toEqual([before.present + 1, []]);
    expect((await stack.cli("bill", "GROWS")).stdout).toContain("已在旺店通补发(wang)");
    expect((await stack.cli("bill", "WAITS")).stdout).toContain("等新品建档(li)");
    await stack.cli("release", "WAITS", "--note", "已建档", "--by", "wang");
    await stack.untilPresent(before.present + 2);
  },
);

test(
  "a backup takes the place of what a reading has rebuilt only at an explicit word, and a damaged one of nothing",
  { timeout: LIMIT_MS },
  async () => {
    const { stack, redis, folder, stop, backup, restore } = await setup();
    await stack.cli("pause", "load", "--note", "盘点二", "--by", "li");
    await backup("one");
    await stop();
    await redis.flushall();
    const stopAgain = await startAll(stack);
    // Everything is known from both ends, but nobody knows of what people decided.
    await expect.poll(async () => (await cases(stack)).map(({ billNo }) => billNo), WAIT).toContain("GROWS");
    await stopAgain();
    const bytes = await readFile(join(folder, "one"));
    await writeFile(join(folder, "cut"), bytes.subarray(0, bytes.length - 40));
    await writeFile(join(folder, "other"), "no backup");
    for (const name of ["cut", "other", "missing"]) expect((await restore(name, "--replace")).exitCode).toBe(2);
    expect((await restore("one")).exitCode).toBe(1);
    expect((await cases(stack)).map(({ billNo }) => billNo)).toContain("GROWS");

    const restored = await restore("one", "--replace", "--by", "li");
    expect([restored.exitCode, restored.stdout]).toEqual([0, expect.stringMatching(/仍暂停.*load/)]);
    expect((await stack.cli("status")).stdout).toContain("盘点二");
    expect((await cases(stack)).map(({ billNo }) => billNo)).toEqual(["WAITS"]);
    expect((await stack.cli("audit", "--act", "restore")).stdout).toContain("li");
  },
);
