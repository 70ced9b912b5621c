import { describeFault, Fault, findField } from "@billferry/contracts";
import { expect, test } from "vitest";

import { viewJob, viewStack, type JobReader } from "../../src/core/job-view.ts";

const ZH: JobReader = { language: "zh-CN", fieldOf: findField };
const EN: JobReader = { language: "en", fieldOf: findField };
const FAILED = describeFault(new Fault("WDT_SKU_UNKNOWN", "A-117"));
const BILL = {
  scheme: "sal-outstock",
  billNo: "XSCKD000001",
  approvedAt: "2026-11-20 10:00:00",
  fields: ["FBillNo", "FMaterialID_FNumber", "FRealQty", "F_OWN", "FNote"],
  rows: [
    ["XSCKD000001", "A-1", "2", "x", null],
    ["XSCKD000001", "A-2", null, "y", ""],
  ],
};

test("rows are told line by line under the fields' Chinese names, the bill's head once, and what is empty by its name", () => {
  const shown = viewJob({ content: BILL, failedReason: "" }, ZH);
  expect(shown).toEqual({
    单据编号: "XSCKD000001",
    审核时间: "2026-11-20 10:00:00",
    单据头: { "单据编号 FBillNo": "XSCKD000001" },
    分录: [
      { "物料编码 FMaterialID_FNumber": "A-1", "实发数量 FRealQty": "2", F_OWN: "x" },
      { "物料编码 FMaterialID_FNumber": "A-2", "实发数量 FRealQty": null, F_OWN: "y" },
    ],
    各行均为空的字段: "备注 FNote",
    技术信息: { scheme: "sal-outstock" },
  });
});

test("where the lines disagree on a field of the head, each line shows its own", () => {
  const rows = [
    ["XS1", "A-1", "2", "x", "a"],
    ["XS2", "A-1", "2", "x", "a"],
  ];
  const shown = viewJob({ content: { ...BILL, rows }, failedReason: "" }, EN) as { lines: object[]; bill: object };
  expect(shown.bill).toEqual({ FNote: "a" });
  expect(shown.lines[1]).toMatchObject({ FBillNo: "XS2" });
});

test("of a failed job the reason comes first: code, meaning, what is particular, and what to do", () => {
  const shown = viewJob({ content: BILL, failedReason: FAILED }, ZH) as Record<string, unknown>;
  expect(Object.keys(shown)[0]).toBe("失败原因");
  expect(shown["失败原因"]).toMatchObject({ 代码: "WDT_SKU_UNKNOWN", 详情: "A-117" });
  const english = viewJob({ content: BILL, failedReason: FAILED }, EN) as Record<string, unknown>;
  expect(JSON.stringify(english["why it failed"])).not.toMatch(/\p{Script=Han}/u);
  expect(viewJob({ content: null, failedReason: "x" }, ZH)).toEqual({ 失败原因: { 说明: "x" }, 技术信息: null });
});

test("code, meaning and remedy stand before the stack, whether the stack begins with them or not", () => {
  const own = viewStack(`${FAILED}\n  ← HTTPError: 500`, { failedReason: FAILED, language: "zh-CN" }).split("\n");
  expect(own[0]).toBe("代码: WDT_SKU_UNKNOWN");
  expect(own.at(-1)).toBe("  ← HTTPError: 500");
  const bug = viewStack("TypeError: x\n    at y", { failedReason: FAILED, language: "en" }).split("\n");
  expect(bug[0]).toBe("code: WDT_SKU_UNKNOWN");
  expect(bug.slice(-2)).toEqual(["TypeError: x", "    at y"]);
  expect(viewStack("x\n at y", { failedReason: "x", language: "en" })).toBe("x\n at y");
});

test("an order is told under the vendor's own Chinese names, its lines too", () => {
  const order = { outer_no: "XSCKD000001-CK01", detail_list: [{ spec_no: "A-1", num: "2" }] };
  const content = { billNo: "XSCKD000001", target: "stockout_order_push", notes: [], order };
  const shown = viewJob({ content, failedReason: "" }, ZH) as { 订单: Record<string, unknown> };
  expect(Object.keys(shown.订单)[0]).toMatch(/^\p{Script=Han}+ outer_no$/u);
  expect(JSON.stringify(shown.订单)).toMatch(/\p{Script=Han}+ spec_no":"A-1"/u);
  expect(viewJob({ content, failedReason: "" }, EN)).toMatchObject({ order });
});
