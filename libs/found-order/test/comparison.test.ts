import { addDecimals, decimal, effectOf, sumBySku, type DecimalText } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { compareOrders, describeComparison, isAsWanted, sumQuantities, type FoundOrder } from "../src/index.ts";

const goods = (...pairs: readonly (readonly [string, string])[]) =>
  sumBySku(pairs.map(([sku, num]) => [sku, decimal(num)] as const));

const effect = effectOf("stockout_order_push", {
  outer_no: "X1-CK1",
  warehouse_no: "CK1",
  detail_list: [
    { spec_no: "A", num: decimal("1.5"), batch_no: "L1" },
    { spec_no: "A", num: decimal("1.5"), batch_no: "L2" },
  ],
});
const found: FoundOrder = {
  outerNo: "X1-CK1",
  stockoutNo: "CK7",
  warehouseNo: "CK1",
  isCancelled: false,
  isAudited: true,
  quantities: goods(["A", "3.0000"]),
};

const compare = (...orders: readonly FoundOrder[]) => compareOrders({ effect, asksForAudit: true }, orders);
const lifeOf = (order: FoundOrder) => compareOrders({ effect: null, asksForAudit: true }, [order]).verdict;
const textOf = (...orders: readonly FoundOrder[]) => describeComparison(compare(...orders));

test("equal quantities in another spelling and another split are the same order", () => {
  expect(compare(found).verdict).toBe("same");
});

test("a correction's quantities are added to its order's", () => {
  const base = { ...found, quantities: goods(["A", "1"]) };
  const correction = { ...found, stockoutNo: "CK8", quantities: goods(["A", "2"]) };
  expect(compare(base, correction).verdict).toBe("same");
  expect(textOf(base, { ...correction, isCancelled: true })).toBe("A 应为 3,实为 1");
});

test("a query that shows no lines proves no difference of quantities, and may prove one of the warehouse", () => {
  expect(compare({ ...found, quantities: null }).verdict).toBe("same");
  expect(compare({ ...found, quantities: null, warehouseNo: "CK2" })).toMatchObject({
    verdict: "different",
    isShown: false,
    differences: [],
  });
});

test("where one order of several shows no lines, the others are not taken for all that is there", () => {
  const correction = { ...found, stockoutNo: "CK8", quantities: goods(["A", "2"]) };
  expect(compare({ ...found, quantities: null }, correction).verdict).toBe("same");
  expect(compare(found, { ...correction, quantities: null }).verdict).toBe("same");
  expect(textOf({ ...found, quantities: null, isCancelled: true }, correction)).toBe("A 应为 3,实为 2");
});

test("a warehouse that a query does not tell, or that a cancelled order had, is no difference", () => {
  expect(compare({ ...found, warehouseNo: null }).verdict).toBe("same");
  expect(compare({ ...found, warehouseNo: "CK2", isCancelled: true }, found).verdict).toBe("same");
});

test("without anything to hold it against, an order lives or is cancelled, and is audited or not", () => {
  expect(lifeOf({ ...found, warehouseNo: "CK2", quantities: goods(["B", "1"]) })).toBe("same");
  expect(lifeOf({ ...found, isAudited: false })).toBe("not-audited");
  expect(lifeOf({ ...found, isCancelled: true })).toBe("cancelled");
});

test("what differs is not called unaudited, and what is not audited is no difference", () => {
  expect(compare({ ...found, isAudited: false })).toMatchObject({ verdict: "not-audited", differences: [] });
  expect(compare({ ...found, isAudited: false, warehouseNo: "CK2" }).verdict).toBe("different");
  expect(compareOrders({ effect, asksForAudit: false }, [{ ...found, isAudited: false }]).verdict).toBe("same");
  const half = { ...found, quantities: goods(["A", "1.5"]) };
  const partly = compare(half, { ...half, isAudited: false });
  expect([partly.verdict, isAsWanted(partly)]).toEqual(["not-audited", true]);
});

