import { expect, test } from "vitest";

import { parseRetryAfter } from "../../src/core/retry-after.ts";

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
