import type { CaseRecord, Gap } from "@billferry/ledger";

/** How many bills wait for exactly these gaps, told by their places in a list of gaps. */
export interface GapWait {
  readonly gaps: readonly number[];
  readonly bills: number;
}

/** Which bills leave once some gaps are filled: those whose gaps are all among them. */
export function countWaits(gaps: readonly Gap[], cases: readonly CaseRecord[]): readonly GapWait[] {
  const places = new Map(gaps.map((gap, index) => [nameGap(gap), index]));
  const ofBills = new Map<string, Set<number>>();
  for (const { billId, gaps: own } of cases) {
    const wanted = ofBills.get(billId) ?? new Set();
    for (const gap of own) wanted.add(places.get(nameGap(gap)) ?? -1);
    if (wanted.size > 0) ofBills.set(billId, wanted);
  }
  const groups = Map.groupBy(ofBills.values(), (wanted) => [...wanted].toSorted((a, b) => a - b).join());
  return [...groups].map(([key, all]) => ({ gaps: key.split(",").map(Number), bills: all.length }));
}

function nameGap({ kind, subject, code }: Gap): string {
  return JSON.stringify([kind, subject, code]);
}
