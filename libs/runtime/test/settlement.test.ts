import { Fault } from "@billferry/contracts";
import { JobDelay, QueuePause, settle } from "@billferry/runtime";
import fc from "fast-check";
import { expect, test } from "vitest";

test.each([
  ["a refusal by the business", new Fault("WDT_SKU_UNKNOWN", "A"), 1, "fail"],
  ["a network failure", new Fault("HTTP_NETWORK", "x"), 1, "retry"],
  ["a network failure on the last attempt", new Fault("HTTP_NETWORK", "x"), 5, "fail"],
  ["a lost answer", new Fault("HTTP_DEADLINE", "x", { recovery: "reconcile" }), 1, "retry"],
  ["being told to wait", new Fault("WDT_RATE_LIMITED", "x", { retryAfterMs: 7 }), 5, "delay"],
  ["refused credentials", new Fault("WDT_CREDENTIALS_REFUSED", "x"), 5, "pause"],
  ["a used-up quota", new QueuePause("quota", 9), 5, "pause"],
  ["an order another process is pushing", new JobDelay("busy", 9), 5, "delay"],
  ["the service stopping", new Fault("SHUTDOWN", "x"), 5, "wait"],
  ["a bug", new TypeError("undefined is not a function"), 1, "retry"],
  ["a Redis that takes no writes for a while", new Error("MISCONF Redis is configured to save"), 5, "delay"],
  ["a Redis that has become a replica", new Error("READONLY You can't write against a read only replica."), 5, "delay"],
  ["a Redis that refuses us", new Error("NOPERM this user has no permissions"), 5, "pause"],
])("%s is settled as it should be", (_case, error, attempt, kind) => {
  expect(settle(error, attempt, 5).kind).toBe(kind);
});

test.each([
  ["a refusal keeps its own code", new Fault("WDT_STOCK_SHORT", "x"), "WDT_STOCK_SHORT"],
  ["an outage that outlasts all attempts keeps its own code", new Fault("HTTP_NETWORK", "x"), "HTTP_NETWORK"],
  ["a bug is a program error", new TypeError("x is not a function"), "PROGRAM_BUG"],
])("a job that becomes a case says why: %s", (_case, error, code) => {
  expect(settle(error, 5, 5)).toMatchObject({ kind: "fail", code, reason: expect.stringContaining(`[${code}]`) });
});

test("whatever is thrown, something is decided, and only a fault of a known kind burns no attempt", () => {
  fc.assert(
    fc.property(fc.anything(), fc.integer({ min: 1, max: 9 }), (thrown, attempt) => {
      expect(["retry", "fail"]).toContain(settle(thrown, attempt, 5).kind);
    }),
  );
});
