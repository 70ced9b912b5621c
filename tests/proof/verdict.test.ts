import { expect, test } from "vitest";

import { median, reachVerdict, type Findings } from "./verdict.ts";

const CLEAN: Findings = {
  summary: { expected: 2, present: 2, absent: [], duplicated: [], unexpected: [], wrong: [], calls: {} },
  cases: [],
  expectedCases: new Set(),
  checks: [{ name: "a claim", isGood: true, detail: "" }],
  injected: 1,
  failure: undefined,
};
const ABSENT = { outerNo: "A-1", billNo: "A", warehouse: "1", attempts: 0 };
const CASE = { caseId: "order:A-1", code: "WDT_SKU_UNKNOWN", billNo: "A" };

test("a run in which all is there and nothing else is clean", () => {
  expect(reachVerdict(CLEAN)).toMatchObject({ verdict: "clean", problems: [] });
});

test.each<[string, Partial<Findings>]>([
  ["an order is missing", { summary: { ...CLEAN.summary, present: 1, absent: [ABSENT] } }],
  ["an order is there twice", { summary: { ...CLEAN.summary, duplicated: ["A-1"] } }],
  ["an order has another content", { summary: { ...CLEAN.summary, wrong: [{ outerNo: "A-1", difference: "1" }] } }],
  ["an order has no bill", { summary: { ...CLEAN.summary, unexpected: ["A-1"] } }],
  ["a case is there that nobody expects", { cases: [CASE] }],
  ["a case is not there", { expectedCases: new Set(["order:A-1"]) }],
  ["a claim does not hold", { checks: [{ name: "a claim", isGood: false, detail: "no" }] }],
  ["the fault never struck", { injected: 0 }],
  ["it did not come to its end", { failure: "gave up" }],
])("a run is not clean when %s", (_what, change) => {
  expect(reachVerdict({ ...CLEAN, ...change })).toMatchObject({ verdict: "FAILED" });
  expect(reachVerdict({ ...CLEAN, ...change }).problems).toHaveLength(1);
});

test("what the judge misses is no loss where an expected case names it, the order or its whole bill", () => {
  const summary = { ...CLEAN.summary, present: 1, absent: [ABSENT] };
  for (const caseId of ["order:A-1", "bill:7"]) {
    const found = reachVerdict({ ...CLEAN, summary, cases: [{ ...CASE, caseId }], expectedCases: new Set([caseId]) });
    expect(found).toMatchObject({ verdict: "clean", missing: 0, held: 1, expectedHeld: 1 });
  }
});

test("the median of an even number of values lies between the two in the middle", () => {
  expect([median([]), median([3]), median([9, 1, 3]), median([4, 1, 9, 2])]).toEqual([null, 3, 3, 3]);
});
