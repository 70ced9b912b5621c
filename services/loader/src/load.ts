import { done, Fault, heldBy, putOff, type LoadResult, type Outcome, type Waiting } from "@billferry/contracts";
import type { PushPermit } from "@billferry/ledger";
import type { Attempt } from "@billferry/runtime";

import { deliver, type DeliverDependencies, type GoPermit } from "./deliver.ts";
import { explainChange } from "./explain-change.ts";
import { Lease } from "./lease.ts";
import { orderRefOf } from "./record-order.ts";
import type { Places, Reservation } from "./places.ts";
import { PAUSED } from "./stage-pause.ts";
import { verifyOrder } from "./verify-order.ts";

export interface LoadDependencies extends DeliverDependencies {
  /** What stands in the way of pushing this scheme's orders; undefined once nothing does. */
  readonly admit: () => Promise<Waiting | undefined>;
  /** Lists what Wangdiantong has, where that is still to be done; undefined once it is done or given up. */
  readonly takeInventory: () => Promise<Waiting | undefined>;
  readonly places: Pick<Places, "reserve" | "learn">;
  /** Told that the stage runs, where that was seen. */
  readonly pause: { readonly noteRunning: () => void };
}

/** Bills to be made anew are looked at every second. */
const CONTEST_DELAY_MS = 2_000;

/**
 * One order, from "may it be pushed" to "it is there". The ledger says whether it may; the planner says the next step;
 * the shell acts and learns from the answer. The order and a place at the gate are asked for by one write, and the end
 * of the call is told with the record by another; the order of what counts is: lease, call, record, return.
 *
 * The effect is safe to repeat because it always goes out under the same `outer_no`: whatever a crash, a lost answer or
 * a person repeats is refused as duplicate, and that refusal is proof of presence.
 */
export async function performLoad(deps: LoadDependencies, attempt: Attempt<"load">): Promise<Outcome<LoadResult>> {
  const wait = await deps.admit();
  if (wait !== undefined) return wait;
  const lease = new Lease(deps.ledger.orders, orderRefOf(attempt.payload));
  const beginning = lease.begin();
  const place = deps.places.reserve(attempt);
  try {
    const first = await beginning;
    if (first.kind !== "go") place.drop();
    const permit = await lease.outwait(first, attempt.signal);
    if (permit.kind !== "go") return await withoutPush(deps, attempt, permit);
    deps.pause.noteRunning();
    deps.places.learn(isCounted(permit));
    if (isCounted(permit)) return await deliverUnderLease(deps, { attempt, permit, lease, place });
    // The ledger is new or was wiped: what Wangdiantong has comes first, and this order again after it.
    await lease.release(true);
  } finally {
    place.drop();
  }
  return (await deps.takeInventory()) ?? performLoad(deps, attempt);
}

/** What is to be done where the order is not to be pushed now. */
async function withoutPush(
  deps: LoadDependencies,
  attempt: Attempt<"load">,
  permit: Exclude<PushPermit, { readonly kind: "go" }>,
): Promise<Outcome<LoadResult>> {
  const looking = { orders: deps.orders(attempt.payload.target), ledger: deps.ledger };
  switch (permit.kind) {
    case "delivered":
      return done({ kind: "already-delivered", stockoutNo: permit.stockoutNo });
    case "superseded":
      return { kind: "superseded" };
    case "busy":
      return putOff(permit.waitMs, "同一订单正由另一进程推送");
    case "on-hold":
      return heldBy(new Fault("BILL_ON_HOLD", `${permit.by}:${permit.note}`));
    case "paused":
      return { kind: "wait", ...PAUSED };
    case "contested":
      return putOff(CONTEST_DELAY_MS, "另一张单据要求同一外部单号,先核实本单据是否还在");
    case "changed":
      return explainChange(looking, attempt, permit);
    case "verify":
      return verifyOrder(looking, attempt, permit);
  }
}

function isCounted(permit: PushPermit & { readonly kind: "go" }): permit is GoPermit {
  return permit.inventory === "done" || permit.inventory === "unavailable";
}

/** Unless known to be there, it is given back at once: the next attempt need not wait for the lease to end. */
async function deliverUnderLease(
  deps: LoadDependencies,
  push: {
    readonly attempt: Attempt<"load">;
    readonly permit: GoPermit;
    readonly lease: Lease;
    readonly place: Reservation;
  },
): Promise<Outcome<LoadResult>> {
  const { attempt, lease } = push;
  const renewal = lease.keep();
  const traces = { areLeft: false };
  let isThere = false;
  try {
    const outcome = await deliver(deps, { ...push, order: orderRefOf(attempt.payload), traces });
    isThere = outcome.kind === "done" || (outcome.kind === "held" && outcome.facts.delivery !== undefined);
    return outcome;
  } finally {
    renewal.stop();
    if (!isThere) await lease.release(!traces.areLeft);
  }
}
