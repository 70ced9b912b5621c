import { mayHaveEffect } from "@billferry/contracts";
import { expect, test } from "vitest";

import { cutText, schemaFailure, statusFailure } from "../../src/core/failures.ts";

const PUSH = { service: "stockout_order_push", hasEffect: true, keys: { outerNo: "A-1" } };
const QUERY = { service: "warehouse_query", hasEffect: false, keys: {} };

test.each([
  [301, "WDT_URL_WRONG", "abort", "abort", false],
  [401, "WDT_PERMISSION_DENIED", "abort", "abort", false],
  [403, "WDT_PERMISSION_DENIED", "abort", "abort", false],
  [404, "WDT_URL_WRONG", "abort", "abort", false],
  [429, "WDT_RATE_LIMITED", "snooze", "snooze", false],
  [502, "HTTP_STATUS", "retry", "retry", true],
])(
  "HTTP %s is %s: %s for a push, %s for a query, perhaps with an effect: %s",
  (...[status, code, push, query, effect]) => {
    const fault = statusFailure({ status, words: "Route\nNot Found" }, PUSH);
    expect(fault).toMatchObject({
      code,
      recovery: push,
      message: expect.stringContaining(":Route Not Found") as string,
    });
    expect(mayHaveEffect(fault)).toBe(effect);
    expect(statusFailure({ status }, QUERY)).toMatchObject({ code, recovery: query });
  },
);

test("a broken answer names places, each once, and at most five", () => {
  const fault = schemaFailure(["a", "a", "b", "c", "d", "e", "f"], QUERY);
  expect(fault).toMatchObject({ code: "WDT_ANSWER_INVALID", recovery: "retry" });
  expect(fault.message).toBe("warehouse_query 应答内容不符合约定:a、b、c、d、e");
});

test("a vendor's words are kept on one line and short, by characters", () => {
  expect(cutText("货品\n\t不存在\u0000!", 20)).toBe("货品 不存在 !");
  expect(cutText("😀".repeat(5), 3)).toBe("😀😀…");
});
