import * as fc from "fast-check";
import { expect, test } from "vitest";

import { generateBills } from "../../src/bills/generate-bills.ts";
import type { Form } from "../../src/forms/form.ts";
import { loadForms } from "../../src/forms/load-forms.ts";
import { KingdeeProblem } from "../../src/kingdee/problem.ts";
import { parseFilter } from "../../src/kingdee/parse-filter.ts";
import { runQuery } from "../../src/kingdee/run-query.ts";
import { createRandom } from "../../src/random.ts";
import { createSettings } from "../../src/settings.ts";

const form = loadForms().get("SAL_OUTSTOCK") as Form;
const bills = generateBills({ count: 60, seed: 5, nowMs: Date.UTC(2026, 4, 4, 4), zone: { offsetMinutes: 480 } }, form);
const settings = createSettings({ kingdee: { limitCap: 100_000 } }).current().kingdee;
const sample = bills.find((bill) => bill.status === "C" && bill.approvedLocalMs !== null);

function select(filter: unknown): string[] {
  const request = { formId: "SAL_OUTSTOCK", fieldKeys: "FBillNo,FRealQty", filter, order: "FID,FEntity_FSeq" };
  const context = { form, bills, settings, random: createRandom(1) };
  const result = runQuery({ ...request, topRowCount: 0, startRow: 0, limit: 100_000 }, context);
  if (result.kind !== "rows") throw new Error("rows were asked for");
  return result.rows.map((row) => `${row.bill.billNo}/${row.line.seq}`);
}

function selectBy(test: (bill: (typeof bills)[number], line: (typeof bills)[number]["lines"][number]) => boolean) {
  return bills.flatMap((bill) =>
    bill.lines.filter((line) => test(bill, line)).map((line) => `${bill.billNo}/${line.seq}`),
  );
}

const approved = new Date(sample?.approvedLocalMs ?? 0).toISOString().slice(0, -1);
const wall = Date.parse(`${approved}Z`);

test.each<[string, Parameters<typeof selectBy>[0]]>([
  ["", () => true],
  ["1=1", () => true],
  ["FDocumentStatus='C' and FCancelStatus='A'", (bill) => bill.status === "C" && !bill.isVoid],
  ["FDocumentStatus <> 'C' OR FCancelStatus = 'B'", (bill) => bill.status !== "C" || bill.isVoid],
  ["fdocumentstatus!='C'", (bill) => bill.status !== "C"],
  ["FApproveDate is null", (bill) => bill.approvedLocalMs === null],
  ["FApproveDate IS NOT NULL", (bill) => bill.approvedLocalMs !== null],
  [`FApproveDate>='${approved}'`, (bill) => (bill.approvedLocalMs ?? 0) >= wall],
  [`FApproveDate<'${approved.replace("T", " ")}'`, (bill) => (bill.approvedLocalMs ?? Infinity) < wall],
  ["not (FApproveDate > '2030-01-01')", (bill) => bill.approvedLocalMs !== null],
  ["FRealQty>0 and FIsFree=1", (_bill, line) => Number(line.quantity) > 0 && line.isFree],
  ["FStockID.FNumber in ('CK001', 'CK002')", (_bill, line) => ["CK001", "CK002"].includes(line.stock)],
  ["FStockID.FNumber not in ('CK001')", (_bill, line) => line.stock !== "CK001"],
  ["FMaterialId.Fnumber like 'sku-00%'", (_bill, line) => line.sku.startsWith("SKU-00")],
  ["FMaterialID.FNumber not like '%1'", (_bill, line) => !line.sku.endsWith("1")],
  ["FLot.FNumber is null", (_bill, line) => line.lot === null],
  ["FLot.FNumber <> 'x'", (_bill, line) => line.lot !== null],
  ["FCarriageNO = ' '", (bill) => bill.carriageNo === ""],
  [
    "(FID>=100010 and (FID<100020 or FID=100030))",
    (bill) => bill.id >= 100_010 && (bill.id < 100_020 || bill.id === 100_030),
  ],
  ["FNote = '客户要求\"原箱\"发出;勿拆'", (bill) => bill.note.includes("原箱")],
  ["FEntity_FEntryID > 500100", (_bill, line) => line.entryId > 500_100],
])("the filter %s selects exactly the rows it says", (filter, expected) => {
  expect(select(filter)).toEqual(selectBy(expected));
});

test("the array form selects like the string form", () => {
  const array = [
    { Left: "(", FieldName: "FBillNo", Compare: "67", Value: "XSCKD000003", Right: "", Logic: "1" },
    { Left: "", FieldName: "FBillNo", Compare: "=", Value: "XSCKD000004", Right: ")", Logic: "AND" },
    { FieldName: "FStockID.FNumber", Compare: "llike", Value: "CK", Logic: 0 },
  ];
  const text = "(FBillNo='XSCKD000003' or FBillNo='XSCKD000004') and FStockID.FNumber like 'CK%'";
  expect(select(array)).toEqual(select(text));
  expect(select(JSON.stringify(array))).toEqual(select(text));
  expect(select([])).toEqual(select(""));
});

test("a doubled quote stands for one", () => {
  expect(parseFilter("FNote='it''s'")).toMatchObject({ right: { text: "it's" } });
});

test.each(["FBillNo=", "FBillNo='a", "(FBillNo='a'", "FBillNo='a' and", "and", "FBillNo 'a'", "FBillNo in ()", "a;b"])(
  "the malformed filter %s is refused in the vendor's words",
  (filter) => {
    expect(() => select(filter)).toThrow(expect.objectContaining({ msgCode: 4, message: "GetRealExpress error..." }));
  },
);

test("a filter on an unknown field names it", () => {
  expect(() => select("FNoSuchField='1'")).toThrow(
    expect.objectContaining({ msgCode: 9, message: "元数据中标识为FNoSuchField的字段不存在" }),
  );
});

test("any text at all is either a filter or the vendor's complaint", () => {
  const piece = fc.constantFrom(
    "FBillNo",
    "'x'",
    "1",
    "=",
    "<",
    ">=",
    "(",
    ")",
    ",",
    "and",
    "or",
    "not",
    "in",
    "like",
    "is",
    "null",
    "'",
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(" ")),
    fc.nat(5000).map((depth) => "(".repeat(depth)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(outcomeOf(text)).toMatch(/^(filter|complaint)$/);
    }),
    { numRuns: 500 },
  );
});

function outcomeOf(text: string): string {
  try {
    parseFilter(text);
    return "filter";
  } catch (error) {
    return error instanceof KingdeeProblem ? "complaint" : String(error);
  }
}
