import {
  addDecimals,
  decimal,
  effectOf,
  hashContent,
  linesOf,
  loadJob,
  sumBySku,
  type DecimalText,
  type LoadJob,
  type StockEffect,
  type TargetLine,
  type TargetOrder,
} from "@billferry/contracts";
import { compareOrders } from "@billferry/found-order";
import fc from "fast-check";
import { expect, test } from "vitest";

import { planCorrection, type CorrectionPlan } from "../../src/core/correction.ts";

const WAREHOUSE = "CK01";

function orderOf(lines: readonly TargetLine[]): TargetOrder {
  return {
    outer_no: "XSCKD000001-CK01",
    warehouse_no: WAREHOUSE,
    is_check: 1,
    logistics_code: "SF",
    logistics_no: "SF001",
    goods_total_amount: decimal("999"),
    reason: "销售",
    remark: "金蝶销售出库 XSCKD000001",
    detail_list: lines,
  };
}

function jobOf(order: TargetOrder): LoadJob {
  return {
    scheme: "sal-outstock",
    schemeVersion: "v1",
    billId: "1",
    billNo: "XSCKD000001",
    contentHash: hashContent(order),
    revision: 2,
    target: "stockout_order_push",
    order,
    notes: [],
  };
}

function effect(...lines: readonly (readonly [string, string])[]): StockEffect {
  return { warehouseNo: WAREHOUSE, quantities: sumBySku(lines.map(([sku, num]) => [sku, decimal(num)])) };
}

function plan(order: TargetOrder, present: StockEffect, n = 1): CorrectionPlan {
  const found = { outerNo: "X", stockoutNo: "CK", isCancelled: false, isAudited: true, ...present };
  const wanted = { effect: effectOf("stockout_order_push", order), asksForAudit: false };
  const { differences } = compareOrders(wanted, [found]);
  return planCorrection({ kind: "difference", wanted: jobOf(order), differences, n });
}

function pushed(planned: CorrectionPlan): LoadJob {
  if (planned.kind !== "push") throw new Error(planned.reasons.join());
  return loadJob.parse(planned.job);
}

const quantity = fc.integer({ min: 0, max: 1_000_000 }).map((tenths) => decimal(String(tenths / 10)));

test("law: what was there and the correction together are what Kingdee wants, SKU by SKU", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.constantFrom("A", "B", "C", "D"), quantity, quantity), {
        selector: ([sku]) => sku,
        minLength: 1,
      }),
      (skus) => {
        const lines = skus.flatMap(([sku, present, missing]) => {
          const num = addDecimals([present, missing]);
          return num === "0" ? [] : [{ spec_no: sku, num, price: decimal("1.5") }];
        });
        fc.pre(lines.length > 0 && skus.some(([, , missing]) => missing !== "0"));
        const order = orderOf(lines);
        const present = { warehouseNo: WAREHOUSE, quantities: sumBySku(skus.map(([sku, num]) => [sku, num])) };
        const { order: correction } = pushed(plan(order, present));
        const both = sumBySku([
          ...present.quantities,
          ...linesOf("stockout_order_push", correction).map(
            (line) => [line.spec_no, line["num"] as DecimalText] as const,
          ),
        ]);
        expect(both).toEqual(effectOf("stockout_order_push", order).quantities);
      },
    ),
  );
});

test("the missing part goes out under a key of its own, with the head of its order and no totals that would lie", () => {
  const order = orderOf([
    { spec_no: "A", num: decimal("12"), price: decimal("2.5"), batch_no: "B1" },
    { spec_no: "B", num: decimal("1"), price: decimal("4") },
  ]);
  const job = pushed(plan(order, effect(["A", "10"], ["B", "1"]), 3));
  expect(job).toMatchObject({ corrects: "XSCKD000001-CK01", revision: 1, billNo: "XSCKD000001" });
  expect(job.order).toEqual({
    outer_no: "XSCKD000001-CK01-R3",
    warehouse_no: WAREHOUSE,
    is_check: 1,
    logistics_code: "SF",
    reason: "销售",
    remark: "更正 XSCKD000001-CK01 金蝶销售出库 XSCKD000001",
    goods_total_amount: "5",
    detail_list: [{ spec_no: "A", num: "2", price: "2.5", batch_no: "B1" }],
  });
  expect(job.contentHash).toBe(hashContent(job.order));
});

test("a SKU that is not there at all goes out line by line, as Kingdee has it", () => {
  const lines = [
    { spec_no: "A", num: decimal("1"), batch_no: "B1" },
    { spec_no: "A", num: decimal("2"), batch_no: "B2" },
  ];
  const { order } = pushed(plan(orderOf(lines), effect()));
  expect(order["detail_list"]).toEqual(lines);
  expect(order["goods_total_amount"]).toBeUndefined();
});

test.each([
  [
    "less would have to go out",
    orderOf([{ spec_no: "A", num: decimal("8") }]),
    effect(["A", "10"]),
    "A 应为 8,实为 10",
  ],
  [
    "a SKU is not wanted any more",
    orderOf([{ spec_no: "A", num: decimal("8") }]),
    effect(["A", "8"], ["B", "1"]),
    "B 应为 0,实为 1",
  ],
  ["nothing differs in stock", orderOf([{ spec_no: "A", num: decimal("8") }]), effect(["A", "8"]), "--accept"],
  [
    "nobody knows which batch is missing",
    orderOf([
      { spec_no: "A", num: decimal("1"), batch_no: "B1" },
      { spec_no: "A", num: decimal("2"), batch_no: "B2" },
    ]),
    effect(["A", "1"]),
    "A 有 2 行",
  ],
  [
    "nobody knows which serial numbers are missing",
    orderOf([{ spec_no: "A", num: decimal("2"), sn_list: "S1,S2" }]),
    effect(["A", "1"]),
    "序列号",
  ],
])("where %s, a correction by difference is refused with advice", (_words, order, present, words) => {
  const planned = plan(order, present);
  expect(planned.kind).toBe("refused");
  if (planned.kind === "refused") expect(planned.reasons.join()).toContain(words);
});

test("a replacement is the whole order again under its own key", () => {
  const order = { ...orderOf([{ spec_no: "A", num: decimal("8") }]), remark: "长".repeat(255) };
  const job = pushed(planCorrection({ kind: "replacement", wanted: jobOf(order), differences: [], n: 1 }));
  expect(job.order).toMatchObject({
    logistics_no: "SF001",
    goods_total_amount: "999",
    detail_list: linesOf("stockout_order_push", order),
  });
  expect(job.order.outer_no).toBe("XSCKD000001-CK01-R1");
  expect(job.order.remark?.startsWith("更正 XSCKD000001-CK01 长")).toBe(true);
  expect([...(job.order.remark ?? "")]).toHaveLength(255);
});
