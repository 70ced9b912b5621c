import { expect, test } from "vitest";

import { presentVendorText } from "../../src/core/finding.ts";

test.each([
  ["电话13800138000。", "电话[redacted]。"],
  ["座机 020-12345678", "座机 [redacted]"],
  ["证件 11010519491231002X", "证件 [redacted]"],
  ["邮箱 wang.xm@example.com.cn", "邮箱 [redacted]"],
  ["单据 XSCKD000123 第 2 行\n数量 12.50", "单据 XSCKD000123 第 2 行 数量 12.50"],
])("shows %j as %j", (text, shown) => {
  expect(presentVendorText(text, (each) => each)).toBe(shown);
});

test("takes a secret out before the cut, so that no half of one remains", () => {
  const shown = presentVendorText(`${"字".repeat(295)}secret-word`, (text) =>
    text.replace("secret-word", "[redacted]"),
  );
  expect(shown).toBe(`${"字".repeat(295)}[reda…`);
});
