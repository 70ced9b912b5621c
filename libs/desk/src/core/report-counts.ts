import { DIFFERENCE_KINDS, type DifferenceKind, type ReconcileResult } from "@billferry/contracts";

/** How many differences of each kind there are; also of a list that was cut, whose counts stand beside it. */
export function countDifferences({ findings, counts }: ReconcileResult): Readonly<Record<DifferenceKind, number>> {
  const count = (kind: DifferenceKind): number =>
    counts?.[kind] ?? findings.filter((finding) => finding.kind === kind).length;
  return Object.fromEntries(DIFFERENCE_KINDS.map((kind) => [kind, count(kind)])) as Record<DifferenceKind, number>;
}
