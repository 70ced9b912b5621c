import { expect, test } from "vitest";

import { missingCodesOf } from "../src/core/missing-code.ts";

test("the codes that a refusal told as facts are gaps", () => {
  expect(missingCodesOf({ missingSubject: "spec_no", missingCodes: "A-1\nA-11", vendorCode: "100" })).toEqual([
    { subject: "spec_no", code: "A-1" },
    { subject: "spec_no", code: "A-11" },
  ]);
});

test("a refusal without such facts leaves no gap, whatever its details", () => {
  expect(missingCodesOf({ outerNo: "X1", vendorCode: "100" })).toEqual([]);
  expect(missingCodesOf({ missingSubject: "spec_no" })).toEqual([]);
  expect(missingCodesOf({ missingSubject: "spec_no", missingCodes: "" })).toEqual([]);
});
