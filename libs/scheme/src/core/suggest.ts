import type { TargetInterface } from "@billferry/contracts";
import { distance } from "fastest-levenshtein";

/** How much of a word may be mistyped: about a third of it. */
function mostTypos(word: string): number {
  return Math.max(2, Math.ceil(word.length / 3));
}

/** The word that was meant; undefined where none is near. What contains the given word, or is contained in it, goes
 *  before what only has similar letters (`num` means `stockin_num`, not `tax`), and of those `preferred` goes first. */
export function suggest(
  given: string,
  words: readonly string[],
  preferred: readonly string[] = [],
): string | undefined {
  const preference = (word: string): number => Number(preferred.includes(word));
  const ranked = words
    .map((word) => ({ word, ...rank(given.toLowerCase(), word.toLowerCase()) }))
    .filter(({ isNear }) => isNear)
    .toSorted((a, b) => a.kind - b.kind || preference(b.word) - preference(a.word) || a.typos - b.typos);
  return ranked[0]?.word;
}

const FEW_TYPOS = 3;

/** A word that the given one is surely a misspelling of; a longer or shorter one may be a word of its own. */
export function suggestSpelling(given: string, words: readonly string[]): string | undefined {
  const found = words.filter((word) => distance(given.toLowerCase(), word.toLowerCase()) <= FEW_TYPOS);
  return suggest(given, found);
}

const SHORTEST_PART = 3;

function rank(
  given: string,
  word: string,
): { readonly kind: number; readonly typos: number; readonly isNear: boolean } {
  const typos = distance(given, word);
  if (typos <= 1) return { kind: 0, typos, isNear: true };
  const [short, long] = given.length < word.length ? [given, word] : [word, given];
  if (short.length >= SHORTEST_PART && long.includes(short)) return { kind: 1, typos, isNear: true };
  return { kind: 2, typos, isNear: typos <= mostTypos(given) };
}

/** What people call a parameter, where the interface calls it otherwise. */
const MEANINGS: readonly (readonly [words: RegExp, role: "quantity" | "price" | "total"])[] = [
  [/^(num|qty|quantity|count|number|goods_count|stock(in|out)_?(num|qty|count))$/i, "quantity"],
  [/^(price|unit_?price|cost_?price|tax_?price|stock(in|out)_?price)$/i, "price"],
  [/^(total|amount|sum|total_?amount|goods_?amount)$/i, "total"],
];

type Roles = Pick<TargetInterface, "quantity" | "price" | "total">;

/** The parameter of an interface that was meant. */
export function suggestParameter(given: string, names: readonly string[], roles: Roles): string | undefined {
  const role = MEANINGS.find(([words]) => words.test(given))?.[1];
  const meant = role === undefined ? null : roles[role];
  if (meant !== null && names.includes(meant)) return meant;
  return suggest(given, names, [roles.quantity, roles.price]);
}
