import { readWindow, type ReadDependencies } from "@billferry/bill-reader";
import { formatKingdeeTime, transformJobId, type ExtractOutcome, type TransformJob } from "@billferry/contracts";
import type { Ledger } from "@billferry/ledger";
import { enqueue, type Attempt, type TypedQueue } from "@billferry/runtime";

import { isCaughtUp, nextWindow, type Window, type WindowRules } from "./core/window.ts";

export interface ExtractDependencies extends ReadDependencies {
  readonly ledger: Ledger;
  readonly transformQueue: TypedQueue<"transform">;
  readonly loadQueue: TypedQueue<"load">;
  readonly rules: WindowRules;
  /** Makes sure that Kingdee's own clock is known before a window is cut by it. */
  learnClock(signal: AbortSignal): Promise<void>;
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
export async function performExtract(deps: ExtractDependencies, attempt: Attempt<"extract">): Promise<ExtractOutcome> {
  const { ledger, client, rules } = deps;
  await deps.learnClock(attempt.signal);
  const counts: Counts = { rows: 0, bills: 0, fresh: 0 };
  let span: Window | undefined;
  for (;;) {
    if (await isBackedUp(deps))
      return span ? summarize(deps, span, counts) : { kind: "waiting", reason: "back-pressure" };
    const nowMs = client.serverNow().epochMs;
    const window = nextWindow((await ledger.progress()).watermarkMs, nowMs, rules);
    if (window === undefined) return span ? summarize(deps, span, counts) : { kind: "waiting", reason: "window-empty" };
    for await (const page of readWindow(deps, window, attempt.signal)) {
      counts.rows += page.rows;
      counts.bills += page.bills.length;
      counts.fresh += await handOver(deps, page.bills);
    }
    await ledger.advance(window.toMs, nowMs);
    span = { fromMs: span?.fromMs ?? window.fromMs, toMs: window.toMs };
    if (isCaughtUp(window, client.serverNow().epochMs, rules)) return summarize(deps, span, counts);
  }
}

/** Enqueues what is new and then records it; returns how many bills that were. */
async function handOver(deps: ExtractDependencies, bills: readonly TransformJob[]): Promise<number> {
  if (bills.length === 0) return 0;
  const known = await deps.ledger.knownBills(bills.map((bill) => bill.billId));
  const fresh = bills.filter((bill) => known.get(bill.billId) !== bill.contentHash);
  if (fresh.length === 0) return 0;
  await enqueue(
    deps.transformQueue,
    fresh.map((bill) => ({ id: transformJobId(bill.billNo, bill.billId, bill.contentHash), payload: bill })),
  );
  await deps.ledger.recordRead(fresh);
  return fresh.length;
}

/** Reading stops while more orders wait than can be pushed in a long time: Redis is memory, and Kingdee keeps the rest. */
async function isBackedUp({ loadQueue, transformQueue, scheme }: ExtractDependencies): Promise<boolean> {
  const [orders, bills] = await Promise.all([
    loadQueue.getJobCountByTypes("waiting", "delayed"),
    transformQueue.getJobCountByTypes("waiting", "delayed"),
  ]);
  return orders + bills > scheme.definition.source.max_waiting_orders;
}

function summarize({ client }: ExtractDependencies, span: Window, counts: Counts): ExtractOutcome {
  const zone = client.zone();
  return {
    kind: "read",
    from: formatKingdeeTime(span.fromMs, zone),
    to: formatKingdeeTime(span.toMs, zone),
    ...counts,
    unchanged: counts.bills - counts.fresh,
  };
}
