import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import { done, putOff, type LoadResult, type Outcome, type Waiting } from "@billferry/contracts";
import type { Ledger, OrderRef, PushPermit } from "@billferry/ledger";
import { repeat } from "@billferry/redis";
import type { Attempt } from "@billferry/runtime";

import { deliver, type DeliverDependencies, type GoPermit } from "./deliver.ts";
import { explainChange } from "./explain-change.ts";
import { orderRefOf } from "./record-order.ts";
import { verifyOrder } from "./verify-order.ts";

export interface LoadDependencies extends DeliverDependencies {
  /** What stands in the way of pushing this scheme's orders; undefined once nothing does. */
  readonly admit: () => Promise<Waiting | undefined>;
  /** Lists what Wangdiantong has, where that is still to be done; undefined once it is done or given up. */
  readonly takeInventory: () => Promise<Waiting | undefined>;
}

/** An order belongs to one attempt for this long unless renewed; a killed attempt's order is free again soon after. */
const LEASE_MS = 4_000;
const RENEW_MS = 1_000;
/** Bills to be made anew are looked at every second. */
const CONTEST_DELAY_MS = 2_000;

/**
 * One order, from "may it be pushed" to "it is there". The ledger says whether it may; the planner says the next step;
 * the shell acts and learns from the answer.
 *
 * The effect is safe to repeat because it always goes out under the same `outer_no`: whatever a crash, a lost answer or
 * a person repeats is refused as duplicate, and that refusal is proof of presence.
 */
export async function performLoad(deps: LoadDependencies, attempt: Attempt<"load">): Promise<Outcome<LoadResult>> {
  const wait = await deps.admit();
  if (wait !== undefined) return wait;
  const { payload } = attempt;
  const lease: Lease = { ledger: deps.ledger, order: orderRefOf(payload), owner: randomUUID() };
  const permit = await begin(lease, attempt.signal);
  const looking = { orders: deps.orders(payload.target), ledger: deps.ledger };
  switch (permit.kind) {
    case "delivered":
      return done({ kind: "already-delivered", stockoutNo: permit.stockoutNo });
    case "superseded":
      return { kind: "superseded" };
    case "busy":
      return putOff(permit.waitMs, "同一订单正由另一进程推送");
    case "contested":
      return putOff(CONTEST_DELAY_MS, "另一张单据要求同一外部单号,先核实本单据是否还在");
    case "changed":
      return explainChange(looking, attempt, permit);
    case "verify":
      return verifyOrder(looking, attempt, permit);
    case "go":
      if (isCounted(permit)) return deliverUnderLease(deps, lease, { attempt, permit });
      // The ledger is new or was wiped: what Wangdiantong has comes first, and this order again after it.
      await deps.ledger.orders.releasePush(lease.order.outerNo, lease.owner, true);
      return (await deps.takeInventory()) ?? performLoad(deps, attempt);
  }
}

function isCounted(permit: PushPermit & { readonly kind: "go" }): permit is GoPermit {
  return permit.inventory === "done" || permit.inventory === "unavailable";
}

/** One attempt's hold on an order. */
interface Lease {
  readonly ledger: Pick<Ledger, "orders">;
  readonly order: OrderRef;
  readonly owner: string;
}

/** Waits another attempt's short lease out here: put back, the job would stand behind all others after a kill. */
async function begin({ ledger, order, owner }: Lease, signal: AbortSignal): Promise<PushPermit> {
  const deadlineMs = performance.now() + LEASE_MS + RENEW_MS;
  for (;;) {
    const permit = await ledger.orders.beginPush(order, owner, LEASE_MS);
    if (permit.kind !== "busy" || signal.aborted || performance.now() > deadlineMs) return permit;
    await pause(Math.min(permit.waitMs, RENEW_MS), undefined, { signal }).catch(() => undefined);
  }
}

/** Unless known to be there, it is given back at once: the next attempt need not wait for the lease to end. */
async function deliverUnderLease(
  deps: LoadDependencies,
  { ledger, order, owner }: Lease,
  { attempt, permit }: { readonly attempt: Attempt<"load">; readonly permit: GoPermit },
): Promise<Outcome<LoadResult>> {
  const renew = async (): Promise<boolean> => ledger.orders.renewPush(order.outerNo, owner, LEASE_MS);
  // A failed renewal shows where it matters: the check right before the call.
  const renewal = repeat(async () => void (await renew()), { everyMs: RENEW_MS, onError: () => undefined });
  const traces = { areLeft: false };
  let isThere = false;
  try {
    const outcome = await deliver(deps, { attempt, order, permit, renew, traces });
    isThere = outcome.kind === "done" || (outcome.kind === "held" && outcome.facts.delivery !== undefined);
    return outcome;
  } finally {
    await renewal.stop();
    if (!isThere) await ledger.orders.releasePush(order.outerNo, owner, !traces.areLeft);
  }
}
