import { planHandOver, sendJobs } from "@billferry/bill-reader";
import { loadJobId, transformJobId, type TransformJob } from "@billferry/contracts";
import { evidenceOf } from "@billferry/found-order";
import { Ledger } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import { openQueue, type Logger } from "@billferry/runtime";

import { judgeOrders, type OrderVerdict } from "./core/judge-orders.ts";
import { planBackfill } from "./core/plan-backfill.ts";
import type { BothEnds, ReconcileOptions } from "./both-ends.ts";
import { gatherFacts, type Gathered } from "./reconcile-both-ends.ts";

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
  const gathered = await gatherFacts(ends, options);
  const verdicts = judgeOrders(gathered.facts);
  const plan = planBackfill(verdicts, gathered.facts);
  const scheme = ends.kingdee.scheme.definition.name;
  const ledger = new Ledger(ends.redis, scheme);
  const wanted = plan.billIds.flatMap((billId) => gathered.bills.get(billId) ?? []);
  const { jobs } = await planHandOver(ledger, wanted);
  const sent = new Set(jobs.map((job) => job.billId));
  const lost = await findLost(ends, gathered, { scheme, verdicts });
  const isSent = ({ order }: OrderVerdict): boolean =>
    lost.has(order.outerNo) || (sent.has(order.billId) && plan.orders.includes(order.outerNo));
  const orders = verdicts.filter(isSent);
  if (!options.isDryRun) {
    if (jobs.length > 0) await setUp(ends, ledger, { scheme, jobs, evidence: plan.evidence });
    await ledger.anew.ask([...new Set(lost.values())], { retry: true });
  }
  return {
    bills: gathered.facts.bills,
    expected: gathered.facts.expected.length,
    present: plan.present,
    orders: orders.map(({ order }) => order.outerNo),
    underWay: plan.underWay - verdicts.filter(({ order, why }) => why === "waiting" && lost.has(order.outerNo)).length,
    leftToPersons: plan.leftToPersons
      .filter((verdict) => !isSent(verdict))
      .map(({ order, text }) => ({ outerNo: order.outerNo, text })),
    refused: gathered.facts.refused.map(({ billNo, text }) => ({ billNo, text })),
  };
}

/** Missing orders that wait in the ledger though nobody works on them any more: their job is gone. With their bills. */
async function findLost(
  { redis, log }: { redis: RedisConnection; log: Logger },
  { facts }: Gathered,
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

async function setUp(
  { redis, log }: { redis: RedisConnection; log: Logger },
  ledger: Pick<Ledger, "bills" | "inventory" | "keeping">,
  work: { readonly scheme: string; readonly jobs: readonly TransformJob[]; readonly evidence: readonly OrderVerdict[] },
): Promise<void> {
  await ledger.keeping.open();
  await ledger.inventory.recordEvidence(
    work.evidence.flatMap(({ order, found }) => evidenceOf(order.outerNo, found) ?? []),
  );
  const transformQueue = openQueue({ stage: "transform", scheme: work.scheme }, redis, log);
  try {
    await sendJobs({ ledger, transformQueue }, work.jobs);
  } finally {
    await transformQueue.close();
  }
}
