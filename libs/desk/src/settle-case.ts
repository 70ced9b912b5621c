import { loadJob, loadJobId, schemePrefix, transformJobId, type LoadJob, type QueueRef } from "@billferry/contracts";
import { Ledger, parseCaseId, type CaseRecord, type OrderRecord } from "@billferry/ledger";
import { redisNowMs, withLock, type RedisConnection } from "@billferry/redis";
import { enqueue, openQueue, type Logger, type TypedQueue } from "@billferry/runtime";
import type { Job } from "bullmq";

import type { CorrectionKind } from "./core/correction.ts";
import { planSettlement, type Presence } from "./core/plan-settlement.ts";
import { findCorrectionOrders, findOrderDocuments } from "@billferry/reconcile";
import type { WangdiantongAccess } from "@billferry/vendor-access";

/** A person's decision on one case. */
export type Decision =
  | { readonly kind: "accept" }
  /** For a bill whose key another bill has: keys of its own. */
  | { readonly kind: "own-key" }
  | { readonly kind: CorrectionKind; readonly isOldCancelled: boolean; readonly isDryRun: boolean };

type CorrectionDecision = Exclude<Decision, { readonly kind: "accept" | "own-key" }>;

export interface SettleRequest {
  readonly caseId: string;
  readonly decision: Decision;
  readonly by: string;
  readonly note: string;
  /** Left out: no look-up is possible. */
  readonly wangdiantong?: WangdiantongAccess | undefined;
  readonly signal: AbortSignal;
}

export type SettleOutcome =
  | { readonly kind: "accepted" }
  /** The bill is made anew with keys of its own; the case closes with that. */
  | { readonly kind: "own-key" }
  /** With a dry run: what would be pushed. */
  | { readonly kind: "corrected" | "planned"; readonly job: LoadJob }
  /** The case is not there any more, or has changed since; `settled` where it is known who settled it last. */
  | { readonly kind: "not-a-case"; readonly settled?: SettledBy }
  | { readonly kind: "refused"; readonly reasons: readonly string[] }
  /** Somebody else is settling it at this moment. */
  | { readonly kind: "busy" };

interface SettledBy {
  readonly by: string;
  readonly note: string;
  readonly atMs: number;
}

/** A person waits for it, and a look-up may wait for the quota. */
const LOCK_MS = 10 * 60_000;
/** How long the job is held back, so that it is recorded first; it is released right after that. */
const HELD_BACK_MS = 60_000;

const SETTLING: ReadonlySet<string> = new Set(["accepted", "corrected"]);

interface Context {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly scheme: string;
  readonly ledger: Ledger;
}

/**
 * Settles one case, or accepts a doubt, as a person decided. One at a time for each case; repeating it is harmless at
 * any point.
 */
export async function settleCase(
  redis: RedisConnection,
  log: Logger,
  request: SettleRequest & { readonly scheme: string },
): Promise<SettleOutcome> {
  const context = { redis, log, scheme: request.scheme, ledger: new Ledger(redis, request.scheme) };
  const key = `${schemePrefix(request.scheme)}:settling:${request.caseId}`;
  const settled = await withLock({ redis, key, lifeMs: LOCK_MS }, async (): Promise<SettleOutcome> => {
    const { decision } = request;
    // A doubt, and a document that no bill asks for, end by a person's word as well; they are no cases.
    if (decision.kind === "accept") return accept(context, request);
    const found = await context.ledger.cases.find(request.caseId);
    if (found === undefined) return noCase(context.ledger, request.caseId);
    return decision.kind === "own-key"
      ? giveOwnKey(context, { request, found })
      : correct(context, { request, decision, found });
  });
  return settled ?? { kind: "busy" };
}

/**
 * The schemes among these in which this is a case, an order in doubt, or a document that no bill asks for; where it is
 * none of these anywhere, those that know the bill or order.
 */
export async function schemesOfCase(
  redis: RedisConnection,
  schemes: readonly string[],
  caseId: string,
): Promise<readonly string[]> {
  const ledgers = schemes.map((scheme) => ({ scheme, ledger: new Ledger(redis, scheme) }));
  const open = await Promise.all(ledgers.map(async ({ ledger }) => ledger.cases.canBeSettled(caseId)));
  if (open.includes(true)) return schemes.filter((_, index) => open[index]);
  const parsed = parseCaseId(caseId);
  const records = await Promise.all(
    ledgers.map(async ({ ledger }) =>
      parsed?.kind === "bill" ? ledger.bills.find(parsed.id) : ledger.orders.find(parsed?.id ?? ""),
    ),
  );
  return schemes.filter((_, index) => records[index] !== undefined);
}

async function noCase(ledger: Ledger, caseId: string): Promise<SettleOutcome> {
  const parsed = parseCaseId(caseId);
  const order = parsed?.kind === "order" ? await ledger.orders.find(parsed.id) : undefined;
  const billId = parsed?.kind === "bill" ? parsed.id : order?.billId;
  const history = billId === undefined ? [] : await ledger.bills.history(billId);
  const last = history.findLast(
    ({ event, outerNo, by }) => by !== undefined && SETTLING.has(event) && outerNo === order?.outerNo,
  );
  if (last?.by === undefined) return { kind: "not-a-case" };
  return { kind: "not-a-case", settled: { by: last.by, note: last.text, atMs: last.atMs } };
}

