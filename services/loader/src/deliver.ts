import { WORKED } from "@billferry/call-gate";
import {
  done,
  editOrder,
  effectOf,
  Fault,
  hashContent,
  heldBy,
  isFault,
  mayHaveEffect,
  MustWait,
  outcomeOfFault,
  type DeliveryProof,
  type LoadResult,
  type Outcome,
  type TargetName,
  type TargetOrder,
} from "@billferry/contracts";
import { compareOrders, hashEffect, isWhole } from "@billferry/found-order";
import type { OrderRef, PushAnswer, PushPermit } from "@billferry/ledger";
import { tally } from "@billferry/metrics";
import type { Attempt } from "@billferry/runtime";
import type { HeardAnswer, OrderSearch, WangdiantongDocuments } from "@billferry/wangdiantong";

import { learn, type Knowledge, type OrderFacts, type PushLesson, type SightLesson } from "./core/knowledge.ts";
import { planLoad } from "./core/plan.ts";
import { askingOf, toUnavailable } from "./look-up.ts";
import { recordDelivery, type RecordDependencies } from "./record-order.ts";
import type { Reservation } from "./places.ts";

export interface DeliverDependencies extends RecordDependencies {
  /** Of an account's documents, those of an interface. */
  readonly documents: (target: TargetName) => WangdiantongDocuments;
  /** Where an order of that interface is looked for. */
  readonly orders: (target: TargetName) => OrderSearch;
  /** Told what each push was answered; the last of an attempt stands. Left out: nobody wants to know. */
  readonly noteAnswer?: (answer: PushAnswer) => void;
}

/** What Wangdiantong had was listed before it was given, or that is impossible. */
export type GoPermit = PushPermit & { readonly kind: "go"; readonly inventory: "done" | "unavailable" };

/** An order that this attempt may push, for as long as its lease is renewed. */
export interface Push {
  readonly attempt: Attempt<"load">;
  readonly order: OrderRef;
  readonly permit: GoPermit;
  /** `holds`: false where another has the order by now, or nobody wants it any more. */
  readonly lease: { readonly holds: () => Promise<boolean> };
  readonly place: Reservation;
  /** Whether a push of this attempt may have left an order behind of which nothing is known. */
  readonly traces: { areLeft: boolean };
}

/** Look-ups and up to three pushes: a plan that takes longer has a fault of its own. */
const MAX_STEPS = 10;
/** As long as another's lease may last. */
const LEASE_LOST_MS = 4_000;

/** The planner says the next step; here it is done, and learned from, until the planner has an end. */
export async function deliver(deps: DeliverDependencies, push: Push): Promise<Outcome<LoadResult>> {
  let knowledge: Knowledge = { facts: factsOf(push), push: null, sight: null, refusedBefore: [] };
  let leaving: Promise<unknown> = Promise.resolve();
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const step = planLoad(knowledge);
    if (step.kind !== "accept") await leaving;
    // A look-up asks for places of its own, and might wait for this very one.
    if (step.kind !== "push") push.place.drop();
    switch (step.kind) {
      case "push": {
        const pushed = await pushOnce(deps, push);
        leaving = pushed.leaving;
        knowledge = learn(knowledge, pushed.lesson);
        break;
      }
      case "look-up":
        knowledge = learn(knowledge, await lookUpOrder(deps, push, step.stockoutNo));
        break;
      case "accept": {
        await Promise.all([leaving, recordDelivery(deps, push.attempt.payload, step)]);
        countDelivery(push.attempt, step.proof);
        return done({ kind: "delivered", stockoutNo: step.stockoutNo, proof: step.proof });
      }
      case "conflict": {
        const { code, text, differences, ...delivery } = step;
        countDelivery(push.attempt, step.proof);
        return heldBy(new Fault(code, `${push.order.outerNo}:${text}`), { differences, delivery });
      }
      case "stop":
        return outcomeOfFault(step.fault);
    }
  }
  throw new Error(`no end after ${MAX_STEPS} steps`);
}

const PROOFS: readonly DeliveryProof[] = ["answered", "duplicate", "looked-up"];

/** None yet, which is not the same as nobody knows. */
export function expectDeliveries(scheme: string): void {
  for (const proof of PROOFS) tally.count("deliveries_total", { scheme, proof }, 0);
}

function countDelivery({ payload: { scheme }, approvedAtMs }: Attempt<"load">, proof: DeliveryProof): void {
  tally.count("deliveries_total", { scheme, proof });
  if (approvedAtMs === undefined) return;
  const seconds = Math.max(0, Date.now() - approvedAtMs) / 1_000;
  tally.observe("delivery_duration_seconds", { scheme }, seconds);
}

