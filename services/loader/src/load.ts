import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import {
  describeFault,
  effectOf,
  Fault,
  isFault,
  mayHaveEffect,
  type LoadJob,
  type LoadOutcome,
  type StockEffect,
  type TargetName,
} from "@billferry/contracts";
import { compareOrders, hashEffect, isWhole } from "@billferry/found-order";
import type { Ledger, OrderRef, PushPermit } from "@billferry/ledger";
import type { CallGate } from "@billferry/call-gate";
import { JobDelay, QueuePause, type Attempt } from "@billferry/runtime";
import type { OrderSearch, WangdiantongDocuments } from "@billferry/wangdiantong";

import {
  learn,
  planLoad,
  type Knowledge,
  type OrderFacts,
  type PushLesson,
  type SightLesson,
  type Step,
} from "./core/plan.ts";
import { explainChange } from "./explain-change.ts";
import { verifyOrder } from "./verify-order.ts";
import { toUnavailable } from "./look-up.ts";
import type { LookUpDependencies } from "./read-present.ts";

export interface LoadDependencies {
  /** Of an account's documents, those of an interface. */
  readonly documents: (target: TargetName) => WangdiantongDocuments;
  readonly orders: (target: TargetName) => OrderSearch;
  readonly gate: CallGate;
  readonly ledger: Ledger;
  /** Of the schemes to which a bill of this one may have belonged before. */
  readonly siblingLedgers: readonly Ledger[];
  /** Comes back once nothing stands in the way of pushing this scheme's orders; throws what makes the job wait. */
  readonly admit: () => Promise<void>;
}

/** An order belongs to one attempt for this long unless renewed; a killed attempt's order is free again soon after. */
const LEASE_MS = 4_000;
const RENEW_MS = 1_000;
/** Look-ups and up to three pushes: a plan that takes longer has a fault of its own. */
const MAX_STEPS = 10;
const START_OVER_MS = 1_000;
/** Bills to be made anew are looked at every second. */
const CONTEST_DELAY_MS = 2_000;

/**
 * One order, from "may it be pushed" to "it is there". The ledger says whether it may; the planner says the next step;
 * the shell acts and learns from the answer.
 *
 * The effect is safe to repeat because it always goes out under the same `outer_no`: whatever a crash, a lost answer or
 * a person repeats is refused as duplicate, and that refusal is proof of presence.
 */
export async function performLoad(deps: LoadDependencies, attempt: Attempt<"load">): Promise<LoadOutcome> {
  const job = attempt.payload;
  const { ledger } = deps;
  const order = orderOf(job);
  await deps.admit();
  const owner = randomUUID();
  const permit = await begin({ ledger, order, owner }, attempt.signal);
  switch (permit.kind) {
    case "delivered":
      return { kind: "already-delivered", stockoutNo: permit.stockoutNo };
    case "superseded":
      return { kind: "superseded" };
    case "busy":
      throw new JobDelay("同一订单正由另一进程推送", permit.waitMs);
    case "contested":
      throw new JobDelay("另一张单据要求同一外部单号,先核实本单据是否还在", CONTEST_DELAY_MS);
    case "changed":
      return explainChange(lookUpDeps(deps, job), attempt, permit);
    case "verify":
      return verifyOrder(lookUpDeps(deps, job), attempt, permit);
    case "go":
      break;
  }
  const renewal = setInterval(() => {
    // A failed renewal shows where it matters: the check right before the call.
    ledger.orders.renewPush(order.outerNo, owner, LEASE_MS).catch(() => undefined);
  }, RENEW_MS);
  const push: Push = { attempt, ledger, order, owner, permit, traces: { areLeft: false } };
  try {
    return await deliver(deps, push);
  } catch (error) {
    // The order is given back at once, so that the next attempt need not wait for the lease to run out.
    await ledger.orders.releasePush(order.outerNo, owner, !push.traces.areLeft);
    throw error;
  } finally {
    clearInterval(renewal);
  }
}

/**
 * Waits out another attempt's lease here: it is short, and a job that is put back would stand behind all others that
 * wait, so that after a kill its order would be the last to be cleared up.
 */
async function begin(
  { ledger, order, owner }: Pick<Push, "ledger" | "order" | "owner">,
  signal: AbortSignal,
): Promise<PushPermit> {
  const deadlineMs = performance.now() + LEASE_MS + RENEW_MS;
  for (;;) {
    const permit = await ledger.orders.beginPush(order, owner, LEASE_MS);
    if (permit.kind !== "busy" || signal.aborted || performance.now() > deadlineMs) return permit;
    await pause(Math.min(permit.waitMs, RENEW_MS), undefined, { signal }).catch(() => undefined);
  }
}

interface Push {
  readonly attempt: Attempt<"load">;
  readonly ledger: Ledger;
  readonly order: OrderRef;
  readonly owner: string;
  readonly permit: PushPermit & { readonly kind: "go" };
  /** Whether a push of this attempt may have left an order behind of which nothing is known. */
  readonly traces: { areLeft: boolean };
}

async function deliver(deps: LoadDependencies, push: Push): Promise<LoadOutcome> {
  let knowledge: Knowledge = { facts: factsOf(push), push: null, sight: null, refusedBefore: [] };
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const step = planLoad(knowledge);
    switch (step.kind) {
      case "push":
        knowledge = learn(knowledge, await pushOnce(deps, push));
        break;
      case "look-up":
        knowledge = learn(knowledge, await lookUpOrder(deps, push, step.stockoutNo));
        break;
      case "accept":
        return accept(deps, push, step);
      case "conflict":
        return disagree(deps, push, step);
      case "stop":
        throw step.fault;
      case "start-over":
        throw new JobDelay("台账在推送途中被清空,先清点旺店通", START_OVER_MS);
    }
  }
  throw new Error(`no end after ${MAX_STEPS} steps`);
}

