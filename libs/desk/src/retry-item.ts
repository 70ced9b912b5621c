import { loadJob, loadJobId, transformJobId, type QueueName } from "@billferry/contracts";
import type { BillRecord, Ledger, OrderRecord } from "@billferry/ledger";
import { enqueue, hurry, retryJob, type TypedQueue } from "@billferry/runtime";

export interface RetryContext {
  readonly ledger: Pick<Ledger, "anew" | "bills" | "cases" | "orders">;
  readonly queues: { readonly transform: TypedQueue<"transform">; readonly load: TypedQueue<"load"> };
  readonly scheme: string;
  readonly isDryRun: boolean;
  /** Bills that this run has asked for, and whether it was the first to; each case of one counts as it does. */
  readonly asked: Map<string, Promise<boolean>>;
  /** How much more of this run is urgent; each item uses one up. */
  readonly urgency: { left: number };
  /** Jobs of the bills and orders that were looked at: what becomes of them is decided. */
  readonly jobIds: Set<string>;
}

/** A bill or order; `isNamed`: a person named this one, so it need not be a case. */
export interface RetryTarget {
  readonly kind: "bill" | "order";
  readonly id: string;
  readonly isNamed?: boolean;
  /** On its way as far as the ledger knows: only where its job has failed or is gone is there anything to do. */
  readonly isOpen?: boolean;
}

/** One thing that was set going: the job that will do it, as the board shows it. */
export interface Retried {
  readonly queue: QueueName;
  readonly id: string;
  /** Why it had failed, in Chinese. */
  readonly reason: string;
}

export type ItemVerdict =
  | { readonly kind: "retried"; readonly job: Retried }
  | { readonly kind: "skipped" }
  | { readonly kind: "left-alone"; readonly id: string; readonly why: string }
  | { readonly kind: "none" };

const SKIPPED = { kind: "skipped" } as const;

/** Whether one more item overtakes the backlog; what is beyond the run's share stands in line. */
export function isNextUrgent({ urgency }: Pick<RetryContext, "urgency">): boolean {
  urgency.left -= 1;
  return urgency.left >= 0;
}
const LIVE = new Set(["active", "waiting", "prioritized", "waiting-children"]);

const WITHDRAWN = "单据在金蝶中已反审核、作废或删除;重新审核之后会自动读取";
const DELIVERED = "已送达,不再推送";
const NOT_WANTED = "金蝶已不要求该订单;核对旺店通之后用 billferry settle 结案";
const DISPUTED = "已送达;在旺店通中处理该单据之后自动结案,或用 billferry settle 结案";
const SETTLED = "已由人结案";
const onHold = ({ by, note }: NonNullable<BillRecord["hold"]>): string => `${by} 已搁置该单据(${note});放行后才会推送`;
const CORRECTION_LOST = "更正单的任务已被清理,内容不明;请用 billferry settle 接受后重新更正";

/** Sets one bill or order going again; more than one verdict where orders of a named bill are left alone. */
export async function retryItem(context: RetryContext, target: RetryTarget): Promise<readonly ItemVerdict[]> {
  const { ledger } = context;
  if (target.isOpen && !(await isStuck(context, target))) return [];
  if (target.kind === "order") {
    const order = await ledger.orders.find(target.id);
    return order === undefined ? [] : [await retryOrder(context, order)];
  }
  const bill = await ledger.bills.find(target.id);
  return bill === undefined ? [] : retryBill(context, bill, target.isNamed ?? false);
}

async function isStuck({ ledger, queues, scheme }: RetryContext, { kind, id }: RetryTarget): Promise<boolean> {
  const record = kind === "bill" ? await ledger.bills.find(id) : await ledger.orders.find(id);
  if (record === undefined) return false;
  const state =
    "billNo" in record
      ? await queues.transform.getJobState(transformJobId({ scheme, ...record }))
      : await queues.load.getJobState(loadJobId({ scheme, ...record }));
  return state === "failed" || state === "unknown";
}

async function retryBill(context: RetryContext, bill: BillRecord, isNamed: boolean): Promise<readonly ItemVerdict[]> {
  const { ledger, queues, scheme } = context;
  const id = transformJobId({ scheme, ...bill });
  context.jobIds.add(id);
  if (bill.state === "withdrawn") return [{ kind: "left-alone", id: bill.billNo, why: WITHDRAWN }];
  if (bill.hold !== null) return [{ kind: "left-alone", id: bill.billNo, why: onHold(bill.hold) }];
  if (!isNamed || bill.state !== "ordered") {
    if (LIVE.has(await queues.transform.getJobState(id))) return [await bringForward(context, queues.transform, id)];
    return [await askAnew(context, bill.billId, { queue: "transform", id, reason: bill.reason })];
  }
  const wanted = (await ledger.orders.findMany(bill.orders)).filter((order) => order.contentHash !== "");
  const corrections = await ledger.orders.findMany(wanted.flatMap((order) => order.corrections));
  const verdicts: ItemVerdict[] = [];
  for (const order of [...wanted, ...corrections]) verdicts.push(await retryOrder(context, order));
  return verdicts;
}

