import { fold } from "@billferry/contracts";

/**
 * How a number that a person types or pastes may stand in the books: as it is, without blanks around it, its full-width
 * letters and digits made ordinary, and in either case. The most exact first.
 */
export function spellingsOf(number: string): readonly string[] {
  const plain = number.normalize("NFKC").trim();
  return [...new Set([number, number.trim(), plain, plain.toUpperCase(), plain.toLowerCase()])].filter(
    (spelling) => spelling !== "",
  );
}

/** Whether a person would take two numbers for the same. */
export function isSpeltAlike(one: string, other: string): boolean {
  return fold(one) === fold(other);
}
