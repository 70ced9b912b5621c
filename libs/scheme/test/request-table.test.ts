import { parseDefinition } from "@billferry/scheme";
import { expect, test } from "vitest";

/** A scheme whose source is a pasted table, beside what the table does not say. */
function parse(request: string) {
  const scheme = {
    name: "pasted",
    source: { form: "STK_MisDelivery", filter: "FApproveDate>='{{LAST_SYNC_TIME dateTime}}'", request },
    lines: { quantity: "FQty" },
    group_by: "FStockId_FNumber",
    order: { outer_no: "{{ FBillNo }}-{{ FStockId_FNumber }}", warehouse_no: "{{ FStockId_FNumber }}" },
    line: { spec_no: "{{ FMaterialId_FNumber }}", num: "{{ FQty }}" },
  };
  return parseDefinition(JSON.stringify(scheme));
}

function fieldsOf(request: string) {
  const read = parse(request);
  if ("problems" in read) throw new Error(read.problems.map(({ text }) => text).join("\n"));
  return read.definition.source.fields;
}

test("a table of seven columns is read by its headings, and names that are keys are taken", () => {
  const fields = fieldsOf(`
    | 序号 | 字段 | 名称 | 类型 | 默认值 | 描述 | 是否必要 |
    |---|---|---|---|---|---|---|
    | 1 | FBILLNO | 单据编号 | string | | | 是 |
    | 2 | FMATERIALID.FNUMBER | 物料编码 | string | | | 是 |
    | 3 | FStockOrgId_FNumber | 库存组织 | string | FStockOrgId.FNumber | 库存组织 | 是 |
    | 4 | FLot_FNumber | 批号 | string | | | |
    | 5 | FormId | 业务对象表单Id | string | STK_MisDelivery | | 是 |`);
  expect(fields).toMatchObject({
    FBILLNO: { label: "单据编号", key: "FBILLNO" },
    FMATERIALID_FNUMBER: { label: "物料编码", key: "FMATERIALID.FNUMBER" },
    FStockOrgId_FNumber: { key: "FStockOrgId.FNumber" },
    FLot_FNumber: { key: "FLot.FNumber" },
  });
  expect(Object.keys(fields)).toHaveLength(4);
});

test("a key with two dots, as places and auxiliary properties have it, is a key", () => {
  const fields = fieldsOf(`
    | 字段 | 字段名称 | 类型 | 配置值 |
    | FStockLocId_FF100004_FNumber | 仓位 | string | FStockLocId.FF100004.FNumber |
    | FAuxPropId_FF100001_FNumber | 颜色 | string | |`);
  expect(fields).toMatchObject({
    FStockLocId_FF100004_FNumber: { label: "仓位", key: "FStockLocId.FF100004.FNumber" },
    FAuxPropId_FF100001_FNumber: { label: "颜色", key: "FAuxPropId.FF100001.FNumber" },
  });
});

test("a further column in between changes nothing", () => {
  const fields = fieldsOf(`
    | 字段 | 字段名称 | 说明 | 类型 | 配置值 |
    | FNote | 备注 | | string | FRemarks |`);
  expect(fields).toMatchObject({ FNote: { label: "备注", key: "FRemarks" } });
});

test.each([
  ["headings in tabs", "字段\t字段名称\t类型\t配置值\nFNote\t备注\tstring\tFNote"],
  ["no headings, but the usual four columns", "| FNote | 备注 | string | FNote |"],
])("a table with %s is read", (_what, request) => {
  expect(fieldsOf(request)).toMatchObject({ FNote: { label: "备注", key: "FNote" } });
});

test("a table whose columns nobody can tell is one problem that says which are wanted", () => {
  const read = parse(`
    | 1 | FBILLNO | 单据编号 | string | | | 是 |
    | 2 | FNOTE | 备注 | string | | | 是 |
    | 3 | FQTY | 数量 | string | | | 是 |`);
  expect("problems" in read ? read.problems.map(({ text }) => text) : []).toEqual([
    expect.stringMatching(/连同表头.*“字段”“字段名称”“配置值”三列/),
  ]);
});

test("a wrong field among right ones is told with its line, once", () => {
  const read = parse(
    "| 字段 | 名称 | 类型 | 配置值 |\n| FNote | 备注 | string | FNote |\n| 备注 | 备注 | string | x |",
  );
  expect("problems" in read ? read.problems.map(({ text }) => text) : []).toEqual([
    expect.stringMatching(/第 3 行 备注:不是金蝶字段名/),
  ]);
});
