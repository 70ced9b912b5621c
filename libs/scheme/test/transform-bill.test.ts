import { join } from "node:path";

import {
  addDecimals,
  compareDecimals,
  decimal,
  linesOf,
  quantityOf,
  type Cell,
  type DecimalText,
} from "@billferry/contracts";
import { loadScheme, RULE_NO_LINES, transformBill, type Scheme, type Transformation } from "@billferry/scheme";
import fc from "fast-check";
import { expect, test } from "vitest";

const FIELDS = [
  "FBillNo",
  "FNote",
  "FCarriageNO",
  "FCarrierID_FNumber",
  "FEntity_FSeq",
  "FStockID_FNumber",
  "FMaterialID_FNumber",
  "FRealQty",
  "FTaxPrice",
  "FAllAmount",
  "FLot_FNumber",
  "FEntrynote",
  "FRowType",
];
const scheme = loadScheme(join(import.meta.dirname, "../../../schemes"), "sal-outstock");

type RowValues = Partial<Record<string, Cell>>;

function setup(lines: readonly RowValues[], useScheme: Scheme = scheme): Transformation {
  const defaults: RowValues = { FBillNo: "XSCKD000123", FNote: " ", FCarriageNO: "SF100", FCarrierID_FNumber: "SF" };
  const lineDefaults: RowValues = {
    FStockID_FNumber: "CK001",
    FMaterialID_FNumber: "SKU-1",
    FRealQty: "1",
    FTaxPrice: "10",
    FAllAmount: "10",
    FLot_FNumber: null,
    FEntrynote: " ",
    FRowType: "Standard",
  };
  const rows = lines.map((line, index) =>
    FIELDS.map((name) => ({ ...defaults, ...lineDefaults, FEntity_FSeq: String(index + 1), ...line })[name] ?? null),
  );
  return transformBill({ billNo: "XSCKD000123", fields: FIELDS, rows }, useScheme);
}

function ordersOf(result: Transformation) {
  if (result.kind !== "ordered") throw new Error(`expected orders, got ${JSON.stringify(result)}`);
  return result.orders;
}

function codesOf(result: Transformation) {
  return result.kind === "refused" ? result.issues.map((issue) => issue.code) : [result.kind];
}

test("a bill over two warehouses becomes one order for each, keyed by bill and Kingdee stock", () => {
  const orders = ordersOf(setup([{ FStockID_FNumber: "CK002" }, {}, {}]));
  expect(orders.map(({ order }) => [order.outer_no, order.warehouse_no])).toEqual([
    ["XSCKD000123-CK001", "CK001"],
    ["XSCKD000123-CK002", "CK002"],
  ]);
});

test("every parameter of the shipped scheme has its documented source", () => {
  const [planned] = ordersOf(setup([{ FNote: "加急", FLot_FNumber: "L01", FEntrynote: "易碎", FRealQty: "2.50" }]));
  expect(planned?.order).toEqual({
    outer_no: "XSCKD000123-CK001",
    is_check: 1,
    warehouse_no: "CK001",
    logistics_code: "SF",
    logistics_no: "SF100",
    goods_total_amount: "10",
    remark: "金蝶销售出库 XSCKD000123 加急",
    detail_list: [{ spec_no: "SKU-1", num: "2.5", price: "10", batch_no: "L01", remark: "易碎" }],
  });
});

test("lines without a positive quantity and parents of bundles do not leave the warehouse", () => {
  const orders = ordersOf(setup([{ FRealQty: "0" }, { FRealQty: "-1" }, { FRowType: "Parent" }, { FRowType: "Son" }]));
  expect(orders[0]?.order["detail_list"]).toHaveLength(1);
});

test("a bill with nothing to ship is excluded by a named rule", () => {
  expect(setup([{ FRealQty: "0.0" }])).toEqual({ kind: "excluded", rule: RULE_NO_LINES });
});

test("a gift and a paid line of one SKU become one line with the weighted price, said in the notes", () => {
  const [planned] = ordersOf(
    setup([
      { FRealQty: "2", FTaxPrice: "9" },
      { FRealQty: "1", FTaxPrice: "0", FAllAmount: "0" },
    ]),
  );
  expect(planned?.order["detail_list"]).toEqual([{ spec_no: "SKU-1", num: "3", price: "6" }]);
  expect(planned?.order["goods_total_amount"]).toBe("10");
  expect(planned?.notes.join()).toContain("2 行合并");
});

test("lines of different batches stay apart", () => {
  const [planned] = ordersOf(setup([{ FLot_FNumber: "A" }, { FLot_FNumber: "B" }]));
  expect(planned?.order["detail_list"]).toHaveLength(2);
});

test("a price with six decimals is rounded as the scheme says, and the note tells it", () => {
  const [planned] = ordersOf(setup([{ FTaxPrice: "840.707965" }]));
  expect(planned && linesOf(planned.target, planned.order)[0]?.["price"]).toBe("840.708");
  expect(planned?.notes).toEqual(["SKU-1:price:840.707965 舍入为 840.708"]);
});

