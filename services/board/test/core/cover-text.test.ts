import { expect, test } from "vitest";

import { coverText } from "../../src/core/cover-text.ts";

test.each([
  ["电话 13800138000", "电话 ***"],
  ["+86 138 0013 8000 来电", "*** 来电"],
  ["座机 0571-88889999", "座机 ***"],
  ["写信 zhang.san@example.com.cn 了", "写信 *** 了"],
  ["身份证 11010519491231002X", "身份证 ***"],
])("what reaches a person is covered: %s", (text, covered) => {
  expect(coverText(text)).toBe(covered);
});

test.each(["XSCKD000123-CK01", "单据 XSCKD13800138000", "金额 1234567.89,SKU 6901234567892", "2026-11-28 09:14:03"])(
  "numbers of bills, codes, amounts and times stay: %s",
  (text) => {
    expect(coverText(text)).toBe(text);
  },
);
