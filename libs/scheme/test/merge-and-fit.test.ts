import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { addDecimals, decimal, linesOf, roundDecimal, type Cell } from "@billferry/contracts";
import { loadScheme, transformBill, type Scheme, type Transformation } from "@billferry/scheme";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";

const SHIPPED = join(import.meta.dirname, "../../../schemes");
type Values = Partial<Record<string, Cell>>;

/** A shipped scheme with parts of its text replaced, and tables. */
function setup(name = "sal-outstock", edits: readonly (readonly [string, string])[] = [], tables: Values = {}): Scheme {
  const folder = mkdtempSync(join(tmpdir(), "billferry-merge-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SHIPPED, folder, { recursive: true });
  const path = join(folder, `${name}.yaml`);
  const text = edits.reduce(
    (all, [from, to]) => {
      expect(all).toContain(from);
      return all.replace(from, () => to);
    },
    readFileSync(path, "utf8"),
  );
  writeFileSync(path, text);
  for (const [table, content] of Object.entries(tables))
    writeFileSync(join(folder, `tables/${table}.csv`), String(content));
  return loadScheme(folder, name);
}

function transform(scheme: Scheme, lines: readonly Values[]): Transformation {
  const isReturn = scheme.definition.source.form === "SAL_RETURNSTOCK";
  const usual: Values = isReturn
    ? { FBillNo: "XSTHD1", FHeadNote: null, FStockId_FNumber: "CK001", FMaterialId_FNumber: "SKU-1", FRealQty: "1" }
    : { FBillNo: "XSCKD1", FNote: null, FStockID_FNumber: "CK001", FMaterialID_FNumber: "SKU-1", FRealQty: "1" };
  const fields = [
    ...new Set([
      ...Object.keys(usual),
      "FEntity_FSeq",
      "FCarriageNO",
      "FCarrierID_FNumber",
      "FTaxPrice",
      "FLot_FNumber",
    ]),
    ...["FAllAmount", "FEntrynote", "FRowType", "FUnitID_FNumber", "FPrice", "FProduceDate"],
  ];
  const rows = lines.map((line, index) =>
    fields.map((name) => ({ ...usual, FEntity_FSeq: String(index + 1), ...line })[name] ?? null),
  );
  return transformBill({ billNo: String(usual["FBillNo"]), fields, rows }, scheme);
}

function orderOf(result: Transformation) {
  if (result.kind !== "ordered") throw new Error(JSON.stringify(result));
  const [planned] = result.orders;
  if (planned === undefined) throw new Error("no order");
  return { ...planned, lines: linesOf(planned.target, planned.order) };
}

function issuesOf(result: Transformation): readonly string[] {
  return result.kind === "refused" ? result.issues.map(({ code, message }) => `${code} ${message}`) : [result.kind];
}

test("two lines that fit together but not apart go as one", () => {
  const { lines } = orderOf(transform(setup(), [{ FRealQty: "0.917715" }, { FRealQty: "34.093285" }]));
  expect(lines).toMatchObject([{ spec_no: "SKU-1", num: "35.011" }]);
});

test("lines that do not fit even together are refused with all of their numbers, and nothing is rounded", () => {
  const lots = { FLot_FNumber: "L1" };
  expect(
    issuesOf(transform(setup(), [{ FRealQty: "0.917715" }, { FRealQty: "1", ...lots }, { FRealQty: "0.00001" }])),
  ).toEqual([expect.stringMatching(/^MAP_NUMBER_INEXACT .*第 1、3 行 SKU-1:num=0\.917725/)]);
});

test("a total that only informs is rounded, and a note says so", () => {
  const { order, notes } = orderOf(
    transform(setup(), [{ FAllAmount: "51171.984568" }, { FMaterialID_FNumber: "B", FAllAmount: null }]),
  );
  expect(order["goods_total_amount"]).toBe("51171.9846");
  expect(notes).toEqual(["XSCKD1:goods_total_amount:51171.984568 舍入为 51171.9846"]);
});

test("any number of a head may be rounded where the scheme says so, and a total without it is refused", () => {
  const edit = ["{ sum: FAllAmount, round: 4 }", "{ sum: FAllAmount }"] as const;
  const cost = ['  # post_cost: "0"', '  post_cost: { value: "{{ FTaxPrice }}", round: 2 }'] as const;
  expect(issuesOf(transform(setup("sal-outstock", [edit]), [{ FAllAmount: "1.23456" }]))).toEqual([
    expect.stringMatching(/^MAP_NUMBER_INEXACT .*goods_total_amount=1\.23456/),
  ]);
  const { order } = orderOf(transform(setup("sal-outstock", [cost]), [{ FTaxPrice: "1.005" }]));
  expect(order["post_cost"]).toBe("1.01");
});

const pieces = (FRealQty: string): Values => ({ FRealQty, FUnitID_FNumber: "Pcs" });

test("units that come out even only together go as one line", () => {
  const convert = 'num: { convert: units, value: "{{ FRealQty }}", unit: "{{ FUnitID_FNumber }}" }';
  const scheme = setup(
    "sal-outstock",
    [
      ['num: "{{ FRealQty }}"', convert],
      ["tables:\n", "tables:\n  units: tables/units.csv\n"],
    ],
    { units: "item,unit,ratio\n*,Pcs,1/3\n*,Box,4/7\n" },
  );
  expect(orderOf(transform(scheme, [pieces("1"), pieces("1"), pieces("4")])).lines).toMatchObject([{ num: "2" }]);
  expect(issuesOf(transform(scheme, [pieces("1"), pieces("1")]))).toEqual([
    expect.stringMatching(/^MAP_NUMBER_INEXACT .*num=2\/3\(除不尽\)/),
  ]);
});

test("every number of merged lines is weighted, and of other values a note says whose stands", () => {
  const scheme = setup("sal-returnstock", [
    [
      '  batch_no: "{{ FLot_FNumber }}"',
      '  src_price: { value: "{{ FPrice }}", round: 4 }\n  production_date: "{{ FProduceDate }}"',
    ],
    [
      "    FLot_FNumber: { label: 批号, level: entry, type: code }",
      "    FPrice: { level: entry, type: decimal }\n    FProduceDate: { level: entry, type: date }",
    ],
  ]);
  const { lines, notes } = orderOf(
    transform(scheme, [
      { FRealQty: "1", FTaxPrice: "4", FPrice: "3", FProduceDate: "2026-01-02T00:00:00" },
      { FRealQty: "3", FTaxPrice: "8", FPrice: "7", FProduceDate: "2026-01-03T00:00:00" },
    ]),
  );
  expect(lines).toMatchObject([
    { stockin_num: "4", stockin_price: "7", src_price: "6", production_date: "2026-01-02 00:00:00" },
  ]);
  expect(notes).toEqual(["SKU-1:2 行合并,单价取加权平均,原价取加权平均,生产日期各行不同,取第 1 行的值"]);
});

const quantity = fc.integer({ min: 1, max: 2_000_000_000 }).map((micros) => String(decimal(`${micros}e-6`)));
const amount = fc.integer({ min: 0, max: 2_000_000_000 }).map((micros) => String(decimal(`${micros}e-6`)));

test("merging keeps every total: quantities exactly, amounts to half a unit of the last place", () => {
  const scheme = setup();
  const line = fc.record({
    FMaterialID_FNumber: fc.constantFrom("A", "B"),
    FRealQty: quantity,
    FTaxPrice: amount,
    FAllAmount: amount,
  });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (given) => {
      const wanted = [...Map.groupBy(given, (each) => each.FMaterialID_FNumber)].map(
        ([sku, own]) => [sku, addDecimals(own.map((each) => decimal(each.FRealQty)))] as const,
      );
      const isFit = wanted.every(([, sum]) => roundDecimal(sum, 4).isExact);
      const result = transform(scheme, given);
      expect(result.kind).toBe(isFit ? "ordered" : "refused");
      if (result.kind !== "ordered") return;
      const { order, lines } = orderOf(result);
      expect(new Map(lines.map((each) => [each.spec_no, each["num"]]))).toEqual(new Map(wanted));
      const total = addDecimals(given.map((each) => decimal(each.FAllAmount)));
      expect(order["goods_total_amount"] ?? "0").toBe(roundDecimal(total, 4).value);
    }),
    { numRuns: 300 },
  );
});
