const MAX_WAIT_MS = 86_400_000;

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:毫秒|ms)/i, 1],
  [/^(?:秒|s)/i, 1_000],
  [/^(?:分|m)/i, 60_000],
  [/^(?:个?小时|h)/i, 3_600_000],
];

const UNIT = String.raw`(毫秒|秒钟?|分钟?|个?小时|ms\b|s(?:ec(?:ond)?s?)?\b|m(?:in(?:ute)?s?)?\b|h(?:ours?)?\b)`;
const NUMBER = String.raw`(\d{1,6}|[一二两三四五六七八九十]{1,3})\s*`;

/** In order of trust. Every one needs its words: "每分钟 60 次" is a limit and no wait. */
const PATTERNS: readonly RegExp[] = [
  new RegExp(`${NUMBER}${UNIT}\\s*(?:之后|以后|后|再)`, "i"),
  new RegExp(`(?:等待|稍等|等)\\s*${NUMBER}${UNIT}`, "i"),
  new RegExp(String.raw`(?:retry|again|wait|come back)[^\d]{0,20}(\d{1,6})\s*${UNIT}`, "i"),
  /retry[-_ ]?after[^\d]{0,4}(\d{1,6})()/i,
];

/** How long a text tells to wait, in milliseconds; at most a day; undefined where it tells nothing. */
export function toldWaitMs(text: string): number | undefined {
  for (const pattern of PATTERNS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const [, number = "", unit = ""] = found;
    const count = /^\d/.test(number) ? Number(number) : chineseNumber(number);
    // Without a unit, as in the HTTP header, seconds are meant.
    const unitMs = UNITS.find(([name]) => name.test(unit))?.[1] ?? 1_000;
    return Math.min(count * unitMs, MAX_WAIT_MS);
  }
  return undefined;
}

const DIGITS = "零一二三四五六七八九";

/** Up to 99: 五, 十, 十五, 三十, 三十五. */
function chineseNumber(text: string): number {
  const digit = (character: string): number => Math.max(0, DIGITS.indexOf(character === "两" ? "二" : character));
  const [tens, ones] = text.split("十");
  if (ones === undefined) return digit(text.charAt(0));
  return (tens === "" ? 1 : digit(tens ?? "")) * 10 + digit(ones);
}
