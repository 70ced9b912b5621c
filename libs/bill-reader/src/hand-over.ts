import { transformJobId, type TransformJob } from "@billferry/contracts";
import type { Ledger } from "@billferry/ledger";
import { enqueue, type TypedQueue } from "@billferry/runtime";

import { planReading } from "./core/plan-reading.ts";
import type { ReadBill } from "./read-bills.ts";

export interface HandOverDependencies {
  readonly ledger: Ledger;
  readonly transformQueue: TypedQueue<"transform">;
}

/** Bills that nobody knew, and bills whose content was another. */
export interface HandedOver {
  readonly fresh: number;
  readonly changed: number;
}

/** Enqueues, then records. A bill that is known as read and no more is enqueued again (its job may be lost). */
export async function handOver(
  { ledger, transformQueue }: HandOverDependencies,
  bills: readonly ReadBill[],
  options: { readonly ofThePast?: boolean; readonly anew?: TransformJob["anew"] } = {},
): Promise<HandedOver> {
  if (bills.length === 0) return { fresh: 0, changed: 0 };
  const known = await ledger.bills.known(bills.map((bill) => bill.billId));
  const jobs: TransformJob[] = [];
  const counts = { fresh: 0, changed: 0 };
  for (const bill of bills) {
    const plan = planReading(bill.contentHash, known.get(bill.billId), options);
    if (plan.kind === "unchanged") continue;
    jobs.push({
      ...bill,
      revision: plan.revision,
      ...(plan.isRemapped ? { isRemapped: true } : {}),
      ...(options.anew === undefined ? {} : { anew: options.anew }),
    });
    if (plan.kind === "changed") counts.changed += 1;
    else if (!known.has(bill.billId)) counts.fresh += 1;
  }
  if (jobs.length === 0) return counts;
  await enqueue(
    transformQueue,
    jobs.map((job) => ({ id: transformJobId(job), payload: job })),
  );
  await ledger.bills.recordRead(jobs);
  return counts;
}
