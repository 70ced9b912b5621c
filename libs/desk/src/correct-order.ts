import { loadJob, loadJobId, type LoadJob } from "@billferry/contracts";
import type { CaseRecord, Ledger, OrderRecord } from "@billferry/ledger";
import { dropUnlessActive, enqueue, type TypedQueue } from "@billferry/runtime";
import type { Job } from "bullmq";

import { planSettlement, type Presence } from "./core/plan-settlement.ts";
import { findCorrectionOrders } from "./find-corrections.ts";
import type { CorrectionDecision, SettleContext, SettleOutcome, SettleRequest } from "./settlement.ts";
import { withQueue } from "./with-queues.ts";

/** How long the job is held back, so that it is recorded first; it is released right after that. */
const HELD_BACK_MS = 60_000;

interface Asked {
  readonly request: SettleRequest;
  readonly decision: CorrectionDecision;
  readonly found: CaseRecord;
}

/** Has pushed what a delivered order lacks, or the whole of it anew, as a person decided. */
export async function correctOrder(context: SettleContext, asked: Asked): Promise<SettleOutcome> {
  const { ledger, scheme } = context;
  const { request, decision, found } = asked;
  const order = found.kind === "order" ? await ledger.orders.find(found.id) : undefined;
  if (order?.state !== "disputed")
    return {
      kind: "refused",
      reasons: ["只有已送达、内容有出入的订单可以更正;其他异常请处理原因后重试,或用 --accept 结案"],
    };
  const hold = (await ledger.bills.find(order.billId))?.hold ?? null;
  if (hold !== null) return { kind: "refused", reasons: [`${hold.by} 已搁置该单据(${hold.note});先放行,再更正`] };
  if (order.contentHash === "")
    return { kind: "refused", reasons: ["金蝶已不要求该订单,没有可推送的内容;请在旺店通取消或冲回后用 --accept 结案"] };
  return withQueue({ stage: "load", scheme }, context, async (queue) => {
    const failed = await queue.getJob(loadJobId({ scheme, ...order }));
    const wanted = loadJob.safeParse(failed?.data ?? (await readKept(ledger, order)));
    if (!wanted.success) {
      await ledger.anew.ask([order.billId], { retry: true });
      return { kind: "refused", reasons: ["该订单的任务已被清理,正在由金蝶重新读取其内容;请几秒后再执行一次"] };
    }
    const { found: known, next } = await findCorrectionOrders(ledger, order);
    // One that was set up but not recorded is the same one again: its key must not move on.
    const unrecorded = known.find(({ correction }) => !order.corrections.includes(correction.outerNo));
    const orders = [order, ...known.map(({ correction }) => correction)];
    const plan = planSettlement({
      ...decision,
      wanted: wanted.data,
      n: unrecorded?.n ?? next,
      presence: await lookUp({ ...asked, orders, wanted: wanted.data }),
    });
    if (plan.kind === "refused") return plan;
    if (decision.isDryRun) return { kind: "planned", job: plan.job };
    return push(context, queue, { request, order, failed, job: plan.job });
  });
}

/** What the ledger keeps of the order that is asked for, as long as it is in doubt or dispute. */
async function readKept({ orders }: Pick<Ledger, "orders">, { outerNo, contentHash }: OrderRecord): Promise<unknown> {
  const kept = JSON.parse((await orders.keptJob(outerNo)) ?? "null") as { contentHash?: unknown } | null;
  return kept?.contentHash === contentHash ? kept : undefined;
}

/** What is there for the order and its corrections, as far as the ledger says that they were delivered. */
async function lookUp(asked: Asked & { orders: readonly OrderRecord[]; wanted: LoadJob }): Promise<Presence> {
  const { wangdiantong, signal } = asked.request;
  const isVouchedFor = asked.decision.kind === "replacement" && asked.decision.isOldCancelled;
  if (wangdiantong === undefined || isVouchedFor) return { kind: "not-asked", noted: asked.found.differences };
  const delivered = asked.orders.filter((order) => order.deliveredHash !== null || order.stockoutNo !== null);
  const wheres = delivered.map(({ outerNo, stockoutNo, firstPushAtMs, deliveredAtMs }) => ({
    outerNo,
    stockoutNo,
    sinceMs: firstPushAtMs ?? deliveredAtMs ?? Date.now(),
    warehouseNo: asked.wanted.order.warehouse_no,
  }));
  const { found, missing } = await wangdiantong.orders.findAll(wheres, { signal });
  return { kind: "seen", found, missing: missing.map(({ outerNo }) => outerNo) };
}

/**
 * 1. The correction's job is set up, held back: a crash here leaves it to go out by itself, under the same key.
 * 2. The ledger learns of it, and the case is closed; where the bill has changed meanwhile the job is taken back.
 * 3. The job is let go, and the failed one is removed.
 */
async function push(
  { ledger }: SettleContext,
  queue: TypedQueue<"load">,
  work: { request: SettleRequest; order: OrderRecord; failed: Job | undefined; job: LoadJob },
): Promise<SettleOutcome> {
  const { request, order, job } = work;
  const { by, note } = request;
  const correction = { outerNo: job.order.outer_no, contentHash: job.contentHash };
  const id = loadJobId({ scheme: job.scheme, ...correction, revision: job.revision });
  await enqueue(queue, [{ id, payload: job }], { delayMs: HELD_BACK_MS });
  const { outerNo, contentHash } = order;
  const recorded = await ledger.cases.recordCorrection({ outerNo, contentHash, correction, by, note });
  const pushed = await queue.getJob(id);
  if (recorded === "superseded") {
    await dropUnlessActive(pushed);
    return { kind: "not-a-case" };
  }
  await ledger.cases.keepCorrection(correction.outerNo, JSON.stringify(job));
  if (await pushed?.isDelayed()) await pushed?.promote();
  await dropUnlessActive(work.failed);
  return { kind: "corrected", job };
}
