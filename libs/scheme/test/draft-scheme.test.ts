import { join } from "node:path";

import { describeParameter, TARGET_INTERFACES, TARGET_NAMES } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import type { FormInfo } from "../src/core/draft-form.ts";
import { draftScheme } from "../src/core/draft-scheme.ts";
import { checkDraft, parseDefinition } from "../src/index.ts";

const SCHEMES = join(import.meta.dirname, "..", "..", "..", "schemes");

const field = (key: string, label: string, type: string, entity = "FInStockEntry") => ({ key, label, type, entity });
const RECEIPT: FormInfo = {
  form: "STK_InStock",
  title: "采购入库单",
  fields: [
    field("FBillNo", "单据编号", "BillNoField", "FBillHead"),
    field("FMaterialId", "物料编码", "BaseDataField"),
    field("FMustQty", "应收数量", "QtyField"),
    field("FRealQty", "实收数量", "QtyField"),
    field("FStockId", "仓库", "BaseDataField"),
    field("FTaxPrice", "含税单价", "PriceField"),
    field("FLot", "批号", "LotField"),
    field("FAuxPropId", "辅助属性", "RelatedFlexGroupField"),
    field("FSerialNo", "序列号", "TextField", "FSerialSubEntity"),
  ],
};

const ASKED = {
  name: "purchase-receipt",
  target: "stockin_order_push",
  accounts: { kingdee: "main", wangdiantong: "main" },
  choices: {},
  tables: { warehouses: "tables/warehouses.csv" },
} as const;

const draft = (info: FormInfo = RECEIPT, choices: Readonly<Record<string, string>> = {}) =>
  draftScheme(info, { ...ASKED, choices });

test("a purchase receipt's goods, quantity, warehouse, price and lot are found, and its draft has no error and no warning", () => {
  const made = draft();
  const findings = checkDraft(SCHEMES, { name: ASKED.name, text: made.text, others: [] });
  expect(findings.filter(({ severity }) => severity !== "hint")).toEqual([]);
  expect(made.missing).toEqual([]);
  const parsed = parseDefinition(made.text);
  expect("definition" in parsed && parsed.definition).toMatchObject({
    source: { form: "STK_InStock", entry: "FInStockEntry" },
    lines: { quantity: "FRealQty", unused: { auxiliary_property: "mixed" } },
    group_by: ["FStockId_FNumber"],
    order: {
      outer_no: "{{ FBillNo }}-{{ FStockId_FNumber }}",
      warehouse_no: { lookup: "warehouses", value: "{{ FStockId_FNumber }}" },
    },
    line: {
      spec_no: "{{ FMaterialId_FNumber }}",
      stockin_num: "{{ FRealQty }}",
      stockin_price: { value: "{{ FTaxPrice }}", round: 4 },
      batch_no: "{{ FLot_FNumber }}",
    },
  });
});

test("what bills may carry and the draft leaves out is said: an auxiliary property, and a lot that nobody takes", () => {
  expect(draft().leftOut.map(({ zh }) => zh)).toEqual([expect.stringContaining("辅助属性(FAuxPropId)")]);
  const without = draft(RECEIPT, { "line.batch_no": "" });
  expect(without.leftOut.map(({ zh }) => zh)).toEqual([
    expect.stringContaining("辅助属性"),
    expect.stringContaining("批号(FLot_FNumber)"),
  ]);
  expect(without.text).toContain("lot: note");
});

test("another field for the quantity or the warehouse is taken for the lines, the groups and the key as well", () => {
  const { text } = draft(
    { ...RECEIPT, fields: [...RECEIPT.fields, field("FStockInId", "实际仓", "BaseDataField")] },
    { "line.stockin_num": "FMustQty", "order.warehouse_no": "FStockInId_FNumber" },
  );
  expect(text).toContain("quantity: FMustQty");
  expect(text).toContain("group_by: FStockInId_FNumber");
  expect(text).toContain(`outer_no: "{{ FBillNo }}-{{ FStockInId_FNumber }}"`);
});

test("a form without a quantity, or without goods, says what a person has to choose", () => {
  const without = { ...RECEIPT, fields: RECEIPT.fields.filter(({ type }) => type !== "QtyField") };
  expect(draft(without).missing.map(({ zh }) => zh)).toEqual(["没有认出 stockin_num(入库数量)取自哪个字段,请选择"]);
  const account = { ...RECEIPT, fields: [field("FBillNo", "编号", "TextField", "FBillHead")] };
  expect(draft(account).missing[0]?.zh).toContain("没有带物料");
});

test("whatever the account's labels and a person's texts say, the draft is one definition that says no more than they chose", () => {
  const anyText = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom('" }\nname: x', "# a\nb: c", "{% if %}", "'"),
  );
  fc.assert(
    fc.property(anyText, anyText, (label, text) => {
      const fields = RECEIPT.fields.map((each) => (each.key === "FTaxPrice" ? { ...each, label: label || "x" } : each));
      const made = draft({ ...RECEIPT, title: label || "x", fields }, { "order.reason": text, "line.remark": "" });
      const parsed = parseDefinition(made.text);
      if ("problems" in parsed) {
        expect(parsed.problems.map(({ text: told }) => told).join()).toMatch(/order\.(reason|remark)/);
        return;
      }
      expect(parsed.definition.name).toBe(ASKED.name);
      expect(parsed.definition.order["reason"]).toBe(text.trim() === "" ? undefined : text.trim());
    }),
  );
});

test.each(TARGET_NAMES)("every parameter of %s has a meaning in both languages and an example that fits it", (name) => {
  const { head, line } = TARGET_INTERFACES[name];
  for (const parameter of [...head, ...line]) {
    const { meaning, form, example } = describeParameter(parameter);
    expect(example).not.toBe("");
    expect([...example].length).toBeLessThanOrEqual(parameter.maxLength ?? 40);
    for (const text of [meaning.zh, meaning.en, form.zh, form.en]) expect(text).not.toBe("");
    expect(meaning.en).not.toBe(parameter.label);
  }
});
