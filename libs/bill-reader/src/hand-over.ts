import { transformJobId, type TransformJob } from "@billferry/contracts";
import type { Ledger } from "@billferry/ledger";
import { enqueue, type TypedQueue } from "@billferry/runtime";

import { planReading } from "./core/plan-reading.ts";
import type { ReadBill } from "./shape-bill.ts";

export interface HandOverDependencies {
  readonly ledger: Pick<Ledger, "bills">;
  readonly transformQueue: TypedQueue<"transform">;
}

/** Bills that nobody knew, and bills whose content was another. */
export interface HandedOver {
  readonly fresh: number;
  readonly changed: number;
}

/** `ofThePast`: as `planReading` takes it. `anew`: why the jobs are made. `isUrgent`: a person waits. */
export interface HandOverOptions {
  readonly ofThePast?: boolean;
  readonly anew?: TransformJob["anew"];
  readonly isUrgent?: boolean;
}

/** The jobs of what is new. A bill known as read and no more has one again under its own key: it may be lost. */
export async function planHandOver(
  ledger: Pick<Ledger, "bills">,
  bills: readonly ReadBill[],
  options: HandOverOptions = {},
): Promise<HandedOver & { readonly jobs: readonly TransformJob[] }> {
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
  return { ...counts, jobs };
}

/** Enqueues, and then records: a crash between the two is mended by doing it again. */
export async function sendJobs(
  { ledger, transformQueue }: HandOverDependencies,
  jobs: readonly TransformJob[],
  { isUrgent = false }: Pick<HandOverOptions, "isUrgent"> = {},
): Promise<void> {
  if (jobs.length === 0) return;
  await enqueue(
    transformQueue,
    jobs.map((job) => ({ id: transformJobId(job), payload: job })),
    { isUrgent },
  );
  await ledger.bills.recordRead(jobs);
}

/** Plans and sends. */
export async function handOver(
  deps: HandOverDependencies,
  bills: readonly ReadBill[],
  options: HandOverOptions = {},
): Promise<HandedOver> {
  if (bills.length === 0) return { fresh: 0, changed: 0 };
  const { jobs, ...counts } = await planHandOver(deps.ledger, bills, options);
  await sendJobs(deps, jobs, options);
  return counts;
}
