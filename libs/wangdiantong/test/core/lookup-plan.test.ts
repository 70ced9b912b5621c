import { parseKingdeeTime, SHANGHAI } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { lookupWindows, pagesAfterFirst } from "../../src/core/lookup-plan.ts";

const at = (text: string): number => parseKingdeeTime(text, SHANGHAI) ?? Number.NaN;

test("a short search is one window in China time, widened to whole seconds", () => {
  expect(lookupWindows(at("2024-12-19 08:00:00.400"), at("2024-12-19 09:00:00.400"))).toEqual([
    { startTime: "2024-12-19 08:00:00", endTime: "2024-12-19 09:00:01" },
  ]);
  expect(lookupWindows(at("2024-12-19 08:00:00"), at("2024-12-19 07:00:00"))).toEqual([]);
});

test("windows are newest first, shorter than 30 days, and cover every second once", () => {
  const start = at("2024-01-01 00:00:00");
  fc.assert(
    fc.property(fc.nat(200 * 86_400), fc.nat(200 * 86_400), (first, length) => {
      const from = start + first * 1_000;
      const windows = lookupWindows(from, from + length * 1_000).map((window) => ({
        start: at(window.startTime),
        end: at(window.endTime),
      }));
      expect(windows[0]?.end).toBe(from + length * 1_000);
      expect(windows.at(-1)?.start).toBe(from);
      for (const [index, window] of windows.entries()) {
        expect(window.end - window.start).toBeLessThan(30 * 86_400_000);
        if (index > 0) expect(window.end + 1_000).toBe(windows[index - 1]?.start);
      }
    }),
  );
});

test.each([
  ["an empty page is the last", { totalCount: 500, rowsOnPage: 0, pageSize: 100 }, []],
  ["a full page goes on where no total is told", { totalCount: null, rowsOnPage: 100, pageSize: 100 }, undefined],
  ["a short page ends where no total is told", { totalCount: null, rowsOnPage: 30, pageSize: 100 }, []],
  ["a server with smaller pages goes on to its total", { totalCount: 61, rowsOnPage: 30, pageSize: 100 }, [2, 1, 0]],
  ["the total ends it", { totalCount: 100, rowsOnPage: 100, pageSize: 100 }, []],
  [
    "the last page comes first, and the first once more",
    { totalCount: 301, rowsOnPage: 100, pageSize: 100 },
    [3, 2, 1, 0],
  ],
])("%s", (_name, page, expected) => {
  expect(pagesAfterFirst(page)).toEqual(expected);
});
