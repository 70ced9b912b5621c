import { expect, test } from "vitest";

import { dueDay, toDaily } from "../../src/core/daily.ts";

/** 09:07 of 2026-11-28 in Kingdee's time. */
const MOMENT = Date.UTC(2026, 10, 28, 1, 7);
const MINUTE = 60_000;

const due = (nowMs: number, last: string | null) => dueDay(nowMs, { at: "09:07", last });

test("yesterday is told once, from its minute on, also by a watch that was away then", () => {
  expect(due(MOMENT - MINUTE, "2026-11-26")).toEqual({ day: null, mark: null });
  expect(due(MOMENT, "2026-11-26")).toEqual({ day: "2026-11-27", mark: "2026-11-27" });
  expect(due(MOMENT + 300 * MINUTE, "2026-11-26").day).toBe("2026-11-27");
  expect(due(MOMENT, "2026-11-27")).toEqual({ day: null, mark: null });
});

test("a watch that begins today begins with tomorrow's message; switched off, there is none", () => {
  expect(dueDay(MOMENT, { at: "09:07", last: null })).toEqual({ day: null, mark: "2026-11-27" });
  expect(dueDay(MOMENT, { at: null, last: "2026-11-26" })).toEqual({ day: null, mark: null });
});

test("the daily message counts yesterday's bills and what waits for a person now", () => {
  const message = toDaily({
    day: "2026-11-27",
    states: [
      ["已送达", 120],
      ["待处理", 3],
      ["已撤回", 0],
    ],
    cases: { bills: 4, orders: 5, amount: "88.00" },
    reconciled: [],
    differencesPath: null,
  });
  expect(message).toMatchObject({
    cause: "DAILY",
    kind: "reminded",
    title: "Billferry 日报:2026-11-27 审核的单据 123 张",
    lines: ["已送达 120,待处理 3", "目前的异常单:4 张单据、5 个订单,金额 88.00"],
    path: "/cases",
  });
});
