/** A half-open stretch of approve time, in epoch milliseconds of Kingdee's clock, on whole seconds. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface WindowRules {
  readonly startFromMs: number;
  /** Read again before the watermark, for bills that were committed late. */
  readonly overlapMs: number;
  /** Bills approved later than this before now are left to the next reading. */
  readonly settleMs: number;
  /** A longer stretch is read in pieces, so that a restart repeats one piece and not all. */
  readonly longestMs: number;
}

/**
 * The next window, or undefined where there is nothing to read yet. Laws (held by property tests): windows tile time
 * without a gap from `startFrom` on; the overlap only repeats; nothing after `now − settle` is ever asked for, so the
 * watermark cannot run ahead of Kingdee's clock.
 */
export function nextWindow(watermarkMs: number | null, nowMs: number, rules: WindowRules): Window | undefined {
  const frontierMs = Math.max(watermarkMs ?? rules.startFromMs, rules.startFromMs);
  const toMs = Math.min(toSecond(nowMs - rules.settleMs), frontierMs + rules.longestMs);
  // A clock that was set back must not turn the window around; a window of nothing new is not worth a call.
  if (toMs <= frontierMs) return undefined;
  return { fromMs: toSecond(Math.max(rules.startFromMs, frontierMs - rules.overlapMs)), toMs };
}

/** Whether all that could be asked for has been: the window ends where settling begins, not at its own width. */
export function isCaughtUp(window: Window, nowMs: number, rules: WindowRules): boolean {
  return window.toMs >= toSecond(nowMs - rules.settleMs);
}

function toSecond(epochMs: number): number {
  return Math.floor(epochMs / 1_000) * 1_000;
}