async function retryOrder(context: RetryContext, order: OrderRecord): Promise<ItemVerdict> {
  const { ledger, queues, scheme } = context;
  const id = loadJobId({ scheme, ...order });
  context.jobIds.add(id);
  const leftAlone = (why: string): ItemVerdict => ({ kind: "left-alone", id: order.outerNo, why });
  if (order.state === "delivered") return leftAlone(DELIVERED);
  const bill = await ledger.bills.find(order.billId);
  if (order.contentHash === "") return leftAlone(bill?.state === "withdrawn" ? WITHDRAWN : NOT_WANTED);
  if (order.state === "withdrawn") return leftAlone(SETTLED);
  const hold = bill?.hold ?? null;
  if (hold !== null) return leftAlone(onHold(hold));
  if (order.deliveredHash === order.contentHash) return leftAlone(DISPUTED);
  const job = { queue: "load", id, reason: order.reason } as const;
  if (bill !== undefined && !bill.orders.includes(order.outerNo)) return retryCorrection(context, order, job);
  const state = await queues.load.getJobState(id);
  if (LIVE.has(state)) return bringForward(context, queues.load, id);
  if (state === "delayed") return promote(context, job);
  return askAnew(context, order.billId, job);
}

/** Asks for the bill to be made anew, once in a run; one that somebody else has asked for is on its way. */
async function askAnew(context: RetryContext, billId: string, job: Retried): Promise<ItemVerdict> {
  const asked = context.asked.get(billId) ?? askFirst(context, billId);
  context.asked.set(billId, asked);
  return (await asked) ? { kind: "retried", job } : SKIPPED;
}

async function askFirst(context: RetryContext, billId: string): Promise<boolean> {
  const { ledger, queues, scheme, isDryRun } = context;
  if (await ledger.anew.waitsForRetry(billId)) return false;
  const bill = await ledger.bills.find(billId);
  const transform = bill && (await queues.transform.getJob(transformJobId({ scheme, ...bill })));
  if (transform?.data.anew === "retry" && transform.finishedOn === undefined) return false;
  return isDryRun || (await ledger.anew.ask([billId], { retry: true, urgent: isNextUrgent(context) })).length > 0;
}

/** It is on its way already, but behind the backlog. */
async function bringForward<Name extends "transform" | "load">(
  context: RetryContext,
  queue: TypedQueue<Name>,
  id: string,
): Promise<ItemVerdict> {
  if (!context.isDryRun && isNextUrgent(context)) await hurry(queue, [id]);
  return SKIPPED;
}

/** It waits for its next attempt anyway, so it may as well run now. */
async function promote(context: RetryContext, job: Retried): Promise<ItemVerdict> {
  const { queues, isDryRun } = context;
  const found = await queues.load.getJob(job.id);
  if (!isDryRun) await (isNextUrgent(context) ? hurry(queues.load, [job.id]) : found?.promote().catch(() => undefined));
  return { kind: "retried", job: { ...job, reason: found?.failedReason ?? job.reason } };
}

/** A correction is a person's decision: no reading brings its content back, so its job was kept with its record. */
async function retryCorrection(context: RetryContext, order: OrderRecord, job: Retried): Promise<ItemVerdict> {
  const { ledger, queues, isDryRun } = context;
  const found = await queues.load.getJob(job.id);
  if (found === undefined) {
    const kept = loadJob.safeParse(JSON.parse((await ledger.cases.keptCorrection(order.outerNo)) ?? "null"));
    if (!kept.success) return { kind: "left-alone", id: order.outerNo, why: CORRECTION_LOST };
    if (!isDryRun)
      await enqueue(queues.load, [{ id: job.id, payload: kept.data }], { isUrgent: isNextUrgent(context) });
    return { kind: "retried", job };
  }
  if (!(await found.isFailed())) return SKIPPED;
  if (isDryRun) return { kind: "retried", job };
  if (!(await retryJob(found))) return SKIPPED;
  if (isNextUrgent(context)) await hurry(queues.load, [job.id]);
  return { kind: "retried", job };
}
