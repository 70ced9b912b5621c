import { Decimal as Engine } from "decimal.js";

/**
 * Exact decimals as text. A quantity or an amount travels as a plain decimal string ("12.50", never "1.25e1")
 * from the raw text of Kingdee's answer to the raw text of Wangdiantong's request; floats never touch it.
 *
 * All functions are exact: sums and products keep every digit, and whatever cannot be exact says so.
 */
export type DecimalText = string & { readonly "~decimal": true };

// 19 digits times 19 digits fit many times over, so no operation below ever rounds on its own.
const Exact = Engine.clone({ precision: 120, toExpNeg: -1000, toExpPos: 1000 });

const PATTERN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

export const ZERO = "0" as DecimalText;

/** Reads a decimal from raw text; exponents are allowed, blanks around it are dropped. Undefined if it is no number. */
export function parseDecimal(text: string): DecimalText | undefined {
  const trimmed = text.trim();
  return PATTERN.test(trimmed) ? toText(new Exact(trimmed)) : undefined;
}

/** Like `parseDecimal`, for text that is known to be a number; throws a plain error otherwise (a bug, not data). */
export function decimal(text: string): DecimalText {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new RangeError(`expected a decimal, got ${JSON.stringify(text)}`);
  return parsed;
}

export function addDecimals(values: Iterable<DecimalText>): DecimalText {
  let sum = new Exact(0);
  for (const value of values) sum = sum.plus(value);
  return toText(sum);
}

export function multiplyDecimals(a: DecimalText, b: DecimalText): DecimalText {
  return toText(new Exact(a).times(b));
}

/** `a / b`, rounded half up to `places`; `isExact` says whether rounding changed the value. */
export function divideDecimals(
  a: DecimalText,
  b: DecimalText,
  places: number,
): { value: DecimalText; isExact: boolean } {
  const value = new Exact(a).dividedBy(b).toDecimalPlaces(places, Engine.ROUND_HALF_UP);
  return { value: toText(value), isExact: value.times(b).equals(a) };
}

/** Rounds half up (away from zero) to `places`; `isExact` says whether that changed the value. */
export function roundDecimal(value: DecimalText, places: number): { value: DecimalText; isExact: boolean } {
  const rounded = new Exact(value).toDecimalPlaces(places, Engine.ROUND_HALF_UP);
  return { value: toText(rounded), isExact: rounded.equals(value) };
}

/** -1, 0 or 1, by value: "1.0" and "1" are equal. */
export function compareDecimals(a: DecimalText, b: DecimalText): -1 | 0 | 1 {
  return new Exact(a).comparedTo(b) as -1 | 0 | 1;
}

export function isPositive(value: DecimalText): boolean {
  return compareDecimals(value, ZERO) > 0;
}

/** Whether the value fits SQL's decimal(precision, scale) without losing a digit. */
export function fitsDecimal(value: DecimalText, precision: number, scale: number): boolean {
  const [integer = "", fraction = ""] = value.replace("-", "").split(".");
  return fraction.length <= scale && (integer === "0" ? 0 : integer.length) <= precision - scale;
}

function toText(value: Engine): DecimalText {
  // Plain notation without trailing zeros: one spelling per value, so that equal values hash equally.
  const fixed = value.toFixed();
  return (fixed === "-0" ? "0" : fixed) as DecimalText;
}
