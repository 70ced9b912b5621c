/**
 * Exact decimals as text. A quantity or an amount travels as a plain decimal string ("12.50", never "1.25e1")
 * from the raw text of Kingdee's answer to the raw text of Wangdiantong's request; floats never touch it.
 *
 * All functions are exact: a number is worked with as its digits, a whole number of any length, and the count of them
 * behind the point. Whatever cannot be exact says so.
 */
export type DecimalText = string & { readonly "~decimal": true };

interface Digits {
  readonly units: bigint;
  readonly places: number;
}

const PATTERN = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,3}))?$/;
/** As almost every number comes, and as `spell` writes it. */
const PLAIN = /^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;

export const ZERO = "0" as DecimalText;

/** Reads a decimal from raw text; exponents are allowed, blanks around it are dropped. Undefined if it is no number. */
export function parseDecimal(text: string): DecimalText | undefined {
  if (PLAIN.test(text) && text !== "-0") return text as DecimalText;
  const match = PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const [, sign = "", whole = "", after, alone = "", exponent = "0"] = match;
  const shift = Number(exponent);
  const behind = after ?? alone;
  if (shift === 0) return spell(sign === "-", whole, behind);
  const digits = whole + behind;
  const point = whole.length + shift;
  return point <= 0
    ? spell(sign === "-", "", "0".repeat(-point) + digits)
    : spell(sign === "-", digits.slice(0, point).padEnd(point, "0"), digits.slice(point));
}

/** Like `parseDecimal`, for text that is known to be a number; throws a plain error otherwise (a bug, not data). */
export function decimal(text: string): DecimalText {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new RangeError(`expected a decimal, got ${JSON.stringify(text)}`);
  return parsed;
}

export function addDecimals(values: Iterable<DecimalText>): DecimalText {
  const all = [...values].map(toDigits);
  const places = Math.max(0, ...all.map((each) => each.places));
  return toText({ units: all.reduce((sum, each) => sum + unitsAt(each, places), 0n), places });
}

export function multiplyDecimals(a: DecimalText, b: DecimalText): DecimalText {
  const [one, other] = [toDigits(a), toDigits(b)];
  return toText({ units: one.units * other.units, places: one.places + other.places });
}

/** `a / b`, rounded half up to `places`; `isExact` says whether rounding changed the value. */
export function divideDecimals(
  a: DecimalText,
  b: DecimalText,
  places: number,
): { value: DecimalText; isExact: boolean } {
  const [top, bottom] = [toDigits(a), toDigits(b)];
  const shift = places + bottom.places - top.places;
  return divideUnits(top.units * tens(Math.max(0, shift)), bottom.units * tens(Math.max(0, -shift)), places);
}

/** Rounds half up (away from zero) to `places`; `isExact` says whether that changed the value. */
export function roundDecimal(value: DecimalText, places: number): { value: DecimalText; isExact: boolean } {
  const plain = decimal(value);
  const point = plain.indexOf(".");
  if (point < 0 || plain.length - point - 1 <= places) return { value: plain, isExact: true };
  const digits = toDigits(plain);
  return divideUnits(digits.units, tens(digits.places - places), places);
}

/** -1, 0 or 1, by value: "1.0" and "1" are equal. */
export function compareDecimals(a: DecimalText, b: DecimalText): -1 | 0 | 1 {
  if (a === b) return 0;
  const [one, other] = [toDigits(a), toDigits(b)];
  const places = Math.max(one.places, other.places);
  const [left, right] = [unitsAt(one, places), unitsAt(other, places)];
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isPositive(value: DecimalText): boolean {
  return !value.startsWith("-") && /[1-9]/.test(value);
}

/** Whether the value fits SQL's decimal(precision, scale) without losing a digit. */
export function fitsDecimal(value: DecimalText, precision: number, scale: number): boolean {
  const point = value.indexOf(".");
  const integer = value.slice(value.startsWith("-") ? 1 : 0, point < 0 ? undefined : point);
  const places = point < 0 ? 0 : value.length - point - 1;
  return places <= scale && (integer === "0" ? 0 : integer.length) <= precision - scale;
}

function toDigits(text: DecimalText): Digits {
  const point = text.indexOf(".");
  return point < 0
    ? { units: BigInt(text), places: 0 }
    : { units: BigInt(text.slice(0, point) + text.slice(point + 1)), places: text.length - point - 1 };
}

function unitsAt({ units, places }: Digits, wanted: number): bigint {
  return places === wanted ? units : units * tens(wanted - places);
}

function tens(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** Half up: what is left over is compared with what it lacks to one more. */
function divideUnits(top: bigint, bottom: bigint, places: number): { value: DecimalText; isExact: boolean } {
  const isNegative = top < 0n !== bottom < 0n;
  const [whole, part] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  const rest = whole % part;
  const units = whole / part + (rest * 2n >= part ? 1n : 0n);
  return { value: toText({ units: isNegative ? -units : units, places }), isExact: rest === 0n };
}

function toText({ units, places }: Digits): DecimalText {
  if (places === 0) return String(units) as DecimalText;
  const isNegative = units < 0n;
  const digits = String(isNegative ? -units : units).padStart(places + 1, "0");
  return spell(isNegative, digits.slice(0, -places), digits.slice(-places));
}

/** Plain notation without needless zeros: one spelling per value, so that equal values hash equally. */
function spell(isNegative: boolean, whole: string, behind: string): DecimalText {
  let [start, end] = [0, behind.length];
  while (start < whole.length - 1 && whole[start] === "0") start += 1;
  while (end > 0 && behind[end - 1] === "0") end -= 1;
  const integer = whole.slice(start) || "0";
  const text = end === 0 ? integer : `${integer}.${behind.slice(0, end)}`;
  return (isNegative && text !== "0" ? `-${text}` : text) as DecimalText;
}
