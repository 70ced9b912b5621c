import {
  parseDecimal,
  TARGET_INTERFACES,
  type CaseReason,
  type Delivery,
  type FaultFacts,
  type Held,
  type LoadJob,
} from "@billferry/contracts";
import type { CaseWaits, Ledger, OrderRef } from "@billferry/ledger";

export interface RecordDependencies {
  readonly ledger: Pick<Ledger, "orders" | "doubts">;
  /** Of the schemes to which a bill of this one may have belonged before. */
  readonly siblingLedgers: readonly Pick<Ledger, "orders">[];
}

/** The order a job speaks of, for the ledger. */
export function orderRefOf(job: LoadJob): OrderRef {
  return { outerNo: job.order.outer_no, billId: job.billId, contentHash: job.contentHash };
}

/** With a dispute the job is kept: it says what Kingdee asks for, from which a correction is made. */
export async function recordDelivery(
  deps: RecordDependencies,
  job: LoadJob,
  { stockoutNo, proof, doubt, isForeign, dispute }: Delivery & { readonly dispute: CaseReason | null },
): Promise<void> {
  await deps.ledger.orders.recordDelivered(orderRefOf(job), {
    stockoutNo,
    proof,
    job,
    ...(dispute === null ? {} : { dispute }),
    ...(doubt === null ? {} : { doubt }),
  });
  if (isForeign) await noteForeign(deps, job.order.outer_no);
}

/** The case of an order, with all that is known of it. */
export async function recordCase(
  deps: RecordDependencies,
  job: LoadJob | undefined,
  { code, text, facts }: Held,
): Promise<void> {
  if (job === undefined) return;
  const { ledger } = deps;
  const { outerNo, contentHash } = orderRefOf(job);
  const { delivery, sighting, differences } = facts;
  const reason = { code, text };
  if (sighting !== undefined)
    await ledger.doubts.recordLook(
      { outerNo, doubt: "life", contentHash },
      { kind: "wrong", reason, differences: [], stockoutNo: sighting.stockoutNo, restMs: sighting.againMs },
    );
  if (delivery === undefined) await ledger.orders.recordHeldJob(job, reason, waitsOf(job, facts));
  else await recordDelivery(deps, job, { ...delivery, dispute: reason });
  if (differences !== undefined) await ledger.orders.noteDifferences(outerNo, differences);
}

/** The missing codes that an order waits for, where there are any. */
function waitsOf(job: LoadJob, { missing = [] }: FaultFacts): CaseWaits | undefined {
  if (missing.length === 0) return undefined;
  const { total } = TARGET_INTERFACES[job.target];
  const amount = total === null ? undefined : job.order[total];
  return {
    gaps: missing,
    stake: {
      billNo: job.billNo,
      groups: [job.order.warehouse_no],
      amount: typeof amount === "string" ? (parseDecimal(amount) ?? null) : null,
    },
  };
}

/** Somebody else had pushed the key, unless it was a sibling to which the bill belonged before. */
async function noteForeign({ ledger, siblingLedgers }: RecordDependencies, outerNo: string): Promise<void> {
  const known = await Promise.all(
    // A sibling whose ledger cannot be read is taken as not knowing it.
    siblingLedgers.map(async (each) => each.orders.find(outerNo).catch(() => undefined)),
  );
  if (known.some((order) => order !== undefined && order.deliveredHash !== null)) return;
  await ledger.orders.noteForeignDuplicate(outerNo);
}
