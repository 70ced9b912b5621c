import { isFault, MustWait, schemePrefix, TARGET_INTERFACES, type TargetName } from "@billferry/contracts";
import { caseIdOf, type Ledger } from "@billferry/ledger";
import { takeLock, type RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import type { OrderSearch } from "@billferry/wangdiantong";

import { reasonOf } from "./core/verdict.ts";

/** At most so many orders are asked for at one time; the rest are next time's. */
const MOST_ORDERS = 50;
const MOST_CASES = 1_000;
const DAY_MS = 86_400_000;

export interface AuditCheckDependencies {
  readonly redis: RedisConnection;
  readonly orders: OrderSearch;
  readonly log: Logger;
}

/**
 * Settles the cases `WDT_NOT_AUDITED` whose orders were audited in Wangdiantong since; one that was cancelled instead
 * is another case. One replica in each `everyMs` asks for at most 50 of them (by their numbers, where they are known),
 * those first that were not asked for the longest time. Gives how many it settled.
 */
export async function checkAudits(
  deps: AuditCheckDependencies,
  ledger: Pick<Ledger, "orders" | "cases">,
  turn: {
    readonly scheme: string;
    readonly target: TargetName;
    readonly everyMs: number;
    readonly asked: Set<string>;
    readonly signal: AbortSignal;
  },
): Promise<number> {
  const { redis, orders, log } = deps;
  // Most are still waiting: asked first, in the order of a document's life, they cost one call.
  const statuses = TARGET_INTERFACES[turn.target].documents.listingStatuses;
  const ref = { redis, key: `${schemePrefix(turn.scheme)}:audit-check`, lifeMs: Math.max(1, turn.everyMs - 1_000) };
  if ((await takeLock(ref)) === undefined) return 0;
  const cases = await ledger.cases.list({ limit: MOST_CASES, faultClass: "after-delivery" });
  const waiting = cases.filter((each) => each.kind === "order" && each.code === "WDT_NOT_AUDITED");
  if (waiting.every((each) => turn.asked.has(each.id))) turn.asked.clear();
  let settled = 0;
  for (const { id: outerNo } of waiting.filter((each) => !turn.asked.has(each.id)).slice(0, MOST_ORDERS)) {
    turn.asked.add(outerNo);
    const order = await ledger.orders.find(outerNo);
    if (!order || order.code !== "WDT_NOT_AUDITED") continue;
    const { stockoutNo, contentHash } = order;
    try {
      // It has changed since it was made, at the latest by its audit.
      const where = { outerNo, stockoutNo, sinceMs: (order.deliveredAtMs ?? Date.now()) - DAY_MS, statuses };
      const found = await orders.find(where, turn);
      if (found?.isCancelled) {
        // Cancelled instead of audited: no audit will come, and its key cannot be used again.
        const reason = reasonOf("WDT_ORDER_CANCELLED", `${outerNo}:旺店通单据 ${stockoutNo} 已取消`);
        await ledger.orders.recordHeld({ outerNo, billId: order.billId, contentHash }, reason);
        continue;
      }
      if (found === undefined || !found.isAudited) continue;
    } catch (error) {
      if (!isFault(error) && !(error instanceof MustWait)) throw error;
      // The account is not to be asked just now; the next turn is soon enough.
      break;
    }
    const by = { by: "billferry", note: "旺店通已审核", contentHash };
    if ((await ledger.cases.accept(caseIdOf("order", outerNo), by)) === "settled") settled += 1;
  }
  if (settled > 0) log.info({ event: "audit-check.settled", scheme: turn.scheme, settled }, "旺店通已审核,自动结案");
  return settled;
}
