import { expect, test } from "vitest";

import { planReading } from "../../src/core/plan-reading.ts";
import { hashBill } from "../hash-bill.ts";

const KNOWN = { contentHash: "a", state: "ordered", revision: 3 };

test.each([
  ["a bill that nobody knows is fresh", undefined, { kind: "fresh", revision: 1 }],
  ["a bill that has not changed is left alone", KNOWN, { kind: "unchanged" }],
  [
    "a bill whose job may be lost is set up again under the same key",
    { ...KNOWN, state: "read" },
    { kind: "fresh", revision: 3 },
  ],
  ["other content is the next revision", { ...KNOWN, contentHash: "b" }, { kind: "changed", revision: 4 }],
  [
    "a withdrawn bill that comes back unchanged is new work",
    { ...KNOWN, state: "withdrawn" },
    { kind: "changed", revision: 4 },
  ],
])("%s", (_words, known, plan) => {
  expect(planReading("a", known)).toEqual(plan);
});

test.each([
  ["a bill of the past is left alone when only the mapping was edited", "ordered", { kind: "unchanged" }],
  ["but it is set up again where its work was lost", "read", { kind: "changed", revision: 4, isRemapped: true }],
  [
    "and where it had been withdrawn, which is more than another mapping",
    "withdrawn",
    { kind: "changed", revision: 4 },
  ],
  [
    "and where it waits for a person, who may have edited the mapping for it",
    "held",
    { kind: "changed", revision: 4, isRemapped: true },
  ],
])("%s", (_words, state, plan) => {
  const bill = { isStable: () => true, schemeVersion: "v1", fields: ["FID"], rows: [["7"]] };
  const known = { contentHash: hashBill(bill), state, revision: 3 };
  const again = hashBill({ ...bill, schemeVersion: "v2" });
  expect(planReading(again, known, { ofThePast: true })).toEqual(plan);
  const isRemapped = state === "withdrawn" ? {} : { isRemapped: true };
  expect(planReading(again, known)).toEqual({ kind: "changed", revision: 4, ...isRemapped });
});

test("a bill that waits under the mapping as it is is left alone", () => {
  expect(planReading("a", { ...KNOWN, state: "held" }, { ofThePast: true })).toEqual({ kind: "unchanged" });
});

const isStable = (name: string): boolean => name !== "FAuxPropId";

test("an upgrade that asks Kingdee for further fields changes no bill of the past", () => {
  const bill = { isStable, schemeVersion: "v1", fields: ["FID", "FRealQty"], rows: [["7", "2"]] };
  const known = { contentHash: hashBill(bill), state: "ordered", revision: 3 };
  for (const cell of ["0", "100101"]) {
    const again = hashBill({ ...bill, fields: [...bill.fields, "FAuxPropId"], rows: [["7", "2", cell]] });
    expect(planReading(again, known, { ofThePast: true })).toEqual({ kind: "unchanged" });
  }
});
