import { expect, test } from "vitest";

import { cutText, parseRetryAfter, schemaFailure, statusFailure } from "../../src/core/failures.ts";

const PUSH = { service: "stockout_order_push", hasEffect: true, keys: { outerNo: "A-1" } };
const QUERY = { service: "warehouse_query", hasEffect: false, keys: {} };

test.each([
  ["120", 120_000],
  ["Thu, 19 Dec 2024 00:01:00 GMT", 60_000],
  ["Thu, 19 Dec 2024 00:00:00 GMT", 0],
  ["9999999", 3_600_000],
  ["soon", undefined],
  ["", undefined],
  [undefined, undefined],
])("Retry-After %s is %s ms", (header, waitMs) => {
  expect(parseRetryAfter(header, Date.UTC(2024, 11, 19))).toBe(waitMs);
});

test.each([
  [301, "abort", "abort"],
  [403, "reconcile", "retry"],
  [404, "abort", "abort"],
  [502, "reconcile", "retry"],
])("HTTP %s is %s for a push and %s for a query", (status, push, query) => {
  expect(statusFailure(status, undefined, PUSH).recovery).toBe(push);
  expect(statusFailure(status, undefined, QUERY).recovery).toBe(query);
});

test("a broken answer names places, each once, and at most five", () => {
  const fault = schemaFailure(["a", "a", "b", "c", "d", "e", "f"], QUERY);
  expect(fault).toMatchObject({ code: "WDT_ANSWER_INVALID", recovery: "retry" });
  expect(fault.message).toBe("warehouse_query 应答内容不符合约定:a、b、c、d、e");
});

test("a vendor's words are kept on one line and short, by characters", () => {
  expect(cutText("货品\n\t不存在\u0000!", 20)).toBe("货品 不存在 !");
  expect(cutText("😀".repeat(5), 3)).toBe("😀😀…");
});
