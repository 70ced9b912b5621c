import fc from "fast-check";
import { expect, test } from "vitest";

import { chooseCanary, type CanaryFacts } from "../../src/core/choose-canary.ts";

const toCase = (id: number, facts: Partial<CanaryFacts> = {}): CanaryFacts => ({
  ...{ caseId: `order:${id}`, billId: `${id}`, sinceMs: id, code: "A", size: 10, groups: ["CK1"] },
  ...facts,
});

test("the oldest, the newest, the largest and one of each warehouse are tried first", () => {
  const cases = [
    toCase(1),
    toCase(2, { size: 99 }),
    toCase(3, { groups: ["CK2"] }),
    toCase(4, { groups: ["CK2"] }),
    toCase(5, { code: "B" }),
    toCase(6),
  ];
  expect(chooseCanary(cases, 5)).toEqual(["order:1", "order:6", "order:2", "order:3", "order:5"]);
  expect(chooseCanary(cases, 1)).toEqual(["order:1"]);
});

test("two orders of one bill tell nothing that one does not", () => {
  expect(chooseCanary([toCase(1, { billId: "b" }), toCase(2, { billId: "b", size: 99 })], 5)).toEqual(["order:1"]);
});

const facts = fc.record({
  caseId: fc.uuid(),
  billId: fc.constantFrom("1", "2", "3", "4"),
  sinceMs: fc.nat(5),
  code: fc.constantFrom("A", "B"),
  size: fc.nat(5),
  groups: fc.subarray(["CK1", "CK2"]),
});

test("there is one wherever there is a case, never more than wanted or than there are bills, whatever their order", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(facts, { selector: ({ caseId }) => caseId }),
      fc.integer({ min: 1, max: 5 }),
      (all, most) => {
        const chosen = chooseCanary(all, most);
        const bills = new Set(all.map(({ billId }) => billId)).size;
        expect(chosen.length).toBeLessThanOrEqual(Math.min(most, bills));
        expect(chosen.length > 0).toBe(all.length > 0);
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(chooseCanary(all.toReversed(), most)[0]).toBe(chosen[0]);
      },
    ),
  );
});
