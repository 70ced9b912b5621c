import {
  addDecimals,
  decimal,
  divideDecimals,
  multiplyDecimals,
  parseDecimal,
  roundDecimal,
  ZERO,
  type DecimalText,
} from "@billferry/contracts";

/** An exact number, even where no decimal can write it: one third of a carton. */
export interface Fraction {
  readonly numerator: DecimalText;
  readonly denominator: DecimalText;
}

const ONE = decimal("1");
export const NOTHING: Fraction = { numerator: ZERO, denominator: ONE };

/** As text, for the time until lines are merged: "2.5", or "1/3" where no decimal is exact. */
export function writeFraction({ numerator, denominator }: Fraction): string {
  const { value, isExact } = roundFraction({ numerator, denominator }, 30);
  return isExact ? value : `${numerator}/${denominator}`;
}

/** As a decimal of at most `places` places. Almost all are decimals already, and a long division is slow. */
export function roundFraction(
  { numerator, denominator }: Fraction,
  places: number,
): { readonly value: DecimalText; readonly isExact: boolean } {
  return denominator === ONE ? roundDecimal(numerator, places) : divideDecimals(numerator, denominator, places);
}

/** Reads what `writeFraction` wrote, or any number; undefined where it is none. */
export function readFraction(text: string): Fraction | undefined {
  if (!text.includes("/")) {
    const whole = parseDecimal(text);
    return whole === undefined ? undefined : { numerator: whole, denominator: ONE };
  }
  const [top = "", bottom = "1", ...more] = text.split("/");
  const [numerator, denominator] = [parseDecimal(top), parseDecimal(bottom)];
  if (more.length > 0 || numerator === undefined || denominator === undefined || denominator === ZERO) return undefined;
  return { numerator, denominator };
}

/** For text that is known to be a number. */
export function fractionOf(text: string | number): Fraction {
  const read = readFraction(String(text));
  if (read === undefined) throw new RangeError(`expected a number, got ${JSON.stringify(text)}`);
  return read;
}

/** Exact: what has one denominator is added first, so that many lines of few units stay short numbers. */
export function addFractions(fractions: readonly Fraction[]): Fraction {
  const sums = [...Map.groupBy(fractions, ({ denominator }) => denominator)].map(([denominator, same]): Fraction => ({
    numerator: addDecimals(same.map((each) => each.numerator)),
    denominator,
  }));
  const [first = NOTHING, ...others] = sums;
  return others.reduce(
    (sum, each) => ({
      numerator: addDecimals([
        multiplyDecimals(sum.numerator, each.denominator),
        multiplyDecimals(each.numerator, sum.denominator),
      ]),
      denominator: multiplyDecimals(sum.denominator, each.denominator),
    }),
    first,
  );
}

export function multiplyFractions(a: Fraction, b: Fraction): Fraction {
  return {
    numerator: multiplyDecimals(a.numerator, b.numerator),
    denominator: multiplyDecimals(a.denominator, b.denominator),
  };
}

/** `a / b` as a decimal of at most `places` places. */
export function divideFractions(a: Fraction, b: Fraction, places: number): { value: DecimalText; isExact: boolean } {
  const numerator = multiplyDecimals(a.numerator, b.denominator);
  return roundFraction({ numerator, denominator: multiplyDecimals(a.denominator, b.numerator) }, places);
}
