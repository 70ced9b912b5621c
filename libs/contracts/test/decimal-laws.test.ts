import {
  addDecimals,
  compareDecimals,
  decimal,
  divideDecimals,
  isPositive,
  multiplyDecimals,
  parseDecimal,
  roundDecimal,
  type DecimalText,
} from "@billferry/contracts";
import { Decimal } from "decimal.js";
import fc from "fast-check";
import { expect, test } from "vitest";

/** Far more digits than any two numbers below have together, so that the library never rounds on its own. */
const Exact = Decimal.clone({ precision: 500, toExpNeg: -2_000, toExpPos: 2_000 });
const RUNS = { numRuns: 2_000 };

const digits = (max: number): fc.Arbitrary<string> =>
  fc.oneof(fc.stringMatching(new RegExp(`^[0-9]{0,${max}}$`)), fc.constantFrom("0", "00", "000", "9999", "5", "50"));
/** However a vendor may write a number. */
const written = fc
  .record({
    sign: fc.constantFrom("", "", "-", "+"),
    whole: digits(25),
    point: fc.boolean(),
    behind: digits(25),
    exponent: fc.constantFrom("", "", "", "e3", "E-10", "e+2", "E-30", "e25", "e0"),
  })
  .map(({ sign, whole, point, behind, exponent }) => `${sign}${whole}${point ? `.${behind}` : ""}${exponent}`);
const number = written.filter((text) => /\d/.test(text.replace(/e.*/i, "")));
/** As an order carries them: plain, and perhaps with needless zeros. */
const plain = fc
  .tuple(fc.constantFrom("", "-"), fc.stringMatching(/^(0|[1-9][0-9]{0,20})(\.[0-9]{1,12})?$/))
  .map((parts) => parts.join("") as DecimalText);
const places = fc.nat(12);

function shown(value: Decimal): string {
  const fixed = value.toFixed();
  return fixed === "-0" ? "0" : fixed;
}

test("a number that a vendor writes is read as decimal.js reads it, and spelt in one way", () => {
  fc.assert(
    fc.property(number, (text) => {
      expect(parseDecimal(text)).toBe(shown(new Exact(text)));
    }),
    RUNS,
  );
});

test("what is no number is none for both", () => {
  fc.assert(
    fc.property(fc.oneof(written, fc.string({ maxLength: 6 })), (text) => {
      const isRead = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(text.trim());
      expect(parseDecimal(text) === undefined).toBe(!isRead);
    }),
    RUNS,
  );
});

test("sums and products are those of decimal.js, to the last digit", () => {
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 6 }), (values) => {
      expect(addDecimals(values)).toBe(shown(values.reduce((sum, each) => sum.plus(each), new Exact(0))));
      const [a = decimal("1"), b = decimal("-2")] = values;
      expect(multiplyDecimals(a, b)).toBe(shown(new Exact(a).times(b)));
    }),
    RUNS,
  );
});

test("quotients and rounded numbers are those of decimal.js, half up, and both know whether they are exact", () => {
  fc.assert(
    fc.property(plain, plain, places, (a, b, count) => {
      const rounded = new Exact(a).toDecimalPlaces(count, Decimal.ROUND_HALF_UP);
      expect(roundDecimal(a, count)).toEqual({ value: shown(rounded), isExact: rounded.equals(a) });
      if (!isPositive(b) && compareDecimals(b, decimal("0")) === 0) return;
      const quotient = new Exact(a).dividedBy(b).toDecimalPlaces(count, Decimal.ROUND_HALF_UP);
      expect(divideDecimals(a, b, count)).toEqual({ value: shown(quotient), isExact: quotient.times(b).equals(a) });
    }),
    RUNS,
  );
});

test("numbers compare by value as in decimal.js, however they are spelt", () => {
  const pair = fc.oneof(
    fc.tuple(plain, plain),
    plain.map((text) => [text, `${text}${text.includes(".") ? "00" : ".0"}` as DecimalText] as const),
  );
  fc.assert(
    fc.property(pair, ([a, b]) => {
      expect(compareDecimals(a, b)).toBe(new Exact(a).comparedTo(b));
      expect(isPositive(a)).toBe(new Exact(a).greaterThan(0));
    }),
    RUNS,
  );
});
