import { KINGDEE_FIELDS } from "@billferry/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { generateBills } from "../../src/bills/generate-bills.ts";
import type { Form } from "../../src/forms/form.ts";
import { loadForms } from "../../src/forms/load-forms.ts";
import { printRows } from "../../src/kingdee/print-rows.ts";
import { runQuery, type QueryRequest } from "../../src/kingdee/run-query.ts";
import { createRandom } from "../../src/random.ts";
import { createSettings, type SettingsPatch } from "../../src/settings.ts";

const forms = loadForms();
const form = forms.get("SAL_OUTSTOCK") as Form;
const bills = generateBills({ count: 40, seed: 9, nowMs: Date.UTC(2026, 4, 4, 4), zone: { offsetMinutes: 480 } }, form);
const rowCount = bills.reduce((sum, bill) => sum + bill.lines.length, 0);

const BASE: QueryRequest = {
  formId: "SAL_OUTSTOCK",
  fieldKeys: "FID,FEntity_FEntryID",
  filter: "",
  order: "",
  topRowCount: 0,
  startRow: 0,
  limit: 0,
};

function query(change: Partial<QueryRequest>, patch: SettingsPatch["kingdee"] = {}, seed = 1): string {
  const settings = createSettings({ kingdee: patch }).current().kingdee;
  const request = { ...BASE, ...change };
  const context = { form: forms.get(request.formId), bills, settings, random: createRandom(seed) };
  return printRows(runQuery(request, context), settings);
}

const rowsOf = (text: string): unknown[][] => JSON.parse(text) as unknown[][];

test("every field of the field table can be asked for", () => {
  expect(KINGDEE_FIELDS.filter((field) => !form.findColumn(field.key)).map((field) => field.key)).toEqual([]);
});

test("an auxiliary property answers 0 for none, else an id, and its code and name behind its part", () => {
  const messy = generateBills(
    { count: 40, seed: 9, nowMs: Date.UTC(2026, 4, 4, 4), zone: { offsetMinutes: 480 }, isMessy: true },
    form,
  );
  const settings = createSettings({}).current().kingdee;
  const fieldKeys = "FAuxPropId,FAuxPropId.FF100001.FNumber,fauxpropid.ff100001.fname,FEntity_FSeq";
  const result = runQuery({ ...BASE, fieldKeys }, { form, bills: messy, settings, random: createRandom(1) });
  const rows = rowsOf(printRows(result, settings));
  const red = rows.find(([, code]) => code === "RED");
  expect(red).toEqual([expect.any(Number), "RED", "红色", expect.any(Number)]);
  expect(rows.some(([id, code]) => id === 0 && code !== "RED")).toBe(true);
  expect(form.findColumn("FAuxPropId.FF100002.FNumber")).toBeUndefined();
});

test("pages in a total order cover each row once, whatever the page size", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), fc.boolean(), (limit, isDescending) => {
      const order = isDescending ? "FID DESC, FEntity_FSeq DESC" : "FID ASC,FEntity_FSeq";
      const seen: unknown[] = [];
      for (let startRow = 0, page: unknown[][] = []; startRow === 0 || page.length === limit; startRow += limit) {
        page = rowsOf(query({ order, limit, startRow }, {}, startRow + 1));
        seen.push(...page.map((row) => row[1]));
      }
      expect(seen).toHaveLength(rowCount);
      expect(new Set(seen).size).toBe(rowCount);
    }),
    { numRuns: 30 },
  );
});

test("rows fall differently with each request where the order leaves them tied", () => {
  const orders = [1, 2, 3].map((seed) => query({ order: "FDate" }, {}, seed));
  expect(new Set(orders).size).toBeGreaterThan(1);
  expect(query({}, {}, 1)).not.toBe(query({}, {}, 2));
});

test("TopRowCount is the absolute last row, so a fixed one empties the second page", () => {
  const page = { order: "FID,FEntity_FSeq", limit: 20, topRowCount: 20 };
  expect(rowsOf(query({ ...page, startRow: 0 }))).toHaveLength(20);
  expect(rowsOf(query({ ...page, startRow: 20 }))).toHaveLength(0);
  expect(rowsOf(query({ ...page, startRow: 10 }))).toHaveLength(10);
});

test("a page above the cap is cut or refused, as set", () => {
  expect(rowsOf(query({ limit: 10_000 }, { limitCap: 15 }))).toHaveLength(15);
  expect(() => query({ limit: 10_000 }, { limitCap: 15, limitPolicy: "refuse" })).toThrow("Limit");
});

test("counting gives one number", () => {
  expect(query({ fieldKeys: "COUNT(1)", filter: "FEntity_FSeq>0" })).toBe(`[[${rowCount}]]`);
  expect(query({ fieldKeys: "count(1)" })).toBe(`[[${bills.length}]]`);
});

test("the first unknown field fails the whole query, as do an unknown form and no fields", () => {
  expect(() => query({ fieldKeys: "FID,FNope,FNeither" })).toThrow("元数据中标识为FNope的字段不存在");
  expect(() => query({ formId: "NO_SUCH_FORM" })).toThrow("标识为“NO_SUCH_FORM”的业务对象不存在，或者被删除。");
  expect(() => query({ fieldKeys: " , " })).toThrow("data数据包中的参数FieldKeys的值不能为空。");
});

test("values look as Kingdee writes them", () => {
  const fieldKeys =
    "FApproveDate,FDate,FCarriageNO,FLot,FLot.FNumber,FIsFree,FStockID,FDocumentStatus.FCaption,FBillTypeID,FRealQty";
  const order = "FID,FEntity_FSeq";
  const text = query({ fieldKeys, order, limit: 2000 });
  expect(text).toMatch(/"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{1,3}"/);
  expect(text).not.toMatch(/T\d{2}:\d{2}:\d{2}\.(\d*0)?"/);
  expect(text).toMatch(/"\d{4}-\d{2}-\d{2}T00:00:00"/);
  expect(text).toContain('" "');
  expect(text).toMatch(/,\d+\.0\]/);
  expect(text).toMatch(/,[1-9]\d{0,3}\]/);
  const lots = rowsOf(text).map((row) => [row[3], row[4]]);
  expect(lots.some(([id, code]) => id === null && code === null)).toBe(true);
  expect(lots.some(([id, code]) => typeof id === "number" && String(code).startsWith("L26"))).toBe(true);
  expect(new Set(rowsOf(text).map((row) => row[5]))).toEqual(new Set([true, false]));
  expect(query({ fieldKeys: "FIsFree" }, { booleans: "digit" })).toContain('"0"');
});

test("a quantity is printed digit by digit", () => {
  const text = query({ fieldKeys: "FEntity_FEntryID,FRealQty", limit: 2000 });
  const printed = new Map(
    Array.from(text.matchAll(/\[(\d+),([\d.]+)\]/g), (match) => [Number(match[1]), match[2] as string]),
  );
  for (const line of bills.flatMap((bill) => bill.lines)) {
    const raw = printed.get(line.entryId) ?? "";
    expect(raw.includes(".") ? raw.replace(/0+$/, "").replace(/\.$/, "") : raw).toBe(line.quantity);
  }
});

test("with head fields alone a bill is one row", () => {
  expect(rowsOf(query({ fieldKeys: "FID,FBillNo", order: "FID" }))).toHaveLength(bills.length);
});

test("a data permission silently leaves bills out", () => {
  expect(rowsOf(query({ fieldKeys: "FID" }, { hiddenBillNos: ["XSCKD000001"] }))).toHaveLength(bills.length - 1);
});
