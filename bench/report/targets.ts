import type { Median, Subject } from "../measurement.ts";

/** What a figure must come to: a number, or a multiple of somebody else's figure in the same run. */
interface Target {
  readonly row: string;
  /** How the case begins; every case of the row where it is left out. */
  readonly case?: string;
  readonly figure: string;
  readonly atMost: number | { readonly times: number; readonly of: Subject };
}

const TARGETS: readonly Target[] = [
  { row: "drain", figure: "seconds", atMost: { times: 1.3, of: "rival" } },
  { row: "drain", figure: "seconds", atMost: { times: 1.25, of: "chain" } },
  { row: "drain", figure: "cpuSeconds", atMost: { times: 1.3, of: "rival" } },
  { row: "drain", figure: "peakMiB", atMost: 450 },
  { row: "start", case: "transformer", figure: "readySeconds", atMost: 0.5 },
  { row: "start", case: "transformer", figure: "residentMiB", atMost: 90 },
  { row: "quota", case: "300 bills", figure: "seconds", atMost: 3.5 },
  { row: "quota", case: "900 bills", figure: "seconds", atMost: 62 },
  { row: "quota", figure: "refusedCalls", atMost: 0 },
  { row: "recovery", figure: "seconds", atMost: 2 },
  { row: "latency", figure: "p50Seconds", atMost: 1 },
  { row: "latency", figure: "p99Seconds", atMost: 2 },
  { row: "counts", figure: "scriptsPerOrder", atMost: 5 },
  { row: "counts", figure: "commandsPerOrder", atMost: 60 },
  { row: "counts", figure: "doneMiB", atMost: 4 },
  { row: "ledger", figure: "bytesPerBill", atMost: 600 },
  { row: "ledger", figure: "findMedianMs", atMost: 10 },
  { row: "search", figure: "searchMedianMs", atMost: 10 },
  { row: "search", figure: "searchP99Ms", atMost: 30 },
  { row: "search", figure: "overviewMaxMs", atMost: 50 },
  { row: "backfill", figure: "peakMiB", atMost: 450 },
  { row: "backfill", case: "1000000", figure: "timesTenth", atMost: 1.2 },
];

export interface Verdict {
  readonly goal: string;
  readonly isReached: boolean;
}

/** What is asked of this figure of ours, each demand with what came of it. */
export function judge(row: string, ours: Median, all: readonly Median[]): readonly Verdict[] {
  return TARGETS.filter(
    (target) => target.row === row && target.figure === ours.figure && ours.case.startsWith(target.case ?? ""),
  ).flatMap(({ atMost }) => {
    if (typeof atMost === "number") return [{ goal: `≤ ${atMost}`, isReached: ours.median <= atMost }];
    const other = all.find(
      (each) => each.subject === atMost.of && each.figure === ours.figure && each.case === ours.case,
    );
    if (other === undefined) return [];
    return [{ goal: `≤ ${atMost.times} × ${atMost.of}`, isReached: ours.median <= atMost.times * other.median }];
  });
}
