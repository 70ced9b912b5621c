import { sayIn } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { barOf, fitColumns, Pace, paceWords, workText } from "../../src/core/pace.ts";

const [zh, en] = [sayIn("zh"), sayIn("en")];

test("rate and time left are those since the step began; the next step is reckoned anew", () => {
  const pace = new Pace();
  const read = (done: number, share: number, atMs: number) => pace.observe({ step: "kingdee", done, share }, atMs);
  expect(read(0, 0, 0)).toEqual({ perMinute: null, leftMs: null });
  expect(read(100, 0.25, 1_000)).toEqual({ perMinute: null, leftMs: null });
  expect(read(300, 0.5, 30_000)).toEqual({ perMinute: 600, leftMs: 30_000 });
  expect(pace.observe({ step: "wangdiantong", done: 0, share: 0 }, 31_000)).toEqual({ perMinute: null, leftMs: null });
  expect(pace.observe({ step: "wangdiantong", done: 50, share: 0.5 }, 41_000)).toEqual({
    perMinute: 300,
    leftMs: 10_000,
  });
});

test("a step of which nobody knows how much there is has a rate and no end", () => {
  const pace = new Pace();
  pace.observe({ step: "compare" }, 0);
  expect(pace.observe({ step: "compare", done: 90 }, 60_000)).toEqual({ perMinute: 90, leftMs: null });
});

test("a line says in either language how much is done, how fast, and how long the rest takes", () => {
  const told = { zh: "金蝶:已读 300 张单据", en: "Kingdee: 300 bills read", share: 0.429 };
  const now = { perMinute: 600.4, leftMs: 5_400_000 };
  expect(workText(told, now, zh)).toBe("42% · 金蝶:已读 300 张单据 · 每分钟 600 · 约剩 1 小时 30 分钟");
  expect(workText(told, now, en)).toBe("42% · Kingdee: 300 bills read · 600 a minute · about 1 h 30 min left");
  expect(paceWords({ perMinute: null, leftMs: 12_000 }, zh)).toEqual(["约剩 12 秒"]);
  expect(workText({ zh: "台账:正在比对", en: "" }, { perMinute: null, leftMs: null }, zh)).toBe("台账:正在比对");
});

test("time left is never below nothing, and a bar is always as wide as a bar", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5_000), fc.double({ min: 0, max: 1, noNaN: true }))), (steps) => {
      const pace = new Pace();
      let atMs = 0;
      for (const [afterMs, share] of steps) {
        const { leftMs, perMinute } = pace.observe({ step: "one", done: afterMs, share }, (atMs += afterMs));
        expect(leftMs ?? 0).toBeGreaterThanOrEqual(0);
        expect(perMinute ?? 0).toBeGreaterThanOrEqual(0);
        expect([...barOf(share)]).toHaveLength(20);
      }
    }),
  );
});

test("a line never breaks over the edge of a terminal, on which Chinese takes two columns", () => {
  expect(fitColumns("██░░ 金蝶", 7)).toBe("██░░ 金");
  expect(fitColumns("Kingdee", 20)).toBe("Kingdee");
});
