import { expect, test } from "vitest";

import { subjectOf, titleOf } from "../../src/core/job-subject.ts";

const FIELDS = ["FBillNo", "FStockID_FNumber"];
const billOf = (...stocks: readonly (string | null)[]) => ({
  billNo: "XSCKD000001",
  billId: "100001",
  scheme: "sal-outstock",
  fields: FIELDS,
  rows: stocks.map((stock) => ["XSCKD000001", stock]),
});

test("an order's job is titled by its own number, which names bill and warehouse, and leads to its bill", () => {
  const job = { billNo: "XSCKD000001", billId: "1", order: { outer_no: "XSCKD000001-CK001", warehouse_no: "WH01" } };
  expect(subjectOf(job)).toEqual({ billNo: "XSCKD000001", billId: "1", outerNo: "XSCKD000001-CK001" });
  expect(titleOf(job, "zh-CN")).toBe("XSCKD000001-CK001 · WH01");
  const same = { ...job, order: { outer_no: "XSCKD000001-WH01", warehouse_no: "WH01" } };
  expect(titleOf(same, "en")).toBe("XSCKD000001-WH01");
  const shortened = { ...job, order: { outer_no: "K3-1A2B", warehouse_no: "WH01" } };
  expect(titleOf(shortened, "zh-CN")).toBe("XSCKD000001 · K3-1A2B · WH01");
});

test("a bill's job is titled by the bill and the warehouses of its lines, each once", () => {
  expect(titleOf(billOf("CK001", "CK002", "CK001", null, " "), "zh-CN")).toBe("XSCKD000001 · CK001 CK002");
  expect(titleOf(billOf("A", "B", "C", "D"), "zh-CN")).toBe("XSCKD000001 · A B C …");
  expect(titleOf({ billNo: "XSCKD000001" }, "zh-CN")).toBe("XSCKD000001");
});

test("a reading and a sweep are titled by what they do, in both languages", () => {
  const scheme = "sal-outstock";
  expect(titleOf({ scheme }, "zh-CN")).toBe("按时间读取");
  expect(titleOf({ scheme, billNos: ["XS1", "XS2"] }, "zh-CN")).toBe("读取指定单据 XS1 XS2");
  expect(titleOf({ scheme, name: "nightly", depthMs: 1 }, "zh-CN")).toBe("每晚补漏");
  expect(titleOf({ scheme, name: "manual", depthMs: 1 }, "en")).toBe("sweep by hand");
});

test("what is about no single bill has no subject, and what is no job of ours no title", () => {
  for (const content of [{ scheme: "sal-outstock" }, null, "text", { billNo: "" }])
    expect(subjectOf(content)).toBe(undefined);
  for (const content of [{ anything: 1 }, null, "text"]) expect(titleOf(content, "zh-CN")).toBe(undefined);
});
