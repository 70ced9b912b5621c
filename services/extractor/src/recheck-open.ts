import { checkStanding } from "./check-standing.ts";
import type { ReadingDependencies } from "./reading.ts";

const MOST_ITEMS = 1_000;

/** Between reading and pushing hours may pass; these say how soon a bill is asked about, and how often. */
export interface RecheckRules {
  readonly olderThanMs: number;
  readonly everyMs: number;
}

export const RECHECK_RULES: RecheckRules = { olderThanMs: 10_000, everyMs: 15_000 };

/**
 * Asks again about the bills whose orders still wait, oldest first since those are pushed next: an order whose bill was
 * unapproved, voided or deleted meanwhile is not pushed. So are bills that have a key which another bill waits for. An
 * answer that is not believed withdraws nobody; the sweep says so as a failure.
 */
export function createRecheck(
  rules: RecheckRules,
  clockMs: () => number,
): (deps: ReadingDependencies, signal: AbortSignal) => Promise<void> {
  let dueAtMs = Number.NEGATIVE_INFINITY;
  return async (deps, signal) => {
    if (clockMs() < dueAtMs) return;
    dueAtMs = clockMs() + rules.everyMs;
    const items = await deps.ledger.openItems.list({ olderThanMs: rules.olderThanMs, limit: MOST_ITEMS });
    // A bill whose key another one waits for may be gone: that one goes on then.
    const owners = await deps.ledger.bills.ownersOfContestedKeys();
    const billIds = [...new Set([...items.map((item) => item.billId), ...owners])];
    const { asked, withdrawn, doubts } = await checkStanding(deps, billIds, signal);
    for (const why of doubts) deps.log.warn({ event: "recheck.doubtful", why }, "未完成单据的复核结果不可信,未作处理");
    if (withdrawn > 0) deps.log.info({ event: "recheck.stop", asked, withdrawn }, "未完成的单据在金蝶中已撤回");
  };
}
