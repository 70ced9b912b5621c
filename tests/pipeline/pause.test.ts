import { setTimeout as pause } from "node:timers/promises";

import { expect, test } from "vitest";

import { startStack, type Stack } from "./stack.ts";

const LIMIT_MS = 400_000;
/** Several readings, rechecks and gap checks would come by then: of what must not happen there is no event. */
const QUIET_MS = 5_000;

async function approve(stack: Stack, billNo: string): Promise<void> {
  await stack.control("bills", { billNo, lines: [{}] });
  await stack.control(`bills/${billNo}/audit`, {});
}

async function callsDuring(stack: Stack, act: () => Promise<unknown>): Promise<readonly string[]> {
  const before = (await stack.summary()).calls;
  await act();
  await pause(QUIET_MS);
  const after = (await stack.summary()).calls;
  return Object.keys(after).filter((service) => after[service] !== before[service]);
}

test(
  "what is paused makes no call, though its services are started again, until it is resumed",
  async () => {
    const stack = await startStack({ bills: 10 }, { GAP_CHECK_EVERY: "2s", AUDIT_CHECK_EVERY: "2s" });
    const services = new Map(
      (["extractor", "transformer", "loader"] as const).map((name) => [name, stack.start(name)]),
    );
    await stack.untilIdle();
    const { expected } = await stack.summary();

    const paused = await stack.cli("pause", "extract", "load", "--note", "盘点", "--by", "wang");
    expect([paused.exitCode, paused.stdout]).toEqual([0, "读取 · Extract:已暂停\n写入 · Load:已暂停"]);
    const second = await stack.cli("pause", "load", "--note", "停机", "--by", "li");
    expect(second.stdout).toMatch(/^写入 · Load:此前已由 wang 于 .* 暂停\(盘点\)$/);
    expect((await stack.status()).reasons.join("\n")).toMatch(/读取 · Extract:队列已被人工暂停\(wang,.*盘点\)/);

    const during = await callsDuring(stack, async () => {
      await approve(stack, "WAITS");
      for (const name of ["extractor", "loader"] as const) {
        await services.get(name)?.stop();
        await stack.start(name).ready;
      }
    });
    expect(during).toEqual([]);

    expect((await stack.cli("resume", "extract")).stdout).toMatch(/^读取 · Extract:已恢复\(wang 于 .* 暂停:盘点\)$/);
    await expect
      .poll(async () => (await stack.status()).reasons.join("\n"), { timeout: 120_000 })
      .toMatch(/盘点\),1 个任务等待/);
    expect((await stack.summary()).present).toBe(expected);

    expect((await stack.cli("resume")).exitCode).toBe(0);
    await stack.untilPresent(expected + 1);
    expect((await stack.cli("resume", "load")).stdout).toBe("写入 · Load:没有暂停(可能已由他人恢复)");
  },
  LIMIT_MS,
);
