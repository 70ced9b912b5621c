import type { OwnRequest } from "./explain-refusal.ts";

const COVERED = "***";
/** Between the words of a remark; a single character of one is no trace of anybody. */
const BREAKS = /[\s,。;:、!?,.;:!?()()【】「」“”"'/|]+/;
const SHORTEST = 2;

/**
 * A vendor's words as they may be logged and shown: what they quote of the order's own remarks is covered, because
 * people write names, telephones and addresses there. Codes and numbers of the order stay readable.
 */
export function coverProse(words: string, { prose = [], codes }: OwnRequest): string {
  const known = codes.map(({ value }) => value);
  const pieces = prose
    .flatMap((text) => text.split(BREAKS))
    .filter((piece) => piece.length >= SHORTEST && !known.some((code) => code.includes(piece)));
  return [...new Set(pieces)]
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, piece) => text.replaceAll(piece, COVERED), words);
}
