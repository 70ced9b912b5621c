import fc from "fast-check";
import { expect, test } from "vitest";

import { toldWaitMs } from "../../src/core/told-wait.ts";

test.each([
  ["调用频率超限,请5分钟后重试", 300_000],
  ["请求过于频繁,请 30 秒后再试", 30_000],
  ["请在10分钟之后重试", 600_000],
  ["已被限流,请于1小时后再试", 3_600_000],
  ["请五分钟后重试", 300_000],
  ["请三十分钟后再试", 1_800_000],
  ["请等待 90 秒", 90_000],
  ["retry after 300 seconds", 300_000],
  ["Too many requests, please try again in 5 minutes", 300_000],
  ["rate limited; retry-after: 45", 45_000],
  ["please wait 2 min", 120_000],
  ["请100小时后重试", 86_400_000],
])("「%s」 tells to wait %s ms", (text, waitMs) => {
  expect(toldWaitMs(text)).toBe(waitMs);
});

test.each([
  ["超过每分钟最大调用频率限制,请稍后重试"],
  ["每分钟最多 60 次"],
  ["时间戳相差超过5分钟"],
  ["API call limit 60 per minute exceeded"],
  [""],
])("「%s」 tells no time", (text) => {
  expect(toldWaitMs(text)).toBeUndefined();
});

test("any text at all tells a wait between nothing and a day, or none", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "grapheme" }), fc.stringMatching(/^请?\d{1,9}(秒|分钟|小时)后/)), (text) => {
      const waitMs = toldWaitMs(text) ?? 0;
      expect(waitMs >= 0 && waitMs <= 86_400_000).toBe(true);
    }),
  );
});
