import {
  Fault,
  loadJobId,
  type FaultDetails,
  type LoadJob,
  type TransformJob,
  type TransformOutcome,
} from "@billferry/contracts";
import type { BillRef, Gap, Ledger, PlannedOrder as Contested } from "@billferry/ledger";
import { enqueue, type TypedQueue } from "@billferry/runtime";
import { fullVersion, transformBill, withOwnKeys, type Issue, type PlannedOrder, type Scheme } from "@billferry/scheme";

export interface TransformDependencies {
  readonly scheme: Scheme;
  readonly ledger: Ledger;
  readonly loadQueue: TypedQueue<"load">;
}

/**
 * One bill: its raw rows become orders, and each order a load job. The rules are in `libs/scheme`; here the decision is
 * only carried out, in an order that makes a crash anywhere harmless:
 *
 * 1. The ledger learns the orders (and says which of them are delivered as they are).
 * 2. The others are enqueued under their business keys: new work, and what changed after delivery, where the loader
 *    finds the difference and makes it a case.
 * 3. The job is acknowledged by returning. A crash before that repeats both steps, and both are no-ops by then.
 *
 * This service never touches a network but Redis.
 */
export async function performTransform(
  { scheme, ledger, loadQueue }: TransformDependencies,
  job: TransformJob,
): Promise<TransformOutcome> {
  if (job.scheme !== scheme.definition.name)
    throw new Fault("JOB_INVALID", `任务属于方案 ${job.scheme},本服务运行 ${scheme.definition.name}`);
  const bill: BillRef = job;
  const result = transformBill(job, scheme);
  switch (result.kind) {
    case "excluded": {
      const verdict = await ledger.recordExcluded(bill, result.rule);
      return verdict === "excluded" ? { kind: "excluded", rule: result.rule } : { kind: "superseded" };
    }
    case "refused": {
      const [first] = result.issues;
      if (!first) throw new Error("refused without an issue");
      throw new Fault(
        first.code,
        result.issues
          .map((issue) => issue.message)
          .slice(0, 10)
          .join(";"),
        {
          details: { billNo: job.billNo, issues: result.issues.length, ...gapDetails(result.issues) },
          recovery: "hold",
        },
      );
    }
    case "ordered": {
      const orders = (await ledger.hasOwnKeys(job.billId)) ? withOwnKeys(result.orders, job.billId) : result.orders;
      return recordAndEnqueue({ ledger, loadQueue }, { job, scheme, orders });
    }
  }
}

/** The missing codes, as details can carry them: text. */
function gapDetails(issues: readonly Issue[]): { readonly gaps?: string } {
  const gaps = issues.flatMap(({ gap }) => gap ?? []);
  return gaps.length === 0 ? {} : { gaps: JSON.stringify(gaps) };
}

/** The missing codes that a refusal's details name. */
export function readGaps(details: FaultDetails): readonly Gap[] {
  const text = details["gaps"];
  if (typeof text !== "string") return [];
  const gaps = JSON.parse(text) as { table: string; code: string }[];
  return gaps.map(({ table, code }) => ({ kind: "table", subject: table, code }));
}

async function recordAndEnqueue(
  { ledger, loadQueue }: Pick<TransformDependencies, "ledger" | "loadQueue">,
  { job, scheme, orders }: { job: TransformJob; scheme: Scheme; orders: readonly PlannedOrder[] },
): Promise<TransformOutcome> {
  const planned = await ledger.recordOrders(
    job,
    orders.map(({ order, contentHash }) => ({ outerNo: order.outer_no, contentHash })),
  );
  if (planned === undefined) return { kind: "superseded" };
  const contested = planned.filter((each) => each.verdict === "contested");
  if (contested.length > 0) throw keyTaken(job, contested);
  const revisions = new Map(
    planned.filter((each) => each.verdict !== "already-delivered").map((each) => [each.outerNo, each.revision]),
  );
  const jobs = orders.flatMap((each) => {
    const revision = revisions.get(each.order.outer_no);
    return revision === undefined ? [] : [toLoadJob(job, { scheme, planned: each, revision })];
  });
  await enqueue(
    loadQueue,
    jobs.map((payload) => ({ id: loadJobId({ outerNo: payload.order.outer_no, ...payload }), payload })),
  );
  const notes = orders.reduce((sum, each) => sum + each.notes.length, 0);
  return { kind: "ordered", orders: orders.map(({ order }) => order.outer_no), notes };
}

/** Held until the other bill lets the key go, which the ledger notices, or a person decides. */
function keyTaken({ billNo, billId }: TransformJob, contested: readonly Contested[]): Fault {
  const keys = contested.map(
    ({ outerNo, owner }) => `${outerNo} 已属于单据 ${owner?.billNo ?? "?"}(内码 ${owner?.billId ?? "?"})`,
  );
  return new Fault(
    "BILL_KEY_TAKEN",
    `单据 ${billNo}(内码 ${billId})的外部单号 ${keys.join(";")}。若那张单据已删除或作废,复核后本单据自动放行`,
    { details: { billNo } },
  );
}

function toLoadJob(
  job: TransformJob,
  { scheme, planned, revision }: { scheme: Scheme; planned: PlannedOrder; revision: number },
): LoadJob {
  return {
    scheme: job.scheme,
    schemeVersion: fullVersion(scheme),
    billId: job.billId,
    billNo: job.billNo,
    contentHash: planned.contentHash,
    revision,
    target: planned.target,
    order: planned.order,
    notes: [...planned.notes],
  };
}
