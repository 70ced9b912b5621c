import { planHandOver, readWindow, sendJobs, type ReadBill } from "@billferry/bill-reader";
import { loadJobId, transformJobId } from "@billferry/contracts";
import { evidenceOf } from "@billferry/found-order";
import { Ledger } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import { openQueue, type Logger } from "@billferry/runtime";

import { judgeOrders, type OrderVerdict } from "./core/judge-orders.ts";
import { planBackfill, type BackfillPlan } from "./core/plan-backfill.ts";
import type { BothEnds, ReconcileOptions } from "./both-ends.ts";
import type { ReconcileFacts } from "./core/reconcile-facts.ts";
import { gatherFacts } from "./reconcile-both-ends.ts";

/** As many bills are read again and handed over at a time: a span may hold more than memory does. */
const BILLS_AT_ONCE = 100;

/** What a backfill did, or with a dry run would do. */
export interface BackfillReport {
  readonly bills: number;
  readonly expected: number;
  readonly present: number;
  /** Outer numbers of the orders that are (to be) sent. */
  readonly orders: readonly string[];
  readonly underWay: number;
  readonly leftToPersons: readonly { readonly outerNo: string; readonly text: string }[];
  readonly refused: readonly { readonly billNo: string; readonly text: string }[];
}

/**
 * Brings in what is missing in a span of approve time, also from before the go-live moment: it is a deliberate act. It
 * cannot duplicate: what is there already is shown to the loader as evidence, and the jobs have their business keys.
 *
 * Evidence first, then the jobs, then the record of them: a crash anywhere is mended by doing it again.
 */
export async function backfill(
  ends: BothEnds & { readonly log: Logger },
  options: ReconcileOptions & { readonly isDryRun: boolean },
): Promise<BackfillReport> {
  const facts = await gatherFacts(ends, options);
  const verdicts = judgeOrders(facts);
  const plan = planBackfill(verdicts, facts);
  const scheme = ends.kingdee.scheme.definition.name;
  const ledger = new Ledger(ends.redis, scheme);
  const lost = await findLost(ends, facts, { scheme, verdicts });
  const sent = await bringIn(ends, plan, options);
  const planned = new Set(plan.orders);
  const isSent = ({ order }: OrderVerdict): boolean =>
    lost.has(order.outerNo) || (sent.has(order.billId) && planned.has(order.outerNo));
  const orders = verdicts.filter(isSent);
  if (!options.isDryRun) await ledger.anew.ask([...new Set(lost.values())], { retry: true });
  return {
    bills: facts.bills,
    expected: facts.expected.length,
    present: plan.present,
    orders: orders.map(({ order }) => order.outerNo),
    underWay: plan.underWay - verdicts.filter(({ order, why }) => why === "waiting" && lost.has(order.outerNo)).length,
    leftToPersons: plan.leftToPersons
      .filter((verdict) => !isSent(verdict))
      .map(({ order, text }) => ({ outerNo: order.outerNo, text })),
    refused: facts.refused.map(({ billNo, text }) => ({ billNo, text })),
  };
}

/** Missing orders that wait in the ledger though nobody works on them any more: their job is gone. With their bills. */
async function findLost(
  { redis, log }: { redis: RedisConnection; log: Logger },
  facts: ReconcileFacts,
  work: { readonly scheme: string; readonly verdicts: readonly OrderVerdict[] },
): Promise<ReadonlyMap<string, string>> {
  const { scheme } = work;
  const lost = new Map<string, string>();
  const queues = {
    transform: openQueue({ stage: "transform", scheme }, redis, log),
    load: openQueue({ stage: "load", scheme }, redis, log),
  };
  try {
    for (const { order, bucket, why } of work.verdicts) {
      if (bucket !== "missing" || (why !== "held" && why !== "waiting")) continue;
      const known = facts.orders.get(order.outerNo);
      const bill = facts.ledgerBills.get(order.billId);
      // A bill that is new here has no work to lose.
      if (bill === undefined) continue;
      const job =
        known === undefined || known.state === "withdrawn"
          ? await queues.transform.getJob(transformJobId({ scheme, ...bill }))
          : await queues.load.getJob(loadJobId({ scheme, ...known }));
      if (job === undefined) lost.set(order.outerNo, order.billId);
    }
  } finally {
    await Promise.all([queues.transform.close(), queues.load.close()]);
  }
  return lost;
}

/** Sets up the work of these bills as they are now, and tells of which there was any. */
async function bringIn(
  ends: BothEnds & { readonly log: Logger },
  { billIds, evidence }: BackfillPlan,
  { span, signal, isDryRun, onProgress }: ReconcileOptions & { readonly isDryRun: boolean },
): Promise<ReadonlySet<string>> {
  const scheme = ends.kingdee.scheme.definition.name;
  const ledger = new Ledger(ends.redis, scheme);
  const sent = new Set<string>();
  if (billIds.length === 0) return sent;
  if (!isDryRun) {
    await ledger.keeping.open();
    await ledger.inventory.recordEvidence(
      evidence.flatMap(({ order, found }) => evidenceOf(order.outerNo, found) ?? []),
    );
  }
  const transformQueue = openQueue({ stage: "transform", scheme }, ends.redis, ends.log);
  let read = 0;
  try {
    for await (const bills of readAgain(ends, billIds, { span, signal })) {
      const { jobs } = await planHandOver(ledger, bills);
      if (!isDryRun) await sendJobs({ ledger, transformQueue }, jobs);
      for (const { billId } of jobs) sent.add(billId);
      read += bills.length;
      const words = { zh: `补传:已重读 ${read} 张单据`, en: `Backfill: ${read} bills read again` };
      onProgress({ ...words, step: "backfill", done: read, share: Math.min(1, read / billIds.length) });
    }
  } finally {
    await transformQueue.close();
  }
  return sent;
}

/** Whoever was approved again meanwhile is beyond the span, and the extractor's. */
async function* readAgain(
  { kingdee }: BothEnds,
  billIds: readonly string[],
  { span, signal }: Pick<ReconcileOptions, "span" | "signal">,
): AsyncGenerator<readonly ReadBill[]> {
  for (let start = 0; start < billIds.length; start += BILLS_AT_ONCE) {
    const window = { ...span, billIds: billIds.slice(start, start + BILLS_AT_ONCE) };
    for await (const { bills } of readWindow(kingdee, window, signal)) yield bills;
  }
}
