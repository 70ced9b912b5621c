/** A half-open stretch of approve time, in epoch milliseconds of Kingdee's clock, on whole seconds. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a reading asks for, and how far the watermark is when it went well. */
export interface ReadingWindow extends Window {
  readonly watermarkMs: number;
}

export interface WindowRules {
  readonly startFromMs: number;
  /** Read again before the watermark, for bills that were committed late. */
  readonly overlapMs: number;
  /** Bills approved later than this before now are left to the next reading; 0 leaves none. */
  readonly settleMs: number;
  /** A longer stretch is read in pieces, so that a restart repeats one piece and not all. */
  readonly longestMs: number;
}

/** Kingdee tells its time in whole seconds, and filters take no others: the second that runs, and the one told late. */
const RUNNING_MS = 2_000;

/**
 * The next window, or undefined where there is nothing to read yet. Laws (held by property tests): windows tile time
 * without a gap from `startFrom` on; the overlap only repeats; the watermark never passes `now − settle`, so it cannot
 * run ahead of Kingdee's clock.
 *
 * Without settling a window reaches to the end of the second that runs: what Kingdee shows is read as soon as it is
 * there. That second is not over, so the watermark stays before it, and the next window reads it again.
 */
export function nextWindow(watermarkMs: number | null, nowMs: number, rules: WindowRules): ReadingWindow | undefined {
  const frontierMs = Math.max(watermarkMs ?? rules.startFromMs, rules.startFromMs);
  const settledMs = toSecond(nowMs - rules.settleMs);
  const isLast = settledMs <= frontierMs + rules.longestMs;
  const nextMs = isLast ? settledMs : frontierMs + rules.longestMs;
  const toMs = isLast ? endOfReading(nowMs, rules) : nextMs;
  // A clock that was set back must not turn the window around; a window of nothing new is not worth a call.
  if (nextMs < rules.startFromMs || toMs <= frontierMs) return undefined;
  const fromMs = toSecond(Math.max(rules.startFromMs, frontierMs - rules.overlapMs));
  return { fromMs, toMs, watermarkMs: Math.max(nextMs, frontierMs) };
}

/** Up to when bills are asked for at this moment. */
export function endOfReading(nowMs: number, { settleMs }: WindowRules): number {
  return toSecond(nowMs - settleMs) + (settleMs === 0 ? RUNNING_MS : 0);
}

/** Whether all that could be asked for has been: the window ends where settling begins, not at its own width. */
export function isCaughtUp(window: ReadingWindow, nowMs: number, rules: WindowRules): boolean {
  return window.watermarkMs >= toSecond(nowMs - rules.settleMs);
}

function toSecond(epochMs: number): number {
  return Math.floor(epochMs / 1_000) * 1_000;
}
