import type { BulkCounts, BulkOutcome } from "@billferry/desk/bulk-act";

const OUTCOMES: readonly BulkOutcome[] = ["done", "failed", "changed", "left-alone", "asking", "underway", "untried"];
/** Those that are on their way are one to a person. */
const MOVING: ReadonlySet<string> = new Set(["asking", "underway"]);

export interface BulkView {
  readonly outcome?: BulkOutcome;
  /** Whoever pressed second is told so. */
  readonly told?: "already";
}

export function toBulkView({ outcome, told }: Readonly<Record<string, unknown>>): BulkView {
  const known = OUTCOMES.find((each) => each === outcome);
  return { ...(known === undefined ? {} : { outcome: known }), ...(told === "already" ? { told } : {}) };
}

/** How many of it have come to an end. */
export function endedOf(counts: BulkCounts): number {
  return OUTCOMES.filter((each) => each !== "untried" && !MOVING.has(each)).reduce(
    (sum, each) => sum + counts[each],
    0,
  );
}

/** What there is of each outcome, in the order in which it is told. */
export function shownOutcomes(
  counts: BulkCounts,
): readonly { readonly outcome: BulkOutcome; readonly count: number }[] {
  return OUTCOMES.filter((each) => each !== "asking")
    .map((outcome) => ({ outcome, count: counts[outcome] + (outcome === "underway" ? counts.asking : 0) }))
    .filter(({ count }) => count > 0);
}
