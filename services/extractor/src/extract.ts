import { handOver, readWindow, type PageStart } from "@billferry/bill-reader";
import { done, formatKingdeeTime, type ExtractResult, type Outcome } from "@billferry/contracts";
import type { Attempt } from "@billferry/runtime";

import { askForNamed } from "./ask-for-named.ts";
import { isBackedUp, type BackPressureDependencies } from "./back-pressure.ts";
import { isCaughtUp, nextWindow, type ReadingWindow, type Window } from "./core/window.ts";
import { openLedger, type ReadingDependencies } from "./reading.ts";

type Waiting = Extract<ExtractResult, { kind: "waiting" }>;

/** Where back-pressure cut off a reading. Known to this process alone: another one begins the window anew. */
interface Halt {
  at: { readonly window: ReadingWindow; readonly next: PageStart; readonly life: string } | undefined;
}

export interface ExtractDependencies extends ReadingDependencies, BackPressureDependencies {
  /** Remembers it, so that a window of very many bills is read on and not over again. */
  readonly halt: Halt;
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
  const isStopped = (await openLedger(deps)) > 0;
  // Whoever asks by number is not put off: where the scheme cannot work, the job fails and is tried again.
  const { billNos } = attempt.payload;
  if (isStopped && billNos === undefined) return done({ kind: "waiting", reason: "stopped" });
  await deps.learnClock(attempt.signal);
  if (billNos !== undefined) await askForNamed(deps, billNos, attempt.signal);
  if (isStopped) return done({ kind: "waiting", reason: "stopped" });
  const result = await readOn(deps, attempt.signal);
  await deps.recheckOpen(deps, attempt.signal);
  await deps.checkFound(deps, attempt.signal);
  return done(result);
}

async function readOn(deps: ExtractDependencies, signal: AbortSignal): Promise<ExtractResult> {
  const { ledger, client, rules, halt } = deps;
  const counts: Counts = { rows: 0, bills: 0, fresh: 0 };
  let span: Window | undefined;
  const end = (reason: Waiting["reason"]): ExtractResult =>
    span === undefined ? { kind: "waiting", reason } : summarize(deps, span, counts);
  for (;;) {
    if (await isBackedUp(deps)) return end("back-pressure");
    const nowMs = client.serverNow().epochMs;
    const { watermarkMs, stoppedUntilMs, life } = await ledger.progress.position();
    const halted = halt.at?.life === life ? halt.at : undefined;
    halt.at = undefined;
    const window = halted?.window ?? nextWindow(watermarkMs, nowMs, rules);
    if (window === undefined) return end("window-empty");
    const next = await readThrough(deps, { window, start: halted?.next, counts }, signal);
    if (next !== null) {
      halt.at = { window, next, life };
      return end("back-pressure");
    }
    if (!(await ledger.progress.advance(window.watermarkMs, nowMs, life))) return end("state-lost");
    if (stoppedUntilMs !== null) await ledger.progress.resume();
    span = { fromMs: span?.fromMs ?? window.fromMs, toMs: window.watermarkMs };
    // By the clock that cut the window: by a later one, a page slower than settling would never catch up.
    if (isCaughtUp(window, nowMs, rules)) return summarize(deps, span, counts);
  }
}

/** Reads a window and hands it over; where too much waits by then, up to where it came, else null. */
async function readThrough(
  deps: ExtractDependencies,
  {
    window,
    start,
    counts,
  }: { readonly window: Window; readonly start: PageStart | undefined; readonly counts: Counts },
  signal: AbortSignal,
): Promise<PageStart | null> {
  for await (const page of readWindow(deps, { ...window, start }, signal)) {
    const { fresh, changed } = await handOver(deps, page.bills);
    counts.rows += page.rows;
    counts.bills += page.bills.length;
    counts.fresh += fresh + changed;
    if (page.next !== null && fresh + changed > 0 && (await isBackedUp(deps))) return page.next;
  }
  return null;
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
