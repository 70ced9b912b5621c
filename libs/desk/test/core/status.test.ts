import { expect, test } from "vitest";

import type { StatusFacts } from "../../src/core/status-facts.ts";
import type { ReasonAction, ReasonKind } from "../../src/core/reason.ts";
import { statusReasons } from "../../src/core/status-reasons.ts";
import { assembleStatus } from "../../src/core/status.ts";
import { facts, NOW, type Change } from "../status-facts.ts";

const IDLE_CASES: readonly (readonly [string, Change, boolean])[] = [
  ["everything is delivered and reading came past its own start", {}, true],
  ["nothing was ever read", { progress: { watermarkMs: null, firstReadAtMs: null, lastReadWallMs: null } }, false],
  [
    "only the first reading is done, so the last seconds before it may be missing",
    { progress: { watermarkMs: NOW - 25_000 } },
    false,
  ],
  ["the second reading came exactly to the moment of the first", { progress: { watermarkMs: NOW - 20_000 } }, true],
  ["a bill or order is open in the ledger", { progress: { open: 1 } }, false],
  ["a bill is to be made anew", { progress: { anew: 1 } }, false],
  ["the last reading failed", { progress: { lastError: "[HTTP_NETWORK] …" } }, false],
  ["a bill waits for the transformer", { transform: { waiting: 1 } }, false],
  ["an order is being pushed", { load: { active: 1 } }, false],
  ["an order waits for its next attempt", { load: { delayed: 1 } }, false],
  ["the next reading is waiting, as always", { extract: { delayed: 1 } }, true],
  ["a reading is under way, as so often", { extract: { active: 1 } }, true],
  ["an order is held for a person", { progress: { held: 1 }, load: { failed: 1 } }, true],
];

test.each(IDLE_CASES)("when %s, idle is judged rightly", (_words, change, isIdle) => {
  const status = assembleStatus(facts(change));
  expect(status.idle).toBe(isIdle);
});

test.each([
  ["whatever the reading does, once nothing is open and the queues are empty", { progress: { lastError: "x" } }, true],
  ["not while a bill or order is open in the ledger", { progress: { open: 1 } }, false],
  ["not while an order waits for its next attempt", { load: { delayed: 1 } }, false],
])("of what has been read nothing is left: %s", (_words, change, isNothingLeft) => {
  expect(assembleStatus(facts(change)).nothingLeft).toBe(isNothingLeft);
});

test("a good status gives no reason, and its times are Kingdee's and in seconds", () => {
  const status = assembleStatus(facts());
  expect(status).toMatchObject({
    reasons: [],
    readUpTo: "2026-11-20 11:59:55",
    lastReadSecondsAgo: 1,
    oldestOpenSeconds: null,
    bills: 20,
    excluded: 1,
    delivered: 25,
  });
  expect(status.queues.load).toEqual({
    waiting: 0,
    active: 0,
    delayed: 0,
    failed: 0,
    paused: false,
    pause: null,
    workers: 1,
  });
});

const CALLS = { urgent: 1, work: 52, "look-up": 4, inventory: 0, errand: 0, background: 3 };
const GATE = {
  pausedUntilMs: null,
  openUntilMs: null,
  why: "",
  callsLastMinute: 60,
  callsPerMinute: 60,
  refusals: 0,
  callsByPurpose: CALLS,
};

test("the calls of the last minute are told by what they were for", () => {
  expect(assembleStatus(facts({ facts: { gate: GATE } })).calls).toEqual({ lastMinute: 60, byPurpose: CALLS });
  expect(assembleStatus(facts()).calls).toBeNull();
});

const SOUND = { label: "每小时补漏", found: { hasEnd: false, nextMs: NOW + 60_000, isPending: true } };

function doubted(doubts: Partial<StatusFacts["progress"]["doubts"]>): Change {
  return { progress: { doubts: { content: 0, life: 0, presence: 0, ...doubts } } };
}

