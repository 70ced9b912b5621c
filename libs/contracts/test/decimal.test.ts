import {
  addDecimals,
  compareDecimals,
  decimal,
  divideDecimals,
  fitsDecimal,
  multiplyDecimals,
  parseDecimal,
  roundDecimal,
} from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

const decimalText = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat(9999))
  .map(([whole, part]) => `${whole}.${String(part).padStart(4, "0")}`);

test("adds tenths without the float's error", () => {
  expect(addDecimals([decimal("0.1"), decimal("0.2")])).toBe("0.3");
});

test("reads exponents, blanks and signs, and spells each value in one way", () => {
  expect(["1e-10", " 10.0 ", "-0", "+5", ".5", "133.0"].map(parseDecimal)).toEqual([
    "0.0000000001",
    "10",
    "0",
    "5",
    "0.5",
    "133",
  ]);
});

test("takes nothing for a number that is none", () => {
  expect(["", " ", "abc", "1,000", "NaN", "Infinity", "0x10", "1e9999"].map(parseDecimal)).toEqual(
    Array(8).fill(undefined),
  );
});

test("keeps every digit of a twelve-digit quantity", () => {
  expect(multiplyDecimals(decimal("123456789012.3456"), decimal("1"))).toBe("123456789012.3456");
});

test("says when a division or a rounding is not exact", () => {
  expect(divideDecimals(decimal("1"), decimal("3"), 4)).toEqual({ value: "0.3333", isExact: false });
  expect(divideDecimals(decimal("1"), decimal("4"), 4)).toEqual({ value: "0.25", isExact: true });
  expect(roundDecimal(decimal("840.70795"), 4)).toEqual({ value: "840.708", isExact: false });
});

test("knows what fits decimal(19,4)", () => {
  expect(fitsDecimal(decimal("999999999999999.9999"), 19, 4)).toBe(true);
  expect(fitsDecimal(decimal("1000000000000000"), 19, 4)).toBe(false);
  expect(fitsDecimal(decimal("0.00001"), 19, 4)).toBe(false);
});

test("a sum does not depend on the order of its terms", () => {
  fc.assert(
    fc.property(fc.array(decimalText, { maxLength: 20 }), (texts) => {
      const terms = texts.map(decimal);
      expect(addDecimals(terms.toReversed())).toBe(addDecimals(terms));
    }),
  );
});

test("a sum taken back term by term is nothing", () => {
  fc.assert(
    fc.property(fc.array(decimalText, { maxLength: 20 }), (texts) => {
      const terms = texts.map(decimal);
      const negated = terms.map((term) => multiplyDecimals(term, decimal("-1")));
      expect(compareDecimals(addDecimals([...terms, ...negated]), decimal("0"))).toBe(0);
    }),
  );
});

test("what is printed is read back as itself", () => {
  fc.assert(
    fc.property(decimalText, (text) => {
      expect(parseDecimal(decimal(text))).toBe(decimal(text));
    }),
  );
});
