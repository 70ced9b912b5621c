import { decimal, effectOf } from "@billferry/contracts";
import { expect, test } from "vitest";

import { compareOrders, type SeenOrder } from "../src/core/comparison.ts";

const lines = (...pairs: readonly (readonly [string, string])[]): SeenOrder["lines"] =>
  pairs.map(([sku, num]) => [sku, decimal(num)] as const);

const wanted = effectOf("stockout_order_push", {
  outer_no: "X1-CK1",
  warehouse_no: "CK1",
  detail_list: [
    { spec_no: "A", num: decimal("1.5"), batch_no: "L1" },
    { spec_no: "A", num: decimal("1.5"), batch_no: "L2" },
  ],
});
const found: SeenOrder = {
  stockoutNo: "CK7",
  warehouseNo: "CK1",
  isCancelled: false,
  isAudited: true,
  lines: lines(["A", "3.0000"]),
};

test("equal quantities in another spelling and another split are the same order", () => {
  expect(compareOrders(wanted, [found])).toBeNull();
});

test("a correction's quantities are added to its order's", () => {
  const base = { ...found, lines: lines(["A", "1"]) };
  const correction = { ...found, stockoutNo: "CK8", lines: lines(["A", "2"]) };
  expect(compareOrders(wanted, [base, correction])).toBeNull();
  expect(compareOrders(wanted, [base, { ...correction, isCancelled: true }])?.text).toBe("A 应为 3,实为 1");
});

test("a query that shows no lines proves no difference", () => {
  expect(compareOrders(wanted, [{ ...found, lines: [] }])).toBeNull();
});

test.each([
  ["another warehouse", { ...found, warehouseNo: "CK2" }, "仓库应为 CK1,实为 CK2"],
  ["another quantity", { ...found, lines: lines(["A", "2"]) }, "A 应为 3,实为 2"],
  ["a further SKU", { ...found, lines: lines(["A", "3"], ["B", "1"]) }, "B 应为 0,实为 1"],
  ["a cancellation", { ...found, isCancelled: true }, "该单据已在旺店通取消;A 应为 3,实为 0"],
])("%s is named", (_case, other, text) => {
  expect(compareOrders(wanted, [other])?.text).toBe(text);
});

test("of many differences the first ten are shown, and how many there are", () => {
  const many = Array.from({ length: 12 }, (_, index) => [`S${index + 10}`, "1"] as const);
  const text = compareOrders(wanted, [{ ...found, lines: lines(["A", "3"], ...many) }])?.text ?? "";
  expect(text.split(";")).toHaveLength(11);
  expect(text).toMatch(/等共 12 行$/);
});
