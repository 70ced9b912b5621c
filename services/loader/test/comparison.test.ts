import { decimal, effectOf } from "@billferry/contracts";
import { expect, test } from "vitest";

import { compareOrders, effectOfSeen, type SeenOrder } from "../src/core/comparison.ts";

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

test("a query that shows no lines proves no difference of quantities, and may prove one of the warehouse", () => {
  expect(compareOrders(wanted, [{ ...found, lines: [] }])).toBeNull();
  expect(compareOrders(wanted, [{ ...found, lines: [], warehouseNo: "CK2" }])).toEqual({
    text: "仓库应为 CK1,实为 CK2",
    differences: [],
  });
});

test("where one order of several shows no lines, the others are not taken for all that is there", () => {
  const correction = { ...found, stockoutNo: "CK8", lines: lines(["A", "2"]) };
  expect(compareOrders(wanted, [{ ...found, lines: [] }, correction])).toBeNull();
  expect(compareOrders(wanted, [found, { ...correction, lines: [] }])).toBeNull();
  expect(compareOrders(wanted, [{ ...found, lines: [], isCancelled: true }, correction])?.text).toBe("A 应为 3,实为 2");
});

test("a warehouse that a query does not tell, or that a cancelled order had, is no difference", () => {
  expect(compareOrders(wanted, [{ ...found, warehouseNo: null }])).toBeNull();
  expect(compareOrders(wanted, [{ ...found, warehouseNo: "CK2", isCancelled: true }, found])).toBeNull();
});

test("orders together stand in the warehouse of the first living one that tells it, else in the one they were asked for", () => {
  const untold = { ...found, warehouseNo: null };
  const elsewhere = { ...found, warehouseNo: "CK2" };
  expect(effectOfSeen([{ ...elsewhere, isCancelled: true }, untold, found, elsewhere], "CK3").warehouseNo).toBe("CK1");
  expect(effectOfSeen([untold], "CK3").warehouseNo).toBe("CK3");
  expect(effectOfSeen([], "CK3").warehouseNo).toBe("CK3");
});

test.each([
  ["another warehouse", { ...found, warehouseNo: "CK2" }, "仓库应为 CK1,实为 CK2"],
  [
    "a correction in another warehouse",
    [
      { ...found, lines: lines(["A", "1"]) },
      { ...found, warehouseNo: "CK2", lines: lines(["A", "2"]) },
    ],
    "仓库应为 CK1,实为 CK2",
  ],
  ["another quantity", { ...found, lines: lines(["A", "2"]) }, "A 应为 3,实为 2"],
  ["a further SKU", { ...found, lines: lines(["A", "3"], ["B", "1"]) }, "B 应为 0,实为 1"],
  ["a cancellation", { ...found, isCancelled: true }, "该单据已在旺店通取消;A 应为 3,实为 0"],
])("%s is named", (_case, other, text) => {
  expect(compareOrders(wanted, [other].flat())?.text).toBe(text);
});

test.each([
  [2, 2, ""],
  [10, 10, ""],
  [11, 10, ";等共 11 行"],
])("of %i differences the first %i are shown, and how many there are if there are more", (count, shown, rest) => {
  const many = Array.from({ length: count }, (_, index) => [`S${index + 10}`, "1"] as const);
  const all = many.map(([sku]) => `${sku} 应为 0,实为 1`);
  expect(compareOrders(wanted, [{ ...found, lines: lines(["A", "3"], ...many) }])).toMatchObject({
    text: all.slice(0, shown).join(";") + rest,
    differences: many.map(([specNo]) => ({ specNo, wanted: "0", present: "1" })),
  });
});
