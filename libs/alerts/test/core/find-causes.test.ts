import { sayIn } from "@billferry/contracts";
import { describeFault, Fault } from "@billferry/contracts";
import { expect, test } from "vitest";

import { muteExplained } from "../../src/core/cause.ts";
import type { Cause } from "../../src/core/cause.ts";
import { findCauses } from "../../src/core/find-causes.ts";
import type { WatchedSchemeFacts, WatchFacts, WatchLimits } from "../../src/core/watch-facts.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** 2026-11-28 14:30 in Kingdee's time. */
const NOW = Date.UTC(2026, 10, 28, 6, 30);
const LIMITS: WatchLimits = {
  noDeliveryMs: 30 * MINUTE,
  oldestMs: 120 * MINUTE,
  backlogMs: 120 * MINUTE,
  certificateMs: 14 * DAY,
};

const STAGE = { workers: 1, paused: false, pausedAtMs: null, failed: 0 };
const WELL: WatchedSchemeFacts = {
  scheme: "sal-outstock",
  title: "销售出库单",
  accounts: { kingdee: "K1", wangdiantong: "W1" },
  waiting: { items: 0, bills: 0, orders: 0 },
  oldestOpenMs: null,
  held: 0,
  lastReadMs: NOW - 10_000,
  lastError: null,
  passwordNotice: null,
  readEveryMs: 60_000,
  isBackedUp: false,
  lastDeliveryMs: NOW - MINUTE,
  recent: { delivered: 20, overMs: 5 * MINUTE },
  stages: { extract: STAGE, transform: STAGE, load: STAGE },
  gate: null,
};
const WAITING = { waiting: { items: 50, bills: 37, orders: 41 }, oldestOpenMs: NOW - 40 * MINUTE };
const SHUT = { openUntilMs: NOW + 5_000, pausedUntilMs: null };

function look(schemes: readonly Partial<WatchedSchemeFacts>[], own: Partial<WatchFacts> = {}) {
  const causes = findCauses(
    {
      nowMs: NOW,
      schemes: schemes.map((each) => ({ ...WELL, ...each })),
      groups: [],
      redis: { usedBytes: 1, limitBytes: 0, isSaved: true },
      certificates: [],
      brokenChannels: [],
      ...own,
    },
    LIMITS,
  );
  for (const { title, remedy, lines, label } of causes)
    for (const text of [title, remedy, label, ...lines].map(sayIn("en")))
      expect(text.replaceAll(/销售出库单|退货/g, "")).not.toMatch(/[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]/u);
  return muteExplained(causes).told.map(inChinese);
}

/** As a Chinese reader is told it. */
function inChinese(cause: Cause) {
  const say = sayIn("zh");
  const { title, remedy, label, lines } = cause;
  return { ...cause, title: say(title), remedy: say(remedy), label: say(label), lines: lines.map(say) };
}

test("where all is well nothing is told, with work under way, too", () => {
  expect(look([{}, { ...WAITING, oldestOpenMs: NOW - 60_000 }])).toEqual([]);
});

test("nothing was delivered since a moment though bills wait", () => {
  const [cause, ...others] = look([{ ...WAITING, lastDeliveryMs: NOW - 35 * MINUTE }]);
  expect([cause?.code, cause?.title]).toEqual(["NO_DELIVERY", "销售出库单:13:55 起没有送达,37 张单据等待"]);
  expect(cause).toMatchObject({ bills: 37, orders: 41, owner: "it" });
  expect(others).toEqual([]);
});

test("a quiet night is no alarm: what came a minute ago has not waited long", () => {
  expect(look([{ ...WAITING, oldestOpenMs: NOW - 60_000, lastDeliveryMs: null }])).toEqual([]);
});

test("a stage without a process is told at once, though nothing waits", () => {
  const [cause] = look([{ stages: { ...WELL.stages, load: { ...STAGE, workers: 0 } } }]);
  expect(cause).toMatchObject({ code: "NO_DELIVERY", lines: ["没有运行中的 loader 进程"] });
  expect(cause?.remedy).toContain("docker compose up -d loader");
});

test("what Redis does not tell is no absence", () => {
  const unknown = { ...STAGE, workers: null };
  expect(look([{ stages: { extract: unknown, transform: unknown, load: unknown } }])).toEqual([]);
});

test("an old last reading is told, since a dead extractor leaves nothing waiting; one that rests is not", () => {
  const old = { lastReadMs: NOW - 5 * MINUTE };
  expect(look([old])[0]).toMatchObject({ code: "NO_READING", title: "销售出库单:14:25 起没有成功读取" });
  expect(look([{ ...old, isBackedUp: true }])).toEqual([]);
  expect(look([{ ...old, lastReadMs: NOW - 4 * MINUTE }])).toEqual([]);
});

test("credentials that Kingdee refuses are one cause of the account, whatever schemes read from it", () => {
  const lastError = describeFault(new Fault("KD_CREDENTIALS_REFUSED", "张三 13800000000"));
  const refused = { lastError, lastReadMs: NOW - 60 * MINUTE };
  const causes = look([refused, { ...refused, scheme: "sal-returnstock", title: "退货" }]);
  expect(causes.map(({ code }) => code)).toEqual(["KD_CREDENTIALS_REFUSED"]);
  expect(causes[0]?.lines[0]).toBe("停止读取:销售出库单、退货");
  expect(JSON.stringify(causes)).not.toMatch(/张三|138/);
});

