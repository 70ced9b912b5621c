import { findField, parseKingdeeTime, SHANGHAI, type Cell } from "@billferry/contracts";
import { expect, test } from "vitest";

import { findBreach, type CheckedPage } from "../../src/core/contract.ts";

const FIELDS = ["FID", "FBillNo", "FRealQty", "FTaxPrice", "FEntity_FSeq", "FApproveDate", "FDocumentStatus"];
const GOOD: Cell[] = ["7", "XSCKD7", "2.50", null, "1", "2026-11-23T10:00:00.5", "C", "A"];
const DEMAND = { fromMs: at("2026-11-23 10:00:00"), toMs: at("2026-11-23 10:10:00") };

function at(text: string): number {
  return parseKingdeeTime(text, SHANGHAI) ?? Number.NaN;
}

/** Rows that are good but for some cells, by field. */
function page(...changes: Record<string, Cell>[]): CheckedPage {
  const fields = [...FIELDS, "FCancelStatus"];
  return {
    fields,
    rows: changes.map((change) => GOOD.map((cell, column) => change[fields[column] ?? ""] ?? cell)),
    needed: new Set(fields),
    filled: new Set(["FID", "FBillNo", "FEntity_FSeq", "FRealQty", "FApproveDate"]),
    zone: SHANGHAI,
    seq: "FEntity_FSeq",
    findField,
  };
}

test("a page as agreed breaks nothing, and blank prices are no breach", () => {
  expect(findBreach(page({}, {}, {}), DEMAND)).toBeUndefined();
  expect(findBreach(page(), DEMAND)).toBeUndefined();
});

test.each([
  ["FRealQty", "若干", "数字"],
  ["FRealQty", "  ", "数字"],
  ["FRealQty", true, "数字"],
  ["FTaxPrice", "面议", "数字"],
  ["FID", "8f3a-11", "内码"],
  ["FEntity_FSeq", "1.5", "整数"],
  ["FApproveDate", "昨天", "时间"],
  ["FBillNo", false, "文本"],
])("%s being %j in every row is a broken contract", (field, cell, wanted) => {
  const wrong = { [field]: cell };
  expect(findBreach(page(wrong, wrong, wrong))).toContain(`${field} 在本页全部 3 行中都不是${wanted}`);
  // Single bad cells, and pages too short to tell, are the trouble of single bills.
  expect(findBreach(page(wrong, {}, wrong))).toBeUndefined();
  expect(findBreach(page(wrong, wrong))).toBeUndefined();
});

test("a field that nothing needs may be anything", () => {
  const wrong = page({ FTaxPrice: "面议" }, { FTaxPrice: "面议" }, { FTaxPrice: "面议" });
  expect(findBreach({ ...wrong, needed: new Set(["FID"]) })).toBeUndefined();
});

test.each([
  [{ FApproveDate: "2026-11-23T10:10:00" }, "不在所请求的时间窗内"],
  [{ FApproveDate: "2026-11-23T09:59:59.997" }, "不在所请求的时间窗内"],
  [{ FDocumentStatus: "D" }, "单据状态不是已审核"],
  [{ FCancelStatus: "B" }, "作废状态不是未作废"],
])("a row with %j means that the filter was ignored", (wrong, words) => {
  expect(findBreach(page({}, wrong), DEMAND)).toContain(words);
  // Without a demand (bills asked for by id) any state is an answer.
  expect(findBreach(page({}, wrong))).toBeUndefined();
});

test("where the scheme bounds the window by another field, only the upper bound is held against the rows", () => {
  const early = page({ FApproveDate: "2026-11-20T10:00:00" });
  expect(findBreach(early, { ...DEMAND, fromMs: undefined })).toBeUndefined();
  expect(findBreach(early, DEMAND)).toContain("不在所请求的时间窗内");
});
