import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { loadForms } from "../../src/forms/load-forms.ts";
import { setup, type JsonObject } from "../sandbox-client.ts";

const ALL = ["SAL_OUTSTOCK", "SAL_RETURNSTOCK", "STK_MisDelivery"];

function makeFormFolder(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "forms-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "form.yaml"), text);
  return folder;
}

async function setupForms(options: Parameters<typeof setup>[0] = {}) {
  const running = await setup({ bills: 50, forms: ["all"], ...options });
  const session = await running.signIn();
  const read = async (FormId: string, FieldKeys: string, more: JsonObject = {}) =>
    JSON.parse((await running.query({ FormId, FieldKeys, OrderString: "FID", ...more }, session)).text) as unknown[][];
  return { ...running, session, read };
}

const FIELDS: Readonly<Record<string, string>> = {
  SAL_RETURNSTOCK:
    "FID,FBillNo,FDate,FRetcustId.FNumber,FSaleOrgId.FNumber,FStockOrgId.FNumber,FHeadNote,FReturnReason.FNumber," +
    "FBillTypeID.FNumber,FApproveDate,FDocumentStatus,FCancelStatus,FModifyDate,FCreateDate,FEntity_FEntryID,FEntity_FSeq," +
    "FMaterialId.FNumber,FRealQty,FStockId.FNumber,FTaxPrice,FAllAmount,FLot.FNumber,FProduceDate,FExpiryDate,FNote",
  STK_MisDelivery:
    "FID,FBillNo,FDate,FStockOrgId.FNumber,FDeptId.FNumber,FCustId.FNumber,FBizType,FStockDirect,FNote," +
    "FBillTypeID.FNumber,FApproveDate,FDocumentStatus,FCancelStatus,FModifyDate,FCreateDate,FEntity_FEntryID,FEntity_FSeq," +
    "FMaterialId.FNumber,FUnitID.FNumber,FQty,FBaseUnitQty,FStockId.FNumber,FLOT.FNumber,FProduceDate,FEXPIRYDATE," +
    "FEntryNote,FPrice,FAmount,FOwnerId.FNumber,FMtoNo",
};

test.each(Object.entries(FIELDS))("every field of %s can be asked for, in whatever case", async (form, keys) => {
  const { read } = await setupForms();
  const rows = await read(form, keys.toUpperCase(), { Limit: 3 });
  expect(rows).toHaveLength(3);
  expect(rows[0]).toHaveLength(keys.split(",").length);
});

test("each form is a table of its own: ids meet, bill numbers and contents differ", async () => {
  const { read } = await setupForms();
  const [sales = [], returns = [], others = []] = await Promise.all(
    ALL.map(async (form) => read(form, "FID,FBillNo,FStockId.FNumber", { FilterString: "FEntity_FSeq=1" })),
  );
  expect(sales[0]?.[0]).toBe(returns[0]?.[0]);
  expect(sales[0]?.[0]).toBe(others[0]?.[0]);
  expect([sales[0]?.[1], returns[0]?.[1], others[0]?.[1]]).toEqual(["XSCKD000001", "XSTHD000001", "QTCK000001"]);
  expect(returns.map((row) => row[2])).not.toEqual(others.map((row) => row[2]));
});

test("a field of one form is unknown to another", async () => {
  const { query, session } = await setupForms();
  const reply = await query({ FormId: "STK_MisDelivery", FieldKeys: "FBillNo,FRealQty" }, session);
  expect(reply.text).toContain("元数据中标识为FRealQty的字段不存在");
  expect((await query({ FormId: "STK_OutStock", FieldKeys: "FBillNo" }, session)).text).toContain("业务对象不存在");
});

test("the life cycle is that of the form's own bill; a number that only one form has needs no form", async () => {
  const { control, read } = await setupForms({ bills: 0 });
  for (const formId of ALL) await control("bills", { formId, billNo: "B1" });
  await control("bills/B1/audit", { formId: "STK_MisDelivery" });
  await control("bills/B1/void", {});
  const states = await Promise.all(ALL.map(async (form) => read(form, "FDocumentStatus,FCancelStatus")));
  expect(states).toEqual([[["A", "B"]], [["A", "A"]], [["C", "A"]]]);
  await control("bills", { formId: "SAL_RETURNSTOCK", billNo: "R1", extras: { reason: "THYY09" } });
  expect(await control("bills/R1/audit", {})).toMatchObject({ formId: "SAL_RETURNSTOCK", expected: ["R1-CK001"] });
  expect(await read("SAL_RETURNSTOCK", "FReturnReason.FNumber", { FilterString: "FBillNo='R1'" })).toEqual([
    ["THYY09"],
  ]);
  expect(await control("bills", { formId: "SAL_OUTSTOCK", extras: { reason: "X" } })).toHaveProperty("error");
  expect(await control("bills", { formId: "NONE" })).toEqual({ error: "no form NONE" });
  expect(await control("bills", { formId: "SAL_RETURNSTOCK" })).toMatchObject({ billNo: "XSTHD000001" });
});

