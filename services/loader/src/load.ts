import { randomUUID } from "node:crypto";

import { Fault, isFault, type LoadJob, type LoadOutcome } from "@billferry/contracts";
import type { Ledger, OrderRef } from "@billferry/ledger";
import { JobDelay, type Attempt } from "@billferry/runtime";
import type { WangdiantongClient } from "@billferry/wangdiantong";

import type { CallGate } from "@billferry/call-gate";
import { describeDifference } from "./core/compare.ts";
import { learn, lookupWindow, planLoad, type Knowledge, type Lesson } from "./core/plan.ts";

export interface LoadDependencies {
  readonly ledger: (scheme: string) => Ledger;
  readonly client: WangdiantongClient;
  readonly gate: CallGate;
}

/** An order belongs to one attempt for this long unless renewed; a killed attempt's order is free again soon after. */
const LEASE_MS = 4_000;
const RENEW_MS = 1_000;
/** push, look-up, accept: a plan that takes longer has a fault of its own. */
const MAX_STEPS = 6;

/**
 * One order, from "may it be pushed" to "it is there". The ledger says whether it may; the planner says the next step;
 * the shell acts and learns from the answer.
 *
 * The effect is safe to repeat because it always goes out under the same `outer_no`: whatever a crash, a lost answer or
 * a person repeats is refused as duplicate, and that refusal is proof of presence.
 */
export async function performLoad(deps: LoadDependencies, attempt: Attempt<"load">): Promise<LoadOutcome> {
  const job = attempt.payload;
  const ledger = deps.ledger(job.scheme);
  const order = orderOf(job);
  const owner = randomUUID();
  const permit = await ledger.beginPush(order, owner, LEASE_MS);
  switch (permit.kind) {
    case "delivered":
      return { kind: "already-delivered", stockoutNo: permit.stockoutNo };
    case "superseded":
      return { kind: "superseded" };
    case "busy":
      throw new JobDelay("同一订单正由另一进程推送", permit.waitMs);
    case "changed":
      throw new Fault("BILL_CHANGED_AFTER_DELIVERY", order.outerNo, { details: { outerNo: order.outerNo } });
    case "go":
      break;
  }
  const renewal = setInterval(() => {
    // A failed renewal shows where it matters: the check right before the call.
    ledger.renewPush(order.outerNo, owner, LEASE_MS).catch(() => undefined);
  }, RENEW_MS);
  try {
    return await deliver(deps, { attempt, ledger, order, owner, permit });
  } catch (error) {
    // The order is given back at once, so that the next attempt need not wait for the lease to run out.
    await ledger.releasePush(order.outerNo, owner);
    throw error;
  } finally {
    clearInterval(renewal);
  }
}

interface Push {
  readonly attempt: Attempt<"load">;
  readonly ledger: Ledger;
  readonly order: OrderRef;
  readonly owner: string;
  readonly permit: { readonly pushes: number; readonly firstPushAtMs: number };
}

async function deliver(deps: LoadDependencies, push: Push): Promise<LoadOutcome> {
  let knowledge: Knowledge = { kind: "unknown", earlierPushes: push.permit.pushes - 1 };
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const step = planLoad(knowledge);
    switch (step.kind) {
      case "push":
        knowledge = learn(knowledge, await pushOnce(deps, push));
        break;
      case "look-up":
        knowledge = learn(knowledge, await lookUp(deps, push));
        break;
      case "conflict":
        throw new Fault("WDT_ORDER_DIFFERS", `${push.order.outerNo}:${step.difference}`);
      case "accept":
        await push.ledger.recordDelivered(push.order, step);
        return { kind: "delivered", stockoutNo: step.stockoutNo, proof: step.proof };
    }
  }
  throw new Error(`no end after ${MAX_STEPS} steps`);
}

async function pushOnce({ client, gate }: LoadDependencies, push: Push): Promise<Lesson> {
  const { attempt, ledger, order, owner } = push;
  const answer = await gate.call(attempt.signal, async () => {
    // The last thing before the effect: a replica that slept past its lease has lost the order and must not send.
    if (!(await ledger.renewPush(order.outerNo, owner, LEASE_MS))) throw new JobDelay("订单租约已失效", LEASE_MS);
    return client.pushStockoutOrder(attempt.payload.order);
  });
  attempt.log.debug({ event: "push.answer", outerNo: order.outerNo, answer: answer.kind }, "推送已应答");
  return { kind: answer.kind, stockoutNo: answer.stockoutNo };
}

/** Looks up an order whose push was refused as duplicate. It is a courtesy (the number, the content); an account that
 *  does not allow it loses nothing, because the refusal itself is the proof. */
async function lookUp({ client, gate }: LoadDependencies, push: Push): Promise<Lesson> {
  const { attempt, order } = push;
  const { payload } = attempt;
  const window = lookupWindow(push.permit.firstPushAtMs, Date.now());
  try {
    const found = await gate.series(attempt.signal, async (reserve) =>
      client.findStockoutOrder(order.outerNo, {
        ...window,
        warehouseNo: payload.order.warehouse_no,
        beforeCall: reserve,
      }),
    );
    if (!found?.stockoutNo) return { kind: "not-found" };
    return { kind: "found", stockoutNo: found.stockoutNo, difference: describeDifference(payload.order, found) };
  } catch (error) {
    if (!isFault(error)) throw error;
    attempt.log.info(
      { event: "look-up.failed", code: error.code, outerNo: order.outerNo },
      "查询未成功,以重复拒绝为凭",
    );
    return { kind: "look-up-unavailable" };
  }
}

/** The order a job speaks of, for the ledger. */
export function orderOf(job: LoadJob): OrderRef {
  return { outerNo: job.order.outer_no, billId: job.billId, contentHash: job.contentHash };
}