test.each([
  ["another warehouse", { ...found, warehouseNo: "CK2" }, "仓库应为 CK1,实为 CK2"],
  [
    "a correction in another warehouse, after one that does not tell it",
    [
      { ...found, warehouseNo: null, quantities: goods(["A", "1"]) },
      { ...found, warehouseNo: "CK2", quantities: goods(["A", "2"]) },
    ],
    "仓库应为 CK1,实为 CK2",
  ],
  ["another quantity", { ...found, quantities: goods(["A", "2"]) }, "A 应为 3,实为 2"],
  ["a further SKU", { ...found, quantities: goods(["A", "3"], ["B", "1"]) }, "B 应为 0,实为 1"],
  ["a cancellation", { ...found, isCancelled: true }, "该单据已在旺店通取消;A 应为 3,实为 0"],
])("%s is named", (name, other, text) => {
  const comparison = compare(...[other].flat());
  expect(describeComparison(comparison)).toBe(text);
  expect([comparison.verdict, isAsWanted(comparison)]).toEqual([
    name === "a cancellation" ? "cancelled" : "different",
    false,
  ]);
});

test.each([
  [2, 2, ""],
  [10, 10, ""],
  [11, 10, ";等共 11 行"],
])("of %i differences the first %i are shown, and how many there are if there are more", (count, shown, rest) => {
  const many = Array.from({ length: count }, (_, index) => [`S${index + 10}`, "1"] as const);
  const all = many.map(([sku]) => `${sku} 应为 0,实为 1`);
  const comparison = compare({ ...found, quantities: goods(["A", "3"], ...many) });
  expect(describeComparison(comparison)).toBe(all.slice(0, shown).join(";") + rest);
  expect(comparison.differences).toEqual(many.map(([specNo]) => ({ specNo, wanted: "0", present: "1" })));
});

const quantities = fc
  .dictionary(fc.constantFrom("A", "B", "C"), fc.integer({ min: 0, max: 50 }))
  .map((skus) => sumBySku(Object.entries(skus).map(([sku, num]) => [sku, decimal(String(num))])));
const anOrder = fc.record({
  outerNo: fc.constantFrom("X1-CK1", "X1-CK1-R1"),
  stockoutNo: fc.string(),
  warehouseNo: fc.constantFrom("CK1", "CK2", null),
  isCancelled: fc.boolean(),
  isAudited: fc.boolean(),
  quantities: fc.option(quantities),
});
const total = (each: ReadonlyMap<string, DecimalText>): DecimalText => addDecimals(each.values());

test("laws: the order in which orders are found is nothing, cancelled ones are nothing, and no quantity is lost or made", () => {
  fc.assert(
    fc.property(quantities, fc.array(anOrder, { maxLength: 5 }), fc.boolean(), (wanted, orders, asksForAudit) => {
      const request = { effect: { warehouseNo: "CK1", quantities: wanted }, asksForAudit };
      const { verdict, living, differences, isShown } = compareOrders(request, orders);
      const reversed = compareOrders(request, orders.toReversed());
      expect({ verdict: reversed.verdict, differences: reversed.differences }).toEqual({ verdict, differences });
      expect(compareOrders(request, living)).toMatchObject({ verdict, differences });
      const together = sumQuantities(living);
      expect(together === null).toBe(!isShown);
      if (together === null) return;
      expect(total(together)).toBe(addDecimals(living.map((order) => total(order.quantities ?? new Map()))));
      const delta = (side: "wanted" | "present") => addDecimals(differences.map((line) => line[side]));
      expect(addDecimals([total(wanted), delta("present")])).toBe(addDecimals([total(together), delta("wanted")]));
    }),
  );
});

test("law: an order is as it is wanted whenever it moves what is wanted, however it is cut into documents", () => {
  fc.assert(
    fc.property(fc.array(quantities, { minLength: 1, maxLength: 4 }), (parts) => {
      const whole = sumBySku(parts.flatMap((part) => [...part]));
      const orders = parts.map((part) => ({ ...found, quantities: part }));
      const wanted = { effect: { warehouseNo: "CK1", quantities: whole }, asksForAudit: true };
      expect(isAsWanted(compareOrders(wanted, orders))).toBe(true);
    }),
  );
});
