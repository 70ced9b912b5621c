import { sayIn } from "@billferry/contracts";
import type { Status } from "@billferry/desk";
import { expect, test } from "vitest";

import { formatStatus } from "../../src/core/status-text.ts";

const STAGE = { waiting: 0, active: 0, delayed: 0, failed: 0, paused: false, pause: null, workers: 1 };

const IDLE: Status = {
  idle: true,
  nothingLeft: true,
  readUpTo: "2026-11-23 10:00:00",
  bills: 6,
  excluded: 0,
  withdrawn: 0,
  delivered: 6,
  held: 0,
  open: 0,
  oldestOpenSeconds: null,
  foreignDuplicates: 0,
  doubts: { content: 0, life: 0, presence: 0 },
  unclaimed: 0,
  sweeps: [],
  queues: { extract: STAGE, sweep: STAGE, transform: STAGE, load: STAGE },
  calls: null,
  pace: { perMinute: null, secondsLeft: null },
  reasons: [],
  lastReadSecondsAgo: 3,
  lastError: null,
};

const headingOf = (status: Status): string | undefined => formatStatus(status, sayIn("zh")).split("\n")[0];

test.each<[string, Partial<Status>, string]>([
  ["with nothing left is idle", {}, "空闲:没有待处理的单据"],
  ["with cases alone waits for a person", { held: 6 }, "异常单:6 项(billferry cases 查看原因);其余均已完成"],
  ["with work of its own is busy", { idle: false, open: 2, oldestOpenSeconds: 9 }, "处理中:2 项未完成,最久 9 秒"],
])("a scheme %s", (_words, change, heading) => {
  expect(headingOf({ ...IDLE, ...change })).toBe(heading);
});

test("what does not move is told with its reason", () => {
  expect(formatStatus({ ...IDLE, reasons: ["读取已暂停"] }, sayIn("zh"))).toContain("需要注意:\n  - 读取已暂停");
});

test("the account's calls are shown by what they were for, and those of which there was none are not", () => {
  const byPurpose = { urgent: 1, work: 9, "look-up": 2, inventory: 0, errand: 0, background: 0 };
  expect(formatStatus({ ...IDLE, calls: { lastMinute: 12, byPurpose } }, sayIn("zh"))).toContain(
    "旺店通调用(最近一分钟,整个账号):12 次(加急 1 · 推送 9 · 查询 2)",
  );
});
