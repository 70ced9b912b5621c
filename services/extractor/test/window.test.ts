import fc from "fast-check";
import { expect, test } from "vitest";

import { isCaughtUp, nextWindow, type WindowRules } from "../src/core/window.ts";

const START_MS = Date.UTC(2026, 10, 1);
const NONE = { fromMs: 0, toMs: 0, watermarkMs: 0 };
const rules: WindowRules = { startFromMs: START_MS, overlapMs: 600_000, settleMs: 5_000, longestMs: 86_400_000 };

test("the first window begins at the go-live moment and ends where settling begins", () => {
  const window = nextWindow(null, START_MS + 60_500, rules);
  expect(window).toEqual({ fromMs: START_MS, toMs: START_MS + 55_000, watermarkMs: START_MS + 55_000 });
  expect(isCaughtUp(window ?? NONE, START_MS + 60_500, rules)).toBe(true);
});

test("a later window reads the overlap again", () => {
  const watermark = START_MS + 3_600_000;
  expect(nextWindow(watermark, watermark + 60_000, rules)).toEqual({
    fromMs: watermark - 600_000,
    toMs: watermark + 55_000,
    watermarkMs: watermark + 55_000,
  });
});

test("a month is read in pieces of a day", () => {
  const now = START_MS + 30 * 86_400_000;
  const window = nextWindow(null, now, rules);
  expect(window).toEqual({
    fromMs: START_MS,
    toMs: START_MS + 86_400_000,
    watermarkMs: START_MS + 86_400_000,
  });
  expect(isCaughtUp(window ?? NONE, now, rules)).toBe(false);
});

test("a clock set back, or a go-live moment in the future, asks for nothing", () => {
  expect(nextWindow(START_MS + 100_000, START_MS + 50_000, rules)).toBeUndefined();
  expect(nextWindow(null, START_MS - 1, rules)).toBeUndefined();
});

test("a second that has not passed yet is not worth a call, and a passed one is", () => {
  const watermark = START_MS + 50_000;
  expect(nextWindow(watermark, watermark + 5_999, rules)).toBeUndefined();
  expect(nextWindow(watermark, watermark + 6_000, rules)).toEqual({
    fromMs: START_MS,
    toMs: watermark + 1_000,
    watermarkMs: watermark + 1_000,
  });
});

test("without settling the second that runs is read as well, again and again, and the watermark stays before it", () => {
  const own = { ...rules, settleMs: 0 };
  const watermark = START_MS + 3_600_000;
  const running = { fromMs: watermark - 600_000, toMs: watermark + 2_000, watermarkMs: watermark };
  expect(nextWindow(watermark, watermark + 10, own)).toEqual(running);
  expect(nextWindow(watermark, watermark + 999, own)).toEqual(running);
  // Kingdee tells its time in whole seconds: by the next answer it may seem a second earlier.
  expect(nextWindow(watermark, watermark - 400, own)).toEqual({ ...running, toMs: watermark + 1_000 });
  expect(nextWindow(null, START_MS - 1, own)).toBeUndefined();
});

test("whatever the clock does, windows leave no gap, never pass Kingdee's now, and the watermark never goes back", () => {
  const jumps = fc.array(fc.integer({ min: -900_000, max: 100_000_000 }), { minLength: 1, maxLength: 60 });
  const settings = fc.record({
    overlapMs: fc.nat(3_600_000),
    settleMs: fc.oneof(fc.constant(0), fc.nat(60_000)),
    longestMs: fc.integer({ min: 1_000, max: 86_400_000 }).map((ms) => Math.ceil(ms / 1_000) * 1_000),
  });
  fc.assert(
    fc.property(jumps, settings, (steps, given) => {
      const own = { ...given, startFromMs: START_MS };
      let nowMs = START_MS;
      let watermark: number | null = null;
      for (const step of steps) {
        nowMs += step;
        const window = nextWindow(watermark, nowMs, own);
        if (!window) continue;
        expect(window.fromMs).toBeLessThanOrEqual(watermark ?? START_MS);
        expect(window.toMs).toBeGreaterThan(watermark ?? START_MS);
        expect(window.toMs).toBeGreaterThanOrEqual(window.watermarkMs);
        expect(window.watermarkMs).toBeGreaterThanOrEqual(watermark ?? START_MS);
        expect(window.watermarkMs).toBeLessThanOrEqual(Math.max(nowMs - own.settleMs, watermark ?? 0));
        if (own.settleMs > 0) expect(window.toMs).toBeLessThanOrEqual(nowMs - own.settleMs);
        expect([window.fromMs % 1_000, window.toMs % 1_000, window.watermarkMs % 1_000]).toEqual([0, 0, 0]);
        watermark = window.watermarkMs;
      }
    }),
  );
});
