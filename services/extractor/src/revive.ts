import { handOver, readWindow, type ReadBill } from "@billferry/bill-reader";
import { loadJobId, transformJobId } from "@billferry/contracts";
import { enqueue, type TypedQueue } from "@billferry/runtime";

import { inBatches } from "./core/sweep.ts";
import type { ReadingDependencies } from "./reading.ts";

const MOST_ITEMS = 5_000;
const BATCH = 100;

export interface ReviveDependencies extends ReadingDependencies {
  readonly loadQueue: TypedQueue<"load">;
}

/**
 * Sets up work again that has got lost: a bill or an order that the ledger knows as unfinished has a job that will
 * finish it, or somebody flushed a queue, restored an old Redis, or removed a job by hand. The bill is read again in full
 * and transformed again; what was delivered meanwhile is not sent twice, because the ledger and Wangdiantong know it.
 * Returns how many bills that were.
 */
export async function reviveLost(
  deps: ReviveDependencies,
  options: { readonly olderThanMs: number },
  signal: AbortSignal,
): Promise<number> {
  const items = await deps.ledger.openItems({ ...options, limit: MOST_ITEMS });
  const lost = new Set<string>();
  for (const batch of inBatches(items, BATCH)) {
    signal.throwIfAborted();
    const verdicts = await Promise.all(
      batch.map(async ({ kind, id, billId }) => ((await isLost(deps, { kind, id, billId })) ? billId : [])),
    );
    for (const billId of verdicts.flat()) lost.add(billId);
  }
  const toMs = Math.floor((deps.client.serverNow().epochMs - deps.rules.settleMs) / 1_000) * 1_000;
  let revived = 0;
  for (const billIds of inBatches([...lost], BATCH)) {
    const window = { fromMs: deps.rules.startFromMs, toMs, billIds };
    for await (const { bills } of readWindow(deps, window, signal)) revived += await setUpAgain(deps, bills);
  }
  return revived;
}

interface Item {
  readonly kind: "bill" | "order";
  readonly id: string;
  readonly billId: string;
}

/** Whether the item has no job that is still to end. An outcome is recorded before its job ends, so the record is read
 *  once more after the job was seen ended or gone. */
async function isLost(deps: ReviveDependencies, item: Item): Promise<boolean> {
  const jobId = await findJobId(deps, item);
  if (jobId === undefined) return false;
  const queue = item.kind === "bill" ? deps.transformQueue : deps.loadQueue;
  const job = await queue.getJob(jobId);
  if (job !== undefined && job.finishedOn === undefined) return false;
  return (await findJobId(deps, item)) === jobId;
}

async function findJobId({ ledger, log, ...deps }: ReviveDependencies, item: Item): Promise<string | undefined> {
  const scheme = deps.scheme.definition.name;
  const bill = await ledger.findBill(item.billId);
  if (bill === undefined) return undefined;
  if (item.kind === "bill") return bill.state === "read" ? transformJobId({ scheme, ...bill }) : undefined;
  const order = await ledger.findOrder(item.id);
  if (order === undefined || (order.state !== "waiting" && order.state !== "pushing")) return undefined;
  if (bill.orders.includes(order.outerNo)) return loadJobId({ scheme, ...order });
  // A correction is a person's decision; no reading brings its content back.
  log.debug({ event: "revive.skipped", outerNo: order.outerNo }, "更正单不由重读恢复");
  return undefined;
}

async function setUpAgain(deps: ReviveDependencies, bills: readonly ReadBill[]): Promise<number> {
  const known = await deps.ledger.knownBills(bills.map((bill) => bill.billId));
  let revived = 0;
  for (const bill of bills) {
    const record = known.get(bill.billId);
    const isSame = record !== undefined && record.contentHash === bill.contentHash && record.state !== "withdrawn";
    if (!isSame) {
      await handOver(deps, [bill]);
    } else {
      const job = { ...bill, revision: record.revision };
      const id = transformJobId(job);
      const old = await deps.transformQueue.getJob(id);
      // Still to run: it will set up the orders.
      if (old !== undefined && old.finishedOn === undefined) continue;
      await old?.remove();
      await enqueue(deps.transformQueue, [{ id, payload: job }]);
    }
    await deps.ledger.noteRevived(bill.billId);
    deps.log.warn({ event: "bill.revived", billNo: bill.billNo }, "单据的任务已丢失,已重新安排");
    revived += 1;
  }
  return revived;
}