function factsOf({ attempt, order, permit }: Push): OrderFacts {
  const { payload } = attempt;
  const { evidence, inventory } = permit;
  return {
    outerNo: order.outerNo,
    earlierPushes: permit.pushes - 1,
    revision: permit.revision,
    asksForAudit: payload.order.is_check === 1,
    inventory: inventory === "done" || inventory === "unavailable" ? inventory : "missing",
    evidence: evidence && {
      stockoutNo: evidence.stockoutNo,
      isSame: evidence.effectHash === hashEffect(wantedEffect(payload)),
      isAudited: evidence.isAudited,
    },
  };
}

async function pushOnce({ documents, gate }: LoadDependencies, push: Push): Promise<PushLesson> {
  const { attempt, ledger, order, owner, traces } = push;
  const before = traces.areLeft;
  try {
    const answer = await gate.call(attempt.signal, async () => {
      // The last thing before the effect: a replica that slept past its lease has lost the order and must not send.
      if (!(await ledger.orders.renewPush(order.outerNo, owner, LEASE_MS)))
        throw new JobDelay("订单租约已失效", LEASE_MS);
      traces.areLeft = true;
      return documents(attempt.payload.target).push(attempt.payload.order);
    });
    attempt.log.debug({ event: "push.answer", outerNo: order.outerNo, answer: answer.kind }, "推送已应答");
    return answer;
  } catch (error) {
    if (traces.areLeft) traces.areLeft = before || !surelyHadNoEffect(error);
    if (!isFault(error) || !isRefusal(error)) throw error;
    const { documentNo } = error.details;
    return { kind: "refused", fault: error, stockoutNo: typeof documentNo === "string" ? documentNo : null };
  }
}

/** An error that is nobody's answer (a bug of ours) tells nothing. */
function surelyHadNoEffect(error: unknown): boolean {
  return (isFault(error) || error instanceof QueuePause) && !mayHaveEffect(error);
}

/** Refused in words: for good, or by a server that failed on the way. A wait and a closed account are no refusals. */
function isRefusal({ recovery, details }: Fault): boolean {
  return recovery === "hold" || (recovery === "reconcile" && details["vendorCode"] !== undefined);
}

async function lookUpOrder(deps: LoadDependencies, push: Push, stockoutNo: string | null): Promise<SightLesson> {
  const { attempt, order, permit } = push;
  const { payload } = attempt;
  const wanted = { effect: wantedEffect(payload), asksForAudit: payload.order.is_check === 1 };
  const where = {
    outerNo: order.outerNo,
    stockoutNo,
    sinceMs: permit.firstPushAtMs,
    warehouseNo: payload.order.warehouse_no,
  };
  try {
    const found = await deps.orders(payload.target).find(where, attempt);
    if (found === undefined) return { kind: "not-found" };
    return {
      kind: "seen",
      found,
      comparison: compareOrders(wanted, [found]),
      isWhole: isWhole(found, permit.evidence),
    };
  } catch (error) {
    return toUnavailable(error, attempt);
  }
}

async function accept(
  deps: LoadDependencies,
  { attempt, ledger, order }: Push,
  step: Step & { readonly kind: "accept" },
): Promise<LoadOutcome> {
  const { stockoutNo, proof, dispute, doubt } = step;
  await ledger.orders.recordDelivered(order, {
    stockoutNo,
    proof,
    job: attempt.payload,
    ...(dispute === null ? {} : { dispute }),
    ...(doubt === null ? {} : { doubt }),
  });
  if (step.isForeign) await noteForeign(deps, order.outerNo);
  return { kind: "delivered", stockoutNo, proof };
}

/** It is there, so it counts as delivered, and as a dispute from the same moment. The failed job keeps what Kingdee
 *  asks for, from which a correction can be made. */
async function disagree(
  deps: LoadDependencies,
  { attempt, ledger, order }: Push,
  step: Step & { readonly kind: "conflict" },
): Promise<never> {
  const { code, stockoutNo, proof, doubt } = step;
  const fault = new Fault(code, `${order.outerNo}:${step.text}`, { details: { outerNo: order.outerNo } });
  const dispute = { code: fault.code, text: describeFault(fault) };
  const more = doubt === null ? {} : { doubt };
  await ledger.orders.recordDelivered(order, { stockoutNo, proof, dispute, job: attempt.payload, ...more });
  await ledger.orders.noteDifferences(order.outerNo, step.differences);
  if (step.isForeign) await noteForeign(deps, order.outerNo);
  throw fault;
}

/** Somebody else had pushed the key, unless it was a sibling to which the bill belonged before. */
async function noteForeign({ ledger, siblingLedgers }: LoadDependencies, outerNo: string): Promise<void> {
  const known = await Promise.all(
    // What a sibling's ledger cannot tell, it does not know.
    siblingLedgers.map(async (each) => each.orders.find(outerNo).catch(() => undefined)),
  );
  if (known.some((order) => order !== undefined && order.deliveredHash !== null)) return;
  await ledger.orders.noteForeignDuplicate(outerNo);
}

function wantedEffect({ target, order }: LoadJob): StockEffect {
  return effectOf(target, order);
}

function lookUpDeps({ orders, ledger }: LoadDependencies, { target }: LoadJob): LookUpDependencies {
  return { orders: orders(target), ledger };
}

/** The order a job speaks of, for the ledger. */
export function orderOf(job: LoadJob): OrderRef {
  return { outerNo: job.order.outer_no, billId: job.billId, contentHash: job.contentHash };
}
