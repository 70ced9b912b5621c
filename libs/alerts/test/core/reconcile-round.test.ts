import { expect, test } from "vitest";

import { toDaily, toReconciled } from "../../src/core/daily.ts";
import {
  afterFailure,
  beginRound,
  dayAfter,
  judgeDue,
  judgeTelling,
  type ReconcileRound,
  type RoundPart,
} from "../../src/core/reconcile-round.ts";
import { NO_CLERK, reconciledLines, reconciledPath } from "../../src/core/reconcile-words.ts";

const NOW = Date.UTC(2026, 10, 28, 1, 7);
const MINUTE = 60_000;
const DAY = "2026-11-27";
const LIMIT = { nowMs: NOW + MINUTE, waitMs: 30 * MINUTE };

const due = beginRound(DAY, ["sal-outstock"], NOW).parts["sal-outstock"] as Extract<RoundPart, { kind: "due" }>;

function roundOf(parts: Readonly<Record<string, RoundPart>>, isTold = false): ReconcileRound {
  return { day: DAY, begunMs: NOW, isTold, parts };
}

const ASKED = { kind: "asked", tries: 1, id: "long.sal-outstock.daily-2026-11-27-1" } as const;
const AGREED = { kind: "kept", expected: 120, differences: { missing: 0 } } as const;
const DIFFERS = { kind: "kept", expected: 120, differences: { missing: 1, different: 2, extra: 0 } } as const;

function judgeAfter(minutes: number, clerks: number | null) {
  return judgeDue(due, { nowMs: NOW + minutes * MINUTE, begunMs: NOW, clerks, waitMs: LIMIT.waitMs });
}

test("a clerk is asked as soon as one is there, and given up after two minutes without any", () => {
  expect([judgeAfter(0, 1), judgeAfter(0, null), judgeAfter(1, 0), judgeAfter(2, 0)]).toEqual([
    "ask",
    "ask",
    "rest",
    "give-up",
  ]);
});

test("what comes to nothing is asked for again after five minutes, three times in all", () => {
  const again = afterFailure(ASKED, { nowMs: NOW, why: NO_CLERK });
  expect(again).toEqual({ kind: "due", tries: 1, atMs: NOW + 5 * MINUTE });
  expect(
    judgeDue(again as typeof due, { nowMs: NOW + 4 * MINUTE, begunMs: NOW, clerks: 1, waitMs: LIMIT.waitMs }),
  ).toBe("rest");
  expect(afterFailure({ ...ASKED, tries: 3 }, { nowMs: NOW, why: NO_CLERK })).toEqual({
    kind: "failed",
    why: NO_CLERK,
  });
});

test("the day's message waits for the reconciliation, but not for ever; then the result has a message of its own", () => {
  expect(judgeTelling(roundOf({ one: ASKED }), LIMIT)).toEqual({ telling: "nothing", isOver: false });
  expect(judgeTelling(roundOf({ one: AGREED, two: ASKED }), LIMIT)).toEqual({ telling: "nothing", isOver: false });
  expect(judgeTelling(roundOf({ one: AGREED }), LIMIT)).toEqual({ telling: "day", isOver: true });
  const late = { ...LIMIT, nowMs: NOW + 30 * MINUTE };
  expect(judgeTelling(roundOf({ one: ASKED }), late)).toEqual({ telling: "day", isOver: false });
  expect(judgeTelling(roundOf({ one: ASKED }, true), late)).toEqual({ telling: "nothing", isOver: false });
  expect(judgeTelling(roundOf({ one: DIFFERS }, true), late)).toEqual({ telling: "rest", isOver: true });
});

test("a round of no schemes is told at once", () => {
  expect(judgeTelling(beginRound(DAY, [], NOW), LIMIT)).toEqual({ telling: "day", isOver: true });
});

test("differences are told by number and kind, in both languages, and lead to their report", () => {
  const round = roundOf({ "sal-outstock": DIFFERS });
  const titles = new Map([["sal-outstock", "销售出库"]]);
  expect(reconciledLines(round, titles)).toEqual([
    {
      zh: "对账:应有订单 120 个,差异 3 项(缺失 1、不同 2)",
      en: "Reconciliation: 120 orders expected, 3 differences (missing 1, different 2)",
    },
  ]);
  const about = { day: DAY, reconciled: reconciledLines(round, titles), differencesPath: reconciledPath(round) };
  const daily = toDaily({ ...about, states: [["已送达", 120]], cases: { bills: 4, orders: 5, amount: null } });
  expect(daily.lines.at(-1)).toBe("对账:应有订单 120 个,差异 3 项(缺失 1、不同 2)");
  expect(daily.path).toBe("/reconcile?scheme=sal-outstock&day=2026-11-27");
  const rest = toReconciled(about);
  expect(rest).toMatchObject({ cause: "DAILY", threadId: daily.id, path: daily.path });
  expect(rest.id).not.toBe(daily.id);
});

test("of several schemes each is named; one that nobody could reconcile says why", () => {
  const round = roundOf({ sales: AGREED, returns: { kind: "failed", why: NO_CLERK }, other: ASKED });
  const titles = new Map([
    ["sales", "销售出库"],
    ["returns", "销售退货"],
    ["other", "其他"],
  ]);
  expect(reconciledLines(round, titles).map(({ zh }) => zh)).toEqual([
    "对账 销售出库:两端一致(应有订单 120 个)",
    expect.stringMatching(/^对账 销售退货:未能进行:没有运行中的办事员\(clerk\)/),
    expect.stringMatching(/^对账 其他:尚未完成/),
  ]);
  expect(reconciledPath(round)).toBeNull();
});

test("the day after the last of a month is the first of the next", () => {
  expect([dayAfter("2026-11-30"), dayAfter("2028-02-28")]).toEqual(["2026-12-01", "2028-02-29"]);
});