test.each([
  ["a quantity with five decimals", [{ FRealQty: "0.00001" }], ["MAP_NUMBER_INEXACT"]],
  ["a quantity that is no number", [{ FRealQty: "一箱" }], ["BILL_VALUE_INVALID"]],
  ["a missing quantity", [{ FRealQty: null }], ["BILL_VALUE_INVALID"]],
  ["no warehouse on a line", [{ FStockID_FNumber: null }], ["BILL_FIELD_MISSING"]],
  ["no SKU", [{ FMaterialID_FNumber: " " }], ["MAP_VALUE_MISSING"]],
  ["a SKU over 40 characters", [{ FMaterialID_FNumber: "S".repeat(41) }], ["MAP_TEXT_TOO_LONG"]],
  ["a waybill over 40 characters", [{ FCarriageNO: "9".repeat(41) }], ["MAP_TEXT_TOO_LONG"]],
  ["an emoji in a code", [{ FMaterialID_FNumber: "SKU😀" }], ["MAP_TEXT_UNSAFE"]],
  ["heads that differ from line to line", [{ FNote: "a" }, { FNote: "b" }], ["BILL_HEAD_DIFFERS"]],
])("a bill with %s is refused whole and by name", (_case, lines, codes) => {
  expect(codesOf(setup(lines))).toEqual(codes);
});

test("an emoji in a note is replaced and a long note is cut, both said in the notes", () => {
  const [planned] = ordersOf(setup([{ FNote: `谢谢😀${"长".repeat(300)}` }]));
  expect([...(planned?.order.remark ?? "")]).toHaveLength(255);
  expect(planned?.order.remark).toContain("谢谢□");
  expect(planned?.notes).toHaveLength(2);
});

test("a key over 40 characters is shortened to the same key every time, and never to another bill's", () => {
  const long = "C".repeat(45);
  const key = (stock: string) => ordersOf(setup([{ FStockID_FNumber: stock }]))[0]?.order.outer_no ?? "";
  const withTable = {
    ...scheme,
    tables: {
      ...scheme.tables,
      codes: {
        ...scheme.tables.codes,
        warehouses: new Map([
          [`${long}1`, "W1"],
          [`${long}2`, "W2"],
        ]),
      },
    },
  };
  const [first] = ordersOf(setup([{ FStockID_FNumber: `${long}1` }], withTable));
  expect([...(first?.order.outer_no ?? "")]).toHaveLength(40);
  expect(first?.order.warehouse_no).toBe("W1");
  const [second] = ordersOf(setup([{ FStockID_FNumber: `${long}2` }], withTable));
  expect(second?.order.outer_no).not.toBe(first?.order.outer_no);
  expect(key("CK001")).toBe("XSCKD000123-CK001");
});

test("a code table changes the warehouse and never the key", () => {
  const mapped = {
    ...scheme,
    tables: { ...scheme.tables, codes: { ...scheme.tables.codes, warehouses: new Map([["CK001", "WH-9"]]) } },
  };
  const [planned] = ordersOf(setup([{}], mapped));
  expect([planned?.order.outer_no, planned?.order.warehouse_no]).toEqual(["XSCKD000123-CK001", "WH-9"]);
});

const line = fc.record({
  FStockID_FNumber: fc.constantFrom("CK001", "CK002", "CK003"),
  FMaterialID_FNumber: fc.constantFrom("A", "B", "C"),
  FLot_FNumber: fc.constantFrom(null, "L1"),
  FRealQty: fc.integer({ min: -50_000, max: 900_000_000 }).map((tenThousandths) => String(tenThousandths / 10_000)),
  FTaxPrice: fc.nat(9_999_999).map((cents) => (cents / 1_000).toFixed(3)),
  FAllAmount: fc.nat(9_999_999).map((cents) => (cents / 100).toFixed(2)),
});
const bill = fc.array(line, { minLength: 1, maxLength: 12 });

function quantities(lines: readonly { sku: string; num: string }[]): Record<string, string> {
  const sums: Record<string, DecimalText> = {};
  for (const { sku, num } of lines) sums[sku] = addDecimals([sums[sku] ?? decimal("0"), decimal(num)]);
  return sums;
}

test("for any bill the quantity of each SKU and the amount are conserved over its orders", () => {
  fc.assert(
    fc.property(bill, (lines) => {
      const result = setup(lines);
      const selected = lines.filter((each) => compareDecimals(decimal(each.FRealQty), decimal("0")) > 0);
      if (result.kind !== "ordered") {
        expect([result.kind, selected.length]).toEqual(["excluded", 0]);
        return;
      }
      const sent = result.orders.flatMap(({ target, order }) =>
        linesOf(target, order).map((each) => ({ sku: each.spec_no, num: quantityOf(target, each) })),
      );
      expect(quantities(sent)).toEqual(
        quantities(selected.map((each) => ({ sku: each.FMaterialID_FNumber, num: each.FRealQty }))),
      );
      const amount = addDecimals(
        result.orders.map(({ order }) => decimal((order["goods_total_amount"] as string | undefined) ?? "0")),
      );
      expect(amount).toBe(addDecimals(selected.map((each) => decimal(each.FAllAmount))));
    }),
  );
});

test("the same bill gives the same orders and keys whatever the order of its rows", () => {
  fc.assert(
    fc.property(bill, fc.nat(), (lines, seed) => {
      const numbered = lines.map((each, index) => ({ ...each, FEntity_FSeq: String(index + 1) }));
      const shuffled = numbered.toSorted(
        (a, b) => ((Number(a.FEntity_FSeq) * 7919 + seed) % 13) - ((Number(b.FEntity_FSeq) * 7919 + seed) % 13),
      );
      expect(setup(shuffled)).toEqual(setup(numbered));
    }),
  );
});
