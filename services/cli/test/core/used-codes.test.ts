import { decimal } from "@billferry/contracts";
import { expect, test } from "vitest";

import { toOrderTable } from "../../src/core/order-table.ts";
import { countCodes, type TakenOrder } from "../../src/core/used-codes.ts";

const order = (outerNo: string, carrier: string | undefined, skus: readonly string[]): TakenOrder => ({
  target: "stockout_order_push",
  content: {
    outer_no: outerNo,
    warehouse_no: "CK01",
    logistics_code: carrier,
    detail_list: skus.map((spec_no) => ({ spec_no, num: decimal("1.50") })),
  },
});

test("codes are counted by the orders that use them, the most used first", () => {
  const codes = countCodes([order("A", "SF", ["X", "X", "Y"]), order("B", undefined, ["Y"])]);
  expect(codes).toEqual({
    warehouses: [{ code: "CK01", orders: 2 }],
    carriers: [{ code: "SF", orders: 1 }],
    reasons: [],
    skus: [
      { code: "Y", orders: 2 },
      { code: "X", orders: 1 },
    ],
  });
});

test("a table of orders has a row for each line, and numbers as they are sent", () => {
  expect(toOrderTable([order("A", "SF", ["X", "Y"])])).toEqual([
    ["interface", "outer_no", "warehouse_no", "logistics_code", "detail_list.spec_no", "detail_list.num"],
    ["stockout_order_push", "A", "CK01", "SF", "X", "1.5"],
    ["stockout_order_push", "A", "CK01", "SF", "Y", "1.5"],
  ]);
});
