/** What tells one case of a set from another. */
export interface CanaryFacts {
  readonly caseId: string;
  readonly billId: string;
  readonly sinceMs: number;
  readonly code: string;
  /** Bytes of what it carries: of two, the one with more lines is the larger. */
  readonly size: number;
  /** Mostly warehouses. */
  readonly groups: readonly string[];
}

/**
 * At most `most` cases that are as unlike as can be, so that what could go wrong with the others shows in them: the
 * oldest, the newest, the largest, then one of each warehouse and of each kind of error that is not among them yet,
 * and no two of one bill.
 */
export function chooseCanary(cases: readonly CanaryFacts[], most: number): readonly string[] {
  const byAge = cases.toSorted((a, b) => a.sinceMs - b.sinceMs || (a.caseId < b.caseId ? -1 : 1));
  const largest = byAge.toSorted((a, b) => b.size - a.size)[0];
  const chosen: CanaryFacts[] = [];
  const choose = (each: CanaryFacts | undefined): void => {
    if (each === undefined || chosen.length >= most || chosen.some(({ billId }) => billId === each.billId)) return;
    chosen.push(each);
  };
  choose(byAge[0]);
  choose(byAge.at(-1));
  choose(largest);
  const seen = new Set(chosen.flatMap(traitsOf));
  for (const each of byAge) {
    if (chosen.length >= most) break;
    if (traitsOf(each).every((trait) => seen.has(trait))) continue;
    const before = chosen.length;
    choose(each);
    if (chosen.length > before) for (const trait of traitsOf(each)) seen.add(trait);
  }
  return chosen.map(({ caseId }) => caseId);
}

function traitsOf({ code, groups }: CanaryFacts): readonly string[] {
  return [`code ${code}`, ...groups.map((group) => `group ${group}`)];
}
