import type { LoadJob } from "@billferry/contracts";
import { expect, test } from "vitest";

import { findMissingCode } from "../src/core/missing-code.ts";

const JOB: Pick<LoadJob, "order" | "target"> = {
  target: "stockout_order_push",
  order: {
    outer_no: "X1-CK1",
    warehouse_no: "CK1",
    reason: "销售",
    detail_list: [
      { spec_no: "A-1", num: "1" },
      { spec_no: "A-11", num: "1" },
    ],
  },
};

test("the code that the refusal quotes is the missing one, even where another is part of it", () => {
  const refusal = { code: "WDT_SKU_UNKNOWN", text: "[WDT_SKU_UNKNOWN] 货品 A-11 不存在" } as const;
  expect(findMissingCode(JOB, refusal)).toEqual({ subject: "spec_no", code: "A-11" });
});

test("where the words quote none, the only code is the missing one, and among several nobody can tell", () => {
  expect(findMissingCode(JOB, { code: "WDT_REASON_UNKNOWN", text: "不存在的原因" })).toEqual({
    subject: "reason",
    code: "销售",
  });
  expect(findMissingCode(JOB, { code: "WDT_SKU_UNKNOWN", text: "货品不存在" })).toBeUndefined();
});

test("a refusal that is not about a code leaves no gap", () => {
  expect(findMissingCode(JOB, { code: "WDT_STOCK_SHORT", text: "CK1 A-1" })).toBeUndefined();
});