async function accept(
  { redis, log, ledger, scheme }: Context,
  { caseId, by, note }: SettleRequest,
): Promise<SettleOutcome> {
  const parsed = parseCaseId(caseId);
  const bill = parsed?.kind === "bill" ? await ledger.bills.find(parsed.id) : undefined;
  const order = parsed?.kind === "order" ? await ledger.orders.find(parsed.id) : undefined;
  const contentHash = (bill ?? order)?.contentHash ?? "";
  if ((await ledger.cases.accept(caseId, { by, note, contentHash })) === "not-a-case") return noCase(ledger, caseId);
  if (bill !== undefined)
    await withQueue({ stage: "transform", scheme }, { redis, log }, async (queue) =>
      drop(await queue.getJob(transformJobId({ scheme, ...bill }))),
    );
  if (order !== undefined)
    await withQueue({ stage: "load", scheme }, { redis, log }, async (queue) =>
      drop(await queue.getJob(loadJobId({ scheme, ...order }))),
    );
  return { kind: "accepted" };
}

async function giveOwnKey(
  { ledger }: Context,
  { request, found }: { readonly request: SettleRequest; readonly found: CaseRecord },
): Promise<SettleOutcome> {
  if (found.code !== "BILL_KEY_TAKEN")
    return { kind: "refused", reasons: ["只有外部单号已被另一张单据占用(BILL_KEY_TAKEN)的单据可以另编外部单号"] };
  const outcome = await ledger.bills.giveOwnKeys(found.id, request);
  return outcome === "settled" ? { kind: "own-key" } : { kind: "not-a-case" };
}

async function correct(
  context: Context,
  asked: {
    readonly request: SettleRequest;
    readonly decision: CorrectionDecision;
    readonly found: CaseRecord;
  },
): Promise<SettleOutcome> {
  const { ledger, scheme } = context;
  const { request, decision, found } = asked;
  const order = found.kind === "order" ? await ledger.orders.find(found.id) : undefined;
  if (order?.state !== "disputed")
    return {
      kind: "refused",
      reasons: ["只有已送达、内容有出入的订单可以更正;其他异常请处理原因后重试,或用 --accept 结案"],
    };
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
    const corrections = known.map(({ correction }) => correction);
    const plan = planSettlement({
      ...decision,
      wanted: wanted.data,
      n: unrecorded?.n ?? next,
      presence: await lookUp(context, { ...asked, order, corrections, wanted: wanted.data }),
    });
    if (plan.kind === "refused") return plan;
    if (decision.isDryRun) return { kind: "planned", job: plan.job };
    return push(context, queue, { request, order, failed, job: plan.job });
  });
}

/** What the ledger keeps of the order that is asked for, as long as it is in doubt or dispute. */
async function readKept(ledger: Ledger, { outerNo, contentHash }: OrderRecord): Promise<unknown> {
  const kept = JSON.parse((await ledger.orders.keptJob(outerNo)) ?? "null") as { contentHash?: unknown } | null;
  return kept?.contentHash === contentHash ? kept : undefined;
}

async function lookUp(
  { redis }: Context,
  asked: {
    readonly request: SettleRequest;
    readonly decision: CorrectionDecision;
    readonly found: CaseRecord;
    readonly order: OrderRecord;
    readonly corrections: readonly OrderRecord[];
    readonly wanted: LoadJob;
  },
): Promise<Presence> {
  const { wangdiantong, signal } = asked.request;
  const isVouchedFor = asked.decision.kind === "replacement" && asked.decision.isOldCancelled;
  if (wangdiantong === undefined || isVouchedFor) return { kind: "not-asked", noted: asked.found.differences };
  const options = { signal, nowMs: await redisNowMs(redis), warehouseNo: asked.wanted.order.warehouse_no };
  const orders = [asked.order, ...asked.corrections];
  return { kind: "seen", ...(await findOrderDocuments(wangdiantong, orders, options)) };
}

/**
 * 1. The correction's job is set up, held back: a crash here leaves it to go out by itself, under the same key.
 * 2. The ledger learns of it, and the case is closed; where the bill has changed meanwhile the job is taken back.
 * 3. The job is let go, and the failed one is removed.
 */
async function push(
  { ledger }: Context,
  queue: TypedQueue<"load">,
  work: {
    readonly request: SettleRequest;
    readonly order: OrderRecord;
    readonly failed: Job | undefined;
    readonly job: LoadJob;
  },
): Promise<SettleOutcome> {
  const { request, order, job } = work;
  const { by, note } = request;
  const correction = { outerNo: job.order.outer_no, contentHash: job.contentHash };
  const id = loadJobId({ scheme: job.scheme, ...correction, revision: job.revision });
  await enqueue(queue, [{ id, payload: job }], { delayMs: HELD_BACK_MS });
  const recorded = await ledger.cases.recordCorrection({
    outerNo: order.outerNo,
    contentHash: order.contentHash,
    correction,
    by,
    note,
  });
  const pushed = await queue.getJob(id);
  if (recorded === "superseded") {
    await drop(pushed);
    return { kind: "not-a-case" };
  }
  await ledger.cases.keepCorrection(correction.outerNo, JSON.stringify(job));
  if (await pushed?.isDelayed()) await pushed?.promote();
  await drop(work.failed);
  return { kind: "corrected", job };
}

/** The ledger has settled what a job was for; one that runs at this moment ends by itself. */
async function drop(job: Job | undefined): Promise<void> {
  if (job === undefined || (await job.isActive())) return;
  await job.remove().catch(async (error: unknown) => {
    if (!(await job.isActive())) throw error;
  });
}

async function withQueue<Name extends "transform" | "load", Result>(
  ref: QueueRef<Name>,
  { redis, log }: Pick<Context, "redis" | "log">,
  act: (queue: TypedQueue<Name>) => Promise<Result>,
): Promise<Result> {
  const queue = openQueue(ref, redis, log);
  try {
    return await act(queue);
  } finally {
    await queue.close();
  }
}
