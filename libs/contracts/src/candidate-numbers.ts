/**
 * The bill numbers that a foreign key may begin with: the whole key, and what stands before each hyphen. Keys are made
 * of bill number and warehouse code by the scheme, and both may hold hyphens, so all are asked for.
 */
export function candidateNumbers(outerNo: string): readonly string[] {
  const cuts = [...outerNo.matchAll(/-/g)].map((match) => outerNo.slice(0, match.index));
  return [...new Set([...cuts, outerNo])].filter((number) => number !== "");
}
