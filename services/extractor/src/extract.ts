import { handOver, readWindow } from "@billferry/bill-reader";
import { done, formatKingdeeTime, type ExtractResult, type Outcome } from "@billferry/contracts";
import type { Attempt, TypedQueue } from "@billferry/runtime";

import { isCaughtUp, nextWindow, type Window } from "./core/window.ts";
import { openLedger, type ReadingDependencies } from "./reading.ts";

export interface ExtractDependencies extends ReadingDependencies {
  readonly loadQueue: TypedQueue<"load">;
  /** Looks after the bills whose orders still wait; called at the end of each reading. */
  recheckOpen(deps: ReadingDependencies, signal: AbortSignal): Promise<void>;
  /** Finds out whose the documents are that an inventory saw and no bill has asked for; called after that. */
  checkFound(deps: ReadingDependencies, signal: AbortSignal): Promise<void>;
}

interface Counts {
  rows: number;
  bills: number;
  fresh: number;
}

/**
 * Reads from the watermark up to Kingdee's now, window by window.
 *
 * The order that loses nothing: every page is enqueued first and recorded second, and only after the last page of a
 * window does the watermark move. A crash anywhere repeats work, and the business keys of the jobs make the repetition
 * harmless.
 */
export async function performExtract(
  deps: ExtractDependencies,
  attempt: Attempt<"extract">,
): Promise<Outcome<ExtractResult>> {
  if ((await openLedger(deps)) > 0) return done({ kind: "waiting", reason: "stopped" });
  await deps.learnClock(attempt.signal);
  const result = await readOn(deps, attempt.signal);
  await deps.recheckOpen(deps, attempt.signal);
  await deps.checkFound(deps, attempt.signal);
  return done(result);
}

async function readOn(deps: ExtractDependencies, signal: AbortSignal): Promise<ExtractResult> {
  const { ledger, client, rules } = deps;
  const counts: Counts = { rows: 0, bills: 0, fresh: 0 };
  let span: Window | undefined;
  for (;;) {
    if (await isBackedUp(deps))
      return span ? summarize(deps, span, counts) : { kind: "waiting", reason: "back-pressure" };
    const nowMs = client.serverNow().epochMs;
    const { watermarkMs, stoppedUntilMs } = await ledger.progress.read();
    const window = nextWindow(watermarkMs, nowMs, rules);
    if (window === undefined) return span ? summarize(deps, span, counts) : { kind: "waiting", reason: "window-empty" };
    for await (const page of readWindow(deps, window, signal)) {
      const { fresh, changed } = await handOver(deps, page.bills);
      counts.rows += page.rows;
      counts.bills += page.bills.length;
      counts.fresh += fresh + changed;
    }
    await ledger.progress.advance(window.watermarkMs, nowMs);
    if (stoppedUntilMs !== null) await ledger.progress.resume();
    span = { fromMs: span?.fromMs ?? window.fromMs, toMs: window.watermarkMs };
    // By the clock that cut the window: by a later one, a page slower than settling would never catch up.
    if (isCaughtUp(window, nowMs, rules)) return summarize(deps, span, counts);
  }
}

/** Reading stops while more orders wait than a long time can push: Redis is memory, and Kingdee keeps the rest. */
async function isBackedUp({ loadQueue, transformQueue, scheme }: ExtractDependencies): Promise<boolean> {
  const [orders, bills] = await Promise.all([
    loadQueue.getJobCountByTypes("waiting", "delayed"),
    transformQueue.getJobCountByTypes("waiting", "delayed"),
  ]);
  return orders + bills > scheme.definition.source.max_waiting_orders;
}

function summarize({ client }: ExtractDependencies, span: Window, counts: Counts): ExtractResult {
  const zone = client.zone();
  return {
    kind: "read",
    from: formatKingdeeTime(span.fromMs, zone),
    to: formatKingdeeTime(span.toMs, zone),
    ...counts,
    unchanged: counts.bills - counts.fresh,
  };
}