function factsOf({ attempt, order, permit }: Push): OrderFacts {
  const { target, order: wanted } = attempt.payload;
  const { evidence, inventory } = permit;
  return {
    outerNo: order.outerNo,
    earlierPushes: permit.pushes - 1,
    revision: permit.revision,
    asksForAudit: wanted.is_check === 1,
    inventory,
    evidence: evidence && {
      stockoutNo: evidence.stockoutNo,
      isSame: evidence.effectHash === hashEffect(effectOf(target, wanted)),
      isAudited: evidence.isAudited,
    },
  };
}

/** `leaving`: the call's end, told to the gate while the answer is already worked with. */
interface Pushed {
  readonly lesson: PushLesson;
  readonly leaving: Promise<unknown>;
}

async function pushOnce({ documents, noteAnswer }: DeliverDependencies, push: Push): Promise<Pushed> {
  const { attempt, order, lease, traces } = push;
  const before = traces.areLeft;
  const sent = sentOrder(push);
  const place = await push.place.use();
  try {
    // The last thing before the effect: a replica that slept past its lease has lost the order and must not send.
    if (!(await lease.holds())) throw new MustWait({ scope: "job", forMs: LEASE_LOST_MS, reason: "订单租约已失效" });
  } catch (error) {
    await place.giveBack();
    throw error;
  }
  traces.areLeft = true;
  let heard: HeardAnswer | undefined;
  const { outerNo } = order;
  const contentHash = push.permit.edit === undefined ? order.contentHash : hashContent(sent);
  const note = (isLast: boolean): void => {
    if (heard !== undefined) noteAnswer?.({ outerNo, contentHash, atMs: Date.now(), isLast, ...heard });
  };
  try {
    const hear = (answer: HeardAnswer): void => void (heard = answer);
    const lesson = await documents(attempt.payload.target).push(sent, { hear });
    note(true);
    const leaving = place.leave(WORKED);
    // Whether it failed is asked where it is waited for.
    leaving.catch(() => undefined);
    attempt.log.debug({ event: "push.answer", outerNo: order.outerNo, answer: lesson.kind }, "推送已应答");
    return { lesson, leaving };
  } catch (thrown) {
    note(false);
    const error = await place.fail(thrown);
    traces.areLeft = before || !surelyHadNoEffect(error);
    if (!isFault(error) || !isRefusal(error)) throw error;
    const { documentNo } = error.details;
    const stockoutNo = typeof documentNo === "string" ? documentNo : null;
    return { lesson: { kind: "refused", fault: error, stockoutNo }, leaving: Promise.resolve() };
  }
}

/** As a person has changed it, where one has: what it moves, and by which key it is found, is the same. */
function sentOrder({ attempt, order: { outerNo }, permit: { edit } }: Push): TargetOrder {
  const { target, order } = attempt.payload;
  if (edit === undefined) return order;
  const verdict = editOrder(target, order, edit.changes);
  if (verdict.kind === "refused")
    throw new Fault("JOB_INVALID", `${outerNo}:人工修改的 ${verdict.place} 已不适用,请撤销修改或重新修改`);
  const places = edit.changes.map(({ place }) => place);
  attempt.log.info({ event: "push.edited", outerNo, places, by: edit.by }, "按人工修改的内容推送");
  return verdict.order;
}

/** An error that is no answer (a bug of ours) teaches nothing. */
function surelyHadNoEffect(error: unknown): boolean {
  return (isFault(error) || error instanceof MustWait) && !mayHaveEffect(error);
}

/** Refused in words: for good, or by a server that failed on the way. A wait and a closed account are no refusals. */
function isRefusal({ recovery, facts }: Fault): boolean {
  return recovery === "hold" || facts.hasBrokenDown === true;
}

async function lookUpOrder(deps: DeliverDependencies, push: Push, stockoutNo: string | null): Promise<SightLesson> {
  const { attempt, order, permit } = push;
  const { target, order: wanted } = attempt.payload;
  const { evidence, firstPushAtMs: sinceMs } = permit;
  const where = { outerNo: order.outerNo, stockoutNo, sinceMs, warehouseNo: wanted.warehouse_no };
  try {
    const found = await deps.orders(target).find(where, askingOf(attempt));
    if (found === undefined) return { kind: "not-found" };
    const asked = { effect: effectOf(target, wanted), asksForAudit: wanted.is_check === 1 };
    return { kind: "seen", found, comparison: compareOrders(asked, [found]), isWhole: isWhole(found, evidence) };
  } catch (error) {
    return toUnavailable(error, attempt);
  }
}
