import { expect, test } from "vitest";

import { judgeDelivery } from "../../src/index.ts";

test.each([
  ["ECONNREFUSED", undefined, "not-sent"],
  ["ENOTFOUND", undefined, "not-sent"],
  ["ECONNRESET", undefined, "unknown"],
  ["EPIPE", undefined, "unknown"],
  [undefined, undefined, "unknown"],
  ["ETIMEDOUT", "connect", "not-sent"],
  ["ETIMEDOUT", "lookup", "not-sent"],
  ["ETIMEDOUT", "request", "unknown"],
  ["ETIMEDOUT", "response", "unknown"],
] as const)("%s in phase %s means %s", (errorCode, phase, delivery) => {
  expect(judgeDelivery(errorCode, phase)).toBe(delivery);
});
