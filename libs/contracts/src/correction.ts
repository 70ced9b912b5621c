import { hashText } from "./hash.ts";

/** Of `outer_no` [wangdiantong 2.3], in characters. */
const LONGEST = 40;
const HASH_DIGITS = 15;

/**
 * The key of the n-th correction of an order: `<outer_no>-R<n>`. Where that is too long the front is cut and a hash of
 * the whole key (60 bits) put in, so that it stays the same on every run and two corrections do not meet.
 */
export function correctionNo(outerNo: string, n: number): string {
  const suffix = `-R${n}`;
  const characters = [...outerNo];
  if (characters.length + suffix.length <= LONGEST) return outerNo + suffix;
  const head = characters.slice(0, LONGEST - suffix.length - HASH_DIGITS - 1).join("");
  return `${head}~${hashText(outerNo).slice(0, HASH_DIGITS)}${suffix}`;
}

/**
 * Which of these keys are corrections of which others: correction → the order that it makes good in the end. A key that
 * only looks like one (a warehouse called "R1") is none as long as what it would correct is not among the keys.
 */
export function findCorrections(outerNos: Iterable<string>): ReadonlyMap<string, string> {
  const keys = new Set(outerNos);
  const numbers = new Set([...keys].flatMap((key) => /-R([1-9]\d{0,3})$/.exec(key)?.[1] ?? []).map(Number));
  const corrections = new Map<string, string>();
  for (const key of keys)
    for (const n of numbers) {
      const correction = correctionNo(key, n);
      if (keys.has(correction)) corrections.set(correction, key);
    }
  // A correction that was cancelled is made good by one of its own: it is the first order that is corrected.
  const rootOf = (key: string): string => {
    const corrected = corrections.get(key);
    return corrected === undefined ? key : rootOf(corrected);
  };
  return new Map([...corrections.keys()].map((correction) => [correction, rootOf(correction)]));
}