test("a password that Kingdee says will end is told before it does, once for its account, with who has to do what", () => {
  const warned = { passwordNotice: { endsAtMs: NOW + 3 * DAY - 60 * MINUTE } };
  const causes = look([warned, { ...warned, scheme: "sal-returnstock", title: "退货" }]);
  expect(causes.map(({ code, owner, title }) => [code, owner, title])).toEqual([
    ["PASSWORD_ENDS", "it", "金蝶集成用户的密码将在 3 天后过期"],
  ]);
  expect(causes[0]?.lines).toEqual(["过期后停止读取:销售出库单、退货"]);
  expect(causes[0]?.remedy).toContain("KINGDEE_PASSWORD");
  expect(look([{ passwordNotice: { endsAtMs: null } }])[0]?.title).toBe("金蝶集成用户的密码即将过期");
  expect(look([{ passwordNotice: { endsAtMs: NOW } }])[0]?.title).toBe("金蝶集成用户的密码已到期");
});

test("a password that Kingdee refuses already explains that it was to end", () => {
  const lastError = describeFault(new Fault("KD_PASSWORD_EXPIRED", "x"));
  expect(look([{ passwordNotice: { endsAtMs: NOW }, lastError }]).map(({ code }) => code)).toEqual([
    "KD_PASSWORD_EXPIRED",
  ]);
});

test("credentials that Wangdiantong refuses explain that nothing is delivered and how long it waits", () => {
  const why = describeFault(new Fault("WDT_CREDENTIALS_REFUSED", "x"));
  const late = { ...WAITING, oldestOpenMs: NOW - 5 * 60 * MINUTE, lastDeliveryMs: null, gate: { ...SHUT, why } };
  const causes = look([late, { ...late, scheme: "b", title: "B" }]);
  expect(causes.map(({ code, bills }) => [code, bills])).toEqual([["WDT_CREDENTIALS_REFUSED", 74]]);
});

test("an outage is the vendor's; a rest that is asked for is told only if it is long", () => {
  expect(look([{ gate: { ...SHUT, why: "[HTTP_DEADLINE] x" } }])[0]).toMatchObject({
    code: "CIRCUIT_OPEN",
    owner: "vendor",
  });
  const rest = (minutes: number) =>
    look([{ gate: { openUntilMs: null, pausedUntilMs: NOW + minutes * MINUTE, why: "" } }]);
  expect(rest(5)).toEqual([]);
  expect(rest(30)[0]).toMatchObject({ code: "RATE_LIMITED", title: "旺店通要求暂缓调用,到 15:00" });
});

test("a backlog tells until when it takes, and is why bills are old", () => {
  const slow = { waiting: { items: 2_000, bills: 1_900, orders: 2_000 }, oldestOpenMs: NOW - 180 * MINUTE };
  const [cause, ...others] = look([{ ...slow, recent: { delivered: 40, overMs: 5 * MINUTE } }]);
  expect(cause).toMatchObject({ code: "BACKLOG", title: "积压 2000 项,按现在的速度约到 18:40 送完" });
  expect(others).toEqual([]);
});

test("the oldest bill is told where nothing else explains it", () => {
  expect(look([{ ...WAITING, oldestOpenMs: NOW - 121 * MINUTE }]).map(({ code }) => code)).toEqual(["OLDEST_BILL"]);
});

const paused = (minutes: number) => ({
  ...WAITING,
  oldestOpenMs: NOW - 300 * MINUTE,
  lastDeliveryMs: NOW - 299 * MINUTE,
  recent: { delivered: 0, overMs: 5 * MINUTE },
  stages: { ...WELL.stages, load: { ...STAGE, paused: true, pausedAtMs: NOW - minutes * MINUTE } },
});

test("a pause is told when it may have been forgotten, and explains all that waits for it", () => {
  expect(look([paused(10)])).toEqual([]);
  const causes = look([paused(45)]);
  expect(causes.map(({ code }) => code)).toEqual(["STAGE_PAUSED"]);
  expect(causes[0]?.remedy).toContain("billferry resume load --scheme sal-outstock");
});

test("cases are told by their cause, each missing code by itself, with the way to it", () => {
  const group = {
    scheme: "sal-outstock",
    code: "MAP_CODE_MISSING",
    meaning: "对照表中没有该编码",
    owner: "master-data",
    remedy: "r",
  } as const;
  const counts = { bills: 3, orders: 0, amount: "9.50", oldestMs: NOW - DAY };
  const gaps = ["A/1", "B"].map((code) => ({ ...group, ...counts, gap: { subject: "skus", code } }));
  const causes = look([{ held: 6 }], { groups: gaps });
  expect(causes.map(({ title, path }) => [title, path])).toEqual([
    ["对照表中没有该编码:A/1", "/cases?scheme=sal-outstock&code=MAP_CODE_MISSING&gap=skus%2FA%2F1"],
    ["对照表中没有该编码:B", "/cases?scheme=sal-outstock&code=MAP_CODE_MISSING&gap=skus%2FB"],
  ]);
  expect(new Set(causes.map(({ group: own }) => own)).size).toBe(1);
});

test("Redis that fills up or cannot write, a certificate that runs out and a channel that is broken are told", () => {
  const causes = look([{}], {
    redis: { usedBytes: 95, limitBytes: 100, isSaved: false },
    certificates: [
      { host: "a.example.com", validToMs: NOW + 5 * DAY },
      { host: "b.example.com", validToMs: NOW + 15 * DAY },
      { host: "c.example.com", validToMs: NOW - DAY },
    ],
    brokenChannels: [{ name: "wecom", why: "93000" }],
  });
  expect(causes.map(({ title }) => title)).toEqual([
    "Redis 内存将满:已用 95%",
    "Redis 写不进磁盘",
    "a.example.com 的证书将在 5 天后过期",
    "c.example.com 的证书已过期",
    "告警渠道 wecom 发不出消息",
  ]);
});
