import fc from "fast-check";
import { expect, test } from "vitest";

import { candidateNumbers, correctionNo, findCorrections } from "../src/index.ts";

const outerNo = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme-ascii" });
const n = fc.integer({ min: 1, max: 999 });

test("a correction is told by its order's key and its number", () => {
  expect(correctionNo("XSCKD000001-CK01", 2)).toBe("XSCKD000001-CK01-R2");
});

test("law: a correction's key is never too long, and different corrections have different keys", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(outerNo, n), { selector: ([key, number]) => `${number} ${key}` }), (each) => {
      const keys = each.map(([key, number]) => correctionNo(key, number));
      for (const key of keys) expect([...key].length).toBeLessThanOrEqual(40);
      const short = keys.filter((key) => !key.includes("~"));
      const long = keys.filter((key) => key.includes("~"));
      return new Set(short).size === short.length && new Set(long).size === long.length;
    }),
  );
});

test("law: corrections are found among all keys again, also where they had to be shortened", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z]{1,20}-[a-z]{1,19}$/), n, (key, number) => {
      const correction = correctionNo(key, number);
      expect(findCorrections([key, correction, "other-CK01"])).toEqual(new Map([[correction, key]]));
    }),
  );
});

test("a warehouse that is called R1 makes no correction", () => {
  expect(findCorrections(["XSCKD000001-R1", "XSCKD000002-R1"])).toEqual(new Map());
});

test("the bill of a stranger's key is looked for under everything before a hyphen", () => {
  expect(candidateNumbers("XS-2026-1-CK01")).toEqual(["XS", "XS-2026", "XS-2026-1", "XS-2026-1-CK01"]);
  expect(candidateNumbers("-R1")).toEqual(["-R1"]);
});

test("a correction of a correction makes good the first order", () => {
  const found = findCorrections(["X1-CK1", "X1-CK1-R1", "X1-CK1-R1-R1"]);
  expect([...found]).toEqual([
    ["X1-CK1-R1", "X1-CK1"],
    ["X1-CK1-R1-R1", "X1-CK1"],
  ]);
});