test("bills of every form outlive a restart, and a form that is new to a folder begins then", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const before = await setup({ folder, bills: 5, forms: ["SAL_RETURNSTOCK"] });
  await before.control("bills/XSTHD000001/void", {});
  await before.control("bills/XSTHD000002/delete", {});
  const bills = await before.control("bills");
  await before.stop();
  const after = await setup({ folder, bills: 5, forms: ALL });
  expect(await after.control("bills?formId=SAL_RETURNSTOCK")).toEqual(bills);
  expect((await after.summary()).forms["STK_MisDelivery"]).toMatchObject({ bills: 5 });
});

test("the metadata lists a form's own keys; it can be forbidden, missing, or the whole form be", async () => {
  const { call, control, query, session } = await setupForms();
  const ask = async () =>
    call("DynamicFormService.QueryBusinessInfo", { data: { FormId: "STK_MisDelivery" } }, session);
  const { text } = await ask();
  expect(text).toContain('"Key":"FStockDirect"');
  expect(text).not.toContain("FRealQty");
  await control("settings", { kingdee: { businessInfo: "forbidden" } });
  expect((await ask()).text).toContain('"MsgCode":2');
  await control("settings", { kingdee: { businessInfo: "absent" } });
  expect((await ask()).status).toBe(404);
  await control("settings", { kingdee: { businessInfo: "open", forbiddenForms: ["STK_MisDelivery"] } });
  expect((await ask()).text).toContain("您没有该功能的操作权限");
  const reply = await query({ FormId: "STK_MisDelivery", FieldKeys: "FBillNo" }, session);
  expect(reply.text).toMatch(/^\[\[\{.*"MsgCode":2/);
  expect((await query({ FieldKeys: "FBillNo" }, session)).text).toContain("XSCKD");
});

test("a data permission on a warehouse hides its entries without a word", async () => {
  const { control, read } = await setupForms();
  const stocks = async () => new Set((await read("SAL_RETURNSTOCK", "FStockId.FNumber")).map((row) => row[0]));
  expect(await stocks()).toContain("CK002");
  await control("settings", { kingdee: { hiddenStocks: ["CK002"] } });
  expect(await stocks()).not.toContain("CK002");
});

const FOURTH = `
form: STK_TransferDirect
title: 直接调拨单
prefix: ZJDB
target: stockin_order_push
entry: { key: FBillEntry, title: 明细 }
fields:
  - { key: FID, label: 单据内码, level: head, type: id, from: bill.id }
  - { key: FBillNo, label: 单据编号, level: head, type: text, from: bill.billNo }
  - { key: FBillEntry_FEntryID, label: 分录内码, level: entry, type: id, from: line.entryId }
  - { key: FDestStockId, label: 调入仓库, level: entry, type: base, from: line.stock, names: stocks }
  - { key: FQty, label: 调拨数量, level: entry, type: decimal, from: line.quantity }
`;

test("a fourth form is a file and nothing else", async () => {
  const { read, summary } = await setupForms({
    formFolder: makeFormFolder(FOURTH),
    forms: ["STK_TransferDirect"],
    bills: 3,
  });
  expect(await read("STK_TransferDirect", "FBillNo,FDestStockId.FName,FQty", { Limit: 1 })).toEqual([
    [expect.stringMatching(/^ZJDB0/), expect.stringContaining("仓"), expect.any(Number)],
  ]);
  expect((await summary()).forms).toMatchObject({ STK_TransferDirect: { bills: 3, target: "stockin_order_push" } });
});

test.each([
  ["from: bill.billNo", "from: bill.nothing", "there is no bill.nothing; known: bill.id"],
  ["from: bill.billNo", "from: line.sku", "line.sku is none of the head's"],
  ["type: decimal, from: line.quantity", "type: decimal, from: line.sku", "line.sku is text, not decimal"],
  ["from: bill.billNo", "from: extras.colour", "there is no extras.colour"],
  ["key: FQty", "key: fid", "fid stands there twice"],
  ["target: stockin_order_push", "target: other", "target"],
])("a form file with %s as %s is refused", (sound, wrong, message) => {
  const folder = makeFormFolder(FOURTH.replace(sound, wrong));
  expect(() => loadForms(folder)).toThrow(message);
});

test("a form that is not there is named", async () => {
  await expect(setup({ forms: ["SAL_OUTSTOCK", "X"] })).rejects.toThrow("沙箱没有表单 X(现有 SAL_OUTSTOCK、");
});
