import { expect, test } from "vitest";

import { subjectOf } from "../../src/core/job-subject.ts";

test("an order's job is titled by its own number, which names bill and warehouse, and leads to its bill", () => {
  const job = { billNo: "XSCKD000001", order: { outer_no: "XSCKD000001-CK001" } };
  expect(subjectOf(job)).toEqual({ billNo: "XSCKD000001", title: "XSCKD000001-CK001" });
});

test("a bill's job is titled by the bill, and what is about no single bill has no subject", () => {
  expect(subjectOf({ billNo: "XSCKD000001", rows: [] })?.title).toBe("XSCKD000001");
  for (const content of [{ scheme: "sal-outstock" }, null, "text", { billNo: "" }])
    expect(subjectOf(content)).toBe(undefined);
});
