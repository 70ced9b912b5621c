/** The bill numbers that a foreign key may begin with: the whole key, and what stands before each of its hyphens. */
export function candidateNumbers(outerNo: string): readonly string[] {
  const cuts = [...outerNo.matchAll(/-/g)].map((match) => outerNo.slice(0, match.index));
  return [...new Set([...cuts, outerNo])].filter((number) => number !== "");
}