const REASON_CASES: readonly (readonly [string, Change, string])[] = [
  ["nothing was read yet", { progress: { lastReadWallMs: null } }, "尚未完成第一次读取"],
  ["the reading fails", { progress: { lastError: "金蝶拒绝登录" } }, "最近一次读取失败:金蝶拒绝登录"],
  ["no reading succeeded for long", { progress: { lastReadWallMs: NOW - 120_000 } }, "已有 120 秒没有成功读取"],
  ["too many orders wait", { facts: { isBackedUp: true } }, "等待推送的订单过多"],
  ["no loader runs", { load: { workers: 0 } }, "写入 · Load:没有运行中的进程(loader)"],
  ["a person paused the queue", { transform: { paused: true, waiting: 3 } }, "队列已被人工暂停(在看板),3 个任务等待"],
  [
    "a person paused the queue, and said why",
    { load: { paused: true, pause: { by: "wang", note: "盘点", atMs: NOW } } },
    "写入 · Load:队列已被人工暂停(wang,2026-11-20 12:00:00 起:盘点),0 个任务等待",
  ],
  [
    "the quota is used up",
    { load: { restMs: 4_200 }, facts: { gate: GATE } },
    "额度已用完(最近一分钟 60 次),约 5 秒后继续",
  ],
  [
    "the vendor told us to wait",
    { load: { restMs: 9_000 }, facts: { gate: { ...GATE, pausedUntilMs: NOW + 9_000, why: "超频" } } },
    "旺店通要求暂缓调用(超频),约 9 秒后(北京时间 12:00:09)再试",
  ],
  [
    "the vendor told us to wait, and no job has met the gate yet",
    { facts: { gate: { ...GATE, pausedUntilMs: NOW + 300_000, why: "封禁" } } },
    "旺店通要求暂缓调用(封禁),约 300 秒后",
  ],
  [
    "the first listing meets a closed way",
    { progress: { inventory: "running" }, facts: { gate: { ...GATE, openUntilMs: NOW + 5_000, why: "地址" } } },
    "旺店通不可用,已熔断(地址),约 5 秒后(北京时间 12:00:05)再试",
  ],
  [
    "the circuit is open",
    { load: { restMs: 5_000 }, facts: { gate: { ...GATE, openUntilMs: NOW + 5_000, why: "凭据被拒绝" } } },
    "旺店通不可用,已熔断(凭据被拒绝),约 5 秒后",
  ],
  [
    "the account that the queue rests for is not known yet",
    { load: { restMs: 4_200 } },
    "写入 · Load:队列休息中,约 5 秒后继续",
  ],
  ["orders wait for another attempt", { load: { delayed: 2 } }, "2 个任务未成功,等待自动重试"],
  ["something is held", { progress: { held: 2 }, load: { failed: 2 } }, "2 项等待人工处理"],
  [
    "the scheme was stopped",
    { progress: { lastError: "[KD_FIELD_UNKNOWN] …", stoppedUntilMs: NOW + 20_000 } },
    "方案已停止读取,约 20 秒后再试:[KD_FIELD_UNKNOWN]",
  ],
  [
    "what Wangdiantong has is being listed",
    { progress: { inventory: "running" }, load: { restMs: 1_000 } },
    "正在清点旺店通已有单据",
  ],
  ["a schedule is gone", { facts: { schedules: [SOUND, { label: "每晚补漏", found: null }] } }, "每晚补漏:时间表缺失"],
  [
    "a schedule was given an end",
    { facts: { schedules: [{ label: "定时读取", found: { ...SOUND.found, hasEnd: true } }] } },
    "定时读取:时间表被改为到期停止",
  ],
  [
    "a schedule has no next turn",
    {
      facts: { schedules: [{ label: "定时读取", found: { ...SOUND.found, isPending: false, nextMs: NOW - 60_000 } }] },
    },
    "定时读取:时间表没有下一次执行",
  ],
  [
    "the listing did not succeed the last time",
    { progress: { inventory: "running", inventoryError: "[WDT_CREDENTIALS_REFUSED] …" } },
    "上次未成功:[WDT_CREDENTIALS_REFUSED]",
  ],
  ["content is in doubt", doubted({ content: 24 }), "24 个订单凭“重复被拒”得知已在旺店通,内容尚未查实"],
  ["life is in doubt", doubted({ life: 2 }), "2 个已送达订单曾撤回、变更或被取消"],
  ["presence is in doubt", doubted({ presence: 3 }), "3 个未送达订单可能已在旺店通建单"],
  ["no bill asks for a document", { progress: { unclaimed: 4 } }, "清点所见 4 张旺店通单据,没有单据要求"],
  ["somebody else pushes the same orders", { progress: { foreignDuplicates: 3 } }, "可能有另一套程序在推送同一账号"],
  ["Redis takes no writes", { facts: { isRedisFull: true } }, "Redis 内存已用尽,拒绝写入"],
  ["a job failed that the ledger does not know", { transform: { failed: 1 } }, "1 个失败任务"],
];

test.each(REASON_CASES)("when %s, one line says so", (_words, change, line) => {
  const { reasons } = assembleStatus(facts(change));
  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toContain(line);
});

test.each<[string, Change, ReasonKind, ReasonAction | null]>([
  ["a paused stage is resumed", { load: { paused: true } }, "paused", { kind: "resume", stage: "load" }],
  [
    "paused sweeps are resumed with the readings",
    { sweep: { paused: true } },
    "paused",
    { kind: "resume", stage: "extract" },
  ],
  ["a reading that failed is asked for again", { progress: { lastError: "…" } }, "reading-failed", { kind: "read" }],
  ["cases are looked at", { progress: { held: 1 }, load: { failed: 1 } }, "cases", { kind: "cases" }],
  [
    "failed jobs that are no cases are retried",
    { load: { failed: 1 } },
    "failed-jobs",
    { kind: "retry", stage: "load" },
  ],
  ["what is tried again can be looked at", { load: { delayed: 1 } }, "retrying", { kind: "jobs", stage: "load" }],
  ["where nothing but patience helps there is no button", { progress: { anew: 1 } }, "anew", null],
])("the button that helps: %s", (_words, change, kind, action) => {
  const [reason] = statusReasons(facts(change));
  expect(reason).toMatchObject({ kind, action });
  expect(reason?.en).not.toMatch(/\p{Script=Han}/u);
});

test("workers that Redis does not tell of are no finding", () => {
  const { reasons, queues } = assembleStatus(facts({ load: { workers: null } }));
  expect(reasons).toEqual([]);
  expect(queues.load.workers).toBeNull();
});
