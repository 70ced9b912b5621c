import { Fault } from "@billferry/contracts";
import { expect, test } from "vitest";

import { inventorySpan, judgeInventoryFailure } from "../src/core/inventory.ts";

test("thirty days are one window of the vendor's, with the search's margin and whatever the milliseconds of now", () => {
  for (const nowMs of [1_700_000_000_000, 1_700_000_000_001, 1_700_000_000_999]) {
    const { sinceMs, untilMs } = inventorySpan(nowMs, 30, 600_000);
    expect(untilMs - sinceMs + 2 * 600_000).toBe(30 * 86_400_000 - 1_000);
    expect(untilMs).toBe(Math.ceil(nowMs / 1_000) * 1_000);
  }
});

const RESTS = [5_000, 10_000, 20_000, 40_000, 60_000];

test.each([
  ["no connection", new Fault("HTTP_NETWORK", "")],
  ["a rate limit", new Fault("WDT_RATE_LIMITED", "")],
  ["a busy Wangdiantong", new Fault("WDT_BUSY", "")],
])("%s is waited out for longer and longer, and given up after twenty times", (_words, fault) => {
  const verdicts = Array.from({ length: 21 }, (_, index) => judgeInventoryFailure(fault, index + 1));
  const rests = Array.from({ length: 19 }, (_, index) => ({ restMs: RESTS[index] ?? 60_000 }));
  expect(verdicts).toEqual([...rests, "give-up", "give-up"]);
});

test.each([
  ["refused credentials", new Fault("WDT_CREDENTIALS_REFUSED", "")],
  ["a wrong address", new Fault("WDT_URL_WRONG", "")],
])("%s never end the inventory: it rests and tries again", (_words, fault) => {
  const verdicts = [1, 2, 3, 100, 10_000].map((failures) => judgeInventoryFailure(fault, failures));
  expect(verdicts).toEqual([5_000, 10_000, 20_000, 60_000, 60_000].map((restMs) => ({ restMs })));
});

test.each([
  ["an answer that makes no sense", new Fault("WDT_ANSWER_INVALID", "")],
  ["an error of our own", undefined],
])("%s gives the inventory up at the third time", (_words, fault) => {
  expect([1, 2, 3, 4].map((failures) => judgeInventoryFailure(fault, failures))).toEqual([
    { restMs: 5_000 },
    { restMs: 10_000 },
    "give-up",
    "give-up",
  ]);
});

test.each([
  ["a refused permission", new Fault("WDT_PERMISSION_DENIED", "")],
  ["a refusal by the business", new Fault("WDT_REFUSED", "")],
])("%s gives the inventory up at once", (_words, fault) => {
  expect(judgeInventoryFailure(fault, 1)).toBe("give-up");
});
