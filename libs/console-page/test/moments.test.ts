import { describe, expect, test } from "vitest";

import { addDays, kingdeeClock, kingdeeTime, spanOf } from "../src/core/moments.ts";

const MOMENT = Date.parse("2026-11-28T14:03:22+08:00");

test("a moment is shown on Kingdee's clock, whatever zone the browser is in", () => {
  expect(kingdeeTime(MOMENT)).toBe("2026-11-28 14:03:22");
  expect(kingdeeClock(MOMENT)).toBe("14:03:22");
});

describe("an age is told in its two greatest units", () => {
  test.each([
    [0, "0秒", "0 sec"],
    [432_999, "7分钟 12秒", "7 min 12 sec"],
    [3_600_000, "1小时", "1 hr"],
    [180_000_000, "2天 2小时", "2 days 2 hr"],
    [-5, "0秒", "0 sec"],
  ])("%d ms", (ms, chinese, english) => {
    expect(spanOf(ms, "zh-CN")).toBe(chinese);
    expect(spanOf(ms, "en")).toBe(english);
  });
});

test("days are counted by the calendar, over the ends of months and years", () => {
  expect([addDays("2026-11-30", 1), addDays("2028-02-28", 1), addDays("2027-01-01", -1)]).toEqual([
    "2026-12-01",
    "2028-02-29",
    "2026-12-31",
  ]);
});
