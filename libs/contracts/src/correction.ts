import { hashText } from "./hash.ts";

/** Of `outer_no` [wangdiantong 2.3], in characters. */
const LONGEST = 40;
const HASH_DIGITS = 15;

/** `<outer_no>-R<n>`; too long, its front gives way to a hash of the whole key (60 bits): the same on every run. */
export function correctionNo(outerNo: string, n: number): string {
  const suffix = `-R${n}`;
  const characters = [...outerNo];
  if (characters.length + suffix.length <= LONGEST) return outerNo + suffix;
  const head = characters.slice(0, LONGEST - suffix.length - HASH_DIGITS - 1).join("");
  return `${head}~${hashText(outerNo).slice(0, HASH_DIGITS)}${suffix}`;
}

/** Correction → the order that it makes good in the end; a key without such an order only looks like one ("R1"). */
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
