import { join } from "node:path";

import type { Cell } from "@billferry/contracts";
import { loadScheme, takeEntriesOnce, transformBill, type Transformation } from "@billferry/scheme";
import fc from "fast-check";
import { expect, test } from "vitest";

const FIELDS = [
  "FID",
  "FBillNo",
  "FEntity_FEntryID",
  "FEntity_FSeq",
  "FStockID_FNumber",
  "FMaterialID_FNumber",
  "FRealQty",
  "FTaxPrice",
  "FAllAmount",
  ...["FCarrierID_FNumber", "FCarriageNO", "FNote", "FLot_FNumber", "FEntrynote", "FRowType"],
];
const scheme = loadScheme(join(import.meta.dirname, "../../../schemes"), "sal-outstock");

/** One row, as an answer has it twice: a bill of one line of 38. */
const ROW: readonly Cell[] = ["100001", "XSCKD000009", "200001", "1", "CK003", "SKU-0385", "38", "10", "380"].concat([
  "SF",
  "SF1",
  " ",
  " ",
  " ",
  "Standard",
]);

function change(at: string, cell: Cell, row = ROW): Cell[] {
  return row.map((each, index) => (FIELDS[index] === at ? cell : each));
}

function transform(...rows: readonly (readonly Cell[])[]): Transformation {
  return transformBill({ billNo: "XSCKD000009", fields: FIELDS, rows: rows.map((row) => [...row]) }, scheme);
}

function issueOf(result: Transformation): unknown {
  return result.kind === "refused" ? result.issues[0] : result;
}

test("an entry that comes twice counts once, and a note says so", () => {
  const result = transform(ROW, ROW);
  if (result.kind !== "ordered") throw new Error(JSON.stringify(result));
  const [planned] = result.orders;
  expect(planned?.order).toMatchObject({
    outer_no: "XSCKD000009-CK003",
    detail_list: [{ spec_no: "SKU-0385", num: "38" }],
  });
  expect(planned?.notes).toContain("XSCKD000009:分录 200001 在金蝶的应答中重复出现,内容相同,只计一次");
  const once = transform(ROW);
  expect(once.kind === "ordered" && once.orders[0]?.contentHash).toBe(planned?.contentHash);
});

test("an entry that comes twice with different content holds the bill and is named", () => {
  for (const [field, value] of [
    ["FRealQty", "12"],
    ["FMaterialID_FNumber", "SKU-0001"],
    ["FEntity_FSeq", "2"],
  ] as const)
    expect(issueOf(transform(ROW, change(field, value)))).toEqual({
      code: "BILL_ENTRY_REPEATED",
      message: "XSCKD000009:分录内码 200001 出现多次,内容不同",
    });
});

test("two entries with one number are two entries", () => {
  const result = transform(ROW, change("FEntity_FEntryID", "200002"));
  expect(result).toMatchObject({ kind: "ordered", orders: [{ order: { detail_list: [{ num: "76" }] } }] });
});

test.each([[null], [" "], ["0"], ["0.0"]])("a row whose entry's id is %j holds the bill", (none) => {
  expect(issueOf(transform(ROW, change("FEntity_FEntryID", none, change("FEntity_FSeq", "2"))))).toEqual({
    code: "BILL_FIELD_MISSING",
    message: "XSCKD000009 第 2 行:没有分录内码(FEntity_FEntryID)",
  });
});

test("however often and wherever rows are repeated, each entry is there once and in its order", () => {
  const repeated = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 3 })), { maxLength: 20 });
  fc.assert(
    fc.property(repeated, (given) => {
      const rows = given.flatMap(([id, times]) => Array.from({ length: times }, (): Cell[] => [String(id + 1), "x"]));
      const { once, contradictory, nameless } = takeEntriesOnce(rows, 0);
      expect(once.map(([id]) => id)).toEqual([...new Set(rows.map(([id]) => id))]);
      expect([contradictory, nameless]).toEqual([[], []]);
    }),
  );
});
