import type { FaultCode } from "@billferry/contracts";

import {
  BULK_OUTCOMES,
  isBulkRunning,
  type BulkCounts,
  type BulkItem,
  type BulkOutcome,
  type BulkRun,
} from "./bulk-act.ts";

/** So many equal failures running say that the cause is not mended. */
export const MOST_EQUAL_FAILURES = 5;

/** A set that was counted, and of which nothing is tried. */
export function countedRun(cases: number): BulkRun {
  const none = Object.fromEntries(BULK_OUTCOMES.map((outcome) => [outcome, 0])) as Record<BulkOutcome, number>;
  return {
    state: "counted",
    counts: { ...none, untried: cases },
    begun: null,
    stop: null,
    canariesLeft: 0,
    knownCodes: [],
    streak: null,
    waitsFor: null,
    endedMs: null,
  };
}

interface Beginning {
  readonly by: string;
  readonly reason: string;
  readonly atMs: number;
  readonly canaries: number;
  readonly causes: readonly FaultCode[];
}

/** Begun for the first time, or gone on with after a stop: then the error that stopped it stops it no more. */
export function beginRun(run: BulkRun, { by, reason, atMs, canaries, causes }: Beginning): BulkRun {
  const stoppedBy = run.stop?.code === undefined ? [] : [run.stop.code];
  return settleRun(
    {
      ...run,
      state: "canary",
      begun: { by, reason, atMs },
      stop: null,
      canariesLeft: canaries,
      knownCodes: [...new Set([...run.knownCodes, ...causes, ...stoppedBy])],
      streak: null,
      waitsFor: null,
      endedMs: null,
    },
    atMs,
  );
}

/** A person stops it: what is under way ends by itself, and the untried stay as they were. */
export function stopRun(run: BulkRun, by: string, atMs: number): BulkRun {
  if (!isBulkRunning(run)) return run;
  return settleRun({ ...run, state: "stopping", stop: { kind: "person", by, atMs }, waitsFor: null }, atMs);
}

/** What became of one case is learned; an error may stop the act by it. */
export function learnOutcome(
  run: BulkRun,
  { item, next, atMs }: { readonly item: BulkItem; readonly next: BulkItem; readonly atMs: number },
): BulkRun {
  const counts = moveCount(run.counts, item.outcome, next.outcome);
  if (!isEnd(next.outcome)) return { ...run, counts };
  const canariesLeft = run.canariesLeft - (item.isCanary ? 1 : 0);
  const learned = { ...run, counts, canariesLeft };
  if (next.outcome === "done") return settleRun({ ...learned, streak: null }, atMs);
  if (next.outcome !== "failed" || next.endCode === null) return settleRun(learned, atMs);
  const code = next.endCode;
  const streak = { code, length: run.streak?.code === code ? run.streak.length + 1 : 1 };
  const kind = item.isCanary
    ? "canary-failed"
    : !run.knownCodes.includes(code)
      ? "new-error"
      : streak.length >= MOST_EQUAL_FAILURES
        ? "same-error"
        : null;
  if (kind === null || !isBulkRunning(run)) return settleRun({ ...learned, streak }, atMs);
  const stop = { kind, atMs, code, billNo: next.billNo, text: next.text } as const;
  return settleRun({ ...learned, streak, state: "stopping", stop, waitsFor: null }, atMs);
}

function moveCount(counts: BulkCounts, from: BulkOutcome, to: BulkOutcome): BulkCounts {
  if (from === to) return counts;
  return { ...counts, [from]: counts[from] - 1, [to]: counts[to] + 1 };
}

function isEnd(outcome: BulkOutcome): boolean {
  return outcome !== "untried" && outcome !== "asking" && outcome !== "underway";
}

/** The canary is over, or all of it is. */
function settleRun(run: BulkRun, atMs: number): BulkRun {
  const moving = run.counts.asking + run.counts.underway;
  if (run.state === "stopping") return moving > 0 ? run : { ...run, state: "stopped", endedMs: atMs };
  if (!isBulkRunning(run)) return run;
  if (run.counts.untried + moving === 0) return { ...run, state: "done", waitsFor: null, endedMs: atMs };
  return run.state === "canary" && run.canariesLeft <= 0 ? { ...run, state: "rest" } : run;
}
