import type { DifferenceKind, Told } from "@billferry/contracts";

/** How the reconciliation of one scheme stands. */
export type RoundPart =
  /** To be asked for, from `atMs` on. */
  | { readonly kind: "due"; readonly tries: number; readonly atMs: number }
  | { readonly kind: "asked"; readonly tries: number; readonly id: string }
  | {
      readonly kind: "kept";
      readonly expected: number;
      readonly differences: Readonly<Partial<Record<DifferenceKind, number>>>;
    }
  | { readonly kind: "failed"; readonly why: Told };

/** The reconciliation of yesterday, of all schemes, and whether the day's message has gone. */
export interface ReconcileRound {
  /** "2026-11-28". */
  readonly day: string;
  readonly begunMs: number;
  readonly isTold: boolean;
  readonly parts: Readonly<Record<string, RoundPart>>;
}

/** A clerk that is just being started is waited for. */
const NO_CLERK_MS = 120_000;
/** A vendor that was away may be back by then. */
const PAUSE_MS = 300_000;
const MOST_TRIES = 3;

export function beginRound(day: string, schemes: readonly string[], nowMs: number): ReconcileRound {
  const due = { kind: "due", tries: 0, atMs: nowMs } as const;
  return { day, begunMs: nowMs, isTold: false, parts: Object.fromEntries(schemes.map((scheme) => [scheme, due])) };
}

/** What is to be done about a part that is due: `clerks` is null where Redis does not tell. */
export function judgeDue(
  part: Extract<RoundPart, { readonly kind: "due" }>,
  {
    nowMs,
    begunMs,
    clerks,
    waitMs,
  }: {
    readonly nowMs: number;
    readonly begunMs: number;
    readonly clerks: number | null;
    /** How long the day's message waits. */
    readonly waitMs: number;
  },
): "ask" | "rest" | "give-up" {
  if (nowMs < part.atMs) return "rest";
  if (clerks !== 0) return "ask";
  return nowMs - begunMs < Math.min(NO_CLERK_MS, waitMs) ? "rest" : "give-up";
}

/** After a try that came to nothing. */
export function afterFailure(
  { tries }: Extract<RoundPart, { readonly kind: "asked" }>,
  { nowMs, why }: { readonly nowMs: number; readonly why: Told },
): RoundPart {
  return tries >= MOST_TRIES ? { kind: "failed", why } : { kind: "due", tries, atMs: nowMs + PAUSE_MS };
}

/** Which message is due: the day's, or one that tells what came of a comparison which the day's did not wait for. */
export function judgeTelling(
  { parts, isTold, begunMs }: ReconcileRound,
  { nowMs, waitMs }: { readonly nowMs: number; readonly waitMs: number },
): { readonly telling: "day" | "rest" | "nothing"; readonly isOver: boolean } {
  const isOver = Object.values(parts).every(({ kind }) => kind === "kept" || kind === "failed");
  if (isTold) return { telling: isOver ? "rest" : "nothing", isOver };
  return { telling: isOver || nowMs - begunMs >= waitMs ? "day" : "nothing", isOver };
}

/** The day after, "2026-11-29". */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
