import { decimal, linesOf, type TargetOrder } from "@billferry/contracts";

import { expect, test } from "vitest";

import { checkOrder, ownRequestOf } from "../../src/core/order-issues.ts";

const TARGET = "stockout_order_push";

const ORDER: TargetOrder = {
  outer_no: "XSCKD000001-CK001",
  warehouse_no: "CK001",
  detail_list: [{ spec_no: "SKU-001", num: decimal("2") }],
};

const issuesOf = (order: unknown): string => {
  const checked = checkOrder(TARGET, order);
  return "issues" in checked ? checked.issues : "";
};

test("an order within the limits passes as it is", () => {
  expect(checkOrder(TARGET, ORDER)).toEqual({ order: ORDER });
});

test.each([
  [
    "a number that is too long",
    { ...ORDER, outer_no: "A".repeat(41) },
    `outer_no=“${"A".repeat(41)}”(41 个字符):最多 40 个字符`,
  ],
  ["a quantity of nothing", line({ num: "0" }), "detail_list[0].num=“0”(1 个字符):数量必须大于 0"],
  [
    "a quantity that would have to be rounded",
    line({ num: "0.00001" }),
    "detail_list[0].num=“0.00001”(7 个字符):应为最多 15 位整数、4 位小数的十进制数",
  ],
  ["a missing warehouse", { ...ORDER, warehouse_no: undefined }, "warehouse_no(缺失):应为 string"],
  ["an empty order", { ...ORDER, detail_list: [] }, "detail_list:至少一行货品"],
  ["a flag that is none", { ...ORDER, is_check: 2 }, "is_check=“2”(1 个字符):应为 0 或 1"],
  ["a field that the vendor does not know", { ...ORDER, num: 1 }, "stockout_info:未知字段 num"],
  ["nothing at all", undefined, "stockout_info(缺失):应为 object"],
])("names field, value and limit of %s", (_name, order, issues) => {
  expect(issuesOf(order)).toBe(issues);
});

test("a remark is measured and not shown, because people write names and addresses into it", () => {
  const issues = issuesOf({ ...ORDER, remark: `张三 ${"1".repeat(300)}` });
  expect(issues).toBe("remark(303 个字符):最多 255 个字符");
});

test("long values are cut and many violations are counted", () => {
  expect(issuesOf({ ...ORDER, outer_no: "A".repeat(100) })).toContain(`“${"A".repeat(80)}…”(100 个字符)`);
  const lines = Array.from({ length: 7 }, () => ({ spec_no: "SKU", num: "-1" }));
  expect(issuesOf({ ...ORDER, detail_list: lines })).toMatch(/;等共 7 处$/);
});

test("the values that a refusal may quote are collected once each", () => {
  const order = {
    ...ORDER,
    reason: "其他",
    remark: "请电 13900001111",
    detail_list: [...linesOf(TARGET, ORDER), ...linesOf(TARGET, ORDER)],
  };
  expect(ownRequestOf(TARGET, order)).toEqual({
    prose: ["请电 13900001111"],
    codes: [
      { field: "outer_no", value: "XSCKD000001-CK001" },
      { field: "warehouse_no", value: "CK001" },
      { field: "reason", value: "其他" },
      { field: "spec_no", value: "SKU-001" },
    ],
    lines: [
      { specNo: "SKU-001", positionNo: undefined },
      { specNo: "SKU-001", positionNo: undefined },
    ],
  });
});

function line(change: object): object {
  return { ...ORDER, detail_list: [{ ...linesOf(TARGET, ORDER)[0], ...change }] };
}
