import { FAULT_CODES, loadJobId, transformJobId } from "@billferry/contracts";
import type { Ledger } from "@billferry/ledger";
import type { TypedQueue } from "@billferry/runtime";

import { inBatches } from "./core/sweep.ts";
import { makeAnew } from "./make-anew.ts";
import type { ReadingDependencies } from "./reading.ts";

const MOST_ITEMS = 5_000;
const BATCH = 100;

export interface ReviveDependencies extends ReadingDependencies {
  readonly ledger: ReadingDependencies["ledger"] & Pick<Ledger, "cases">;
  readonly loadQueue: TypedQueue<"load">;
}

/**
 * Sets up work again that has got lost: a bill or an order that the ledger knows as unfinished has a job that will
 * finish it, and one that waits for a person has the failed job that a retry would need; or somebody flushed a queue,
 * cleaned up the failed jobs, restored an old Redis, or removed a job by hand. The bill is made anew; what was
 * delivered meanwhile is not sent twice, because the ledger and Wangdiantong know it. Returns how many bills that were.
 */
export async function reviveLost(
  deps: ReviveDependencies,
  options: { readonly olderThanMs: number },
  signal: AbortSignal,
): Promise<number> {
  const lost = new Set<string>();
  const look = async (items: readonly Item[]): Promise<void> => {
    for (const batch of inBatches(items, BATCH)) {
      signal.throwIfAborted();
      const verdicts = await Promise.all(batch.map(async (item) => ((await isLost(deps, item)) ? item.billId : [])));
      for (const billId of verdicts.flat()) lost.add(billId);
    }
  };
  await look(await deps.ledger.openItems.list({ ...options, limit: MOST_ITEMS }));
  // What kills processes waits for a person.
  for await (const page of deps.ledger.cases.walk())
    await look(page.filter(({ code }) => FAULT_CODES[code].class !== "poison"));
  let revived = 0;
  for (const billIds of inBatches([...lost], BATCH)) {
    const asked = billIds.map((billId) => ({ billId, sinceMs: 0, isRetry: true, isUrgent: false }));
    for (const billId of (await makeAnew(deps, asked, signal)).made) {
      await deps.ledger.bills.noteRevived(billId);
      deps.log.warn({ event: "bill.revived", billId }, "单据的任务已丢失,已重新安排");
      revived += 1;
    }
  }
  return revived;
}

interface Item {
  readonly kind: "bill" | "order";
  readonly id: string;
  readonly billId: string;
}

/** An outcome is recorded before its job ends: the record is read once more after the job was seen ended or gone. */
async function isLost(deps: ReviveDependencies, item: Item): Promise<boolean> {
  const found = await findJob(deps, item);
  if (found === undefined) return false;
  const queue = item.kind === "bill" ? deps.transformQueue : deps.loadQueue;
  const job = await queue.getJob(found.id);
  if (job !== undefined && (found.isHeld || job.finishedOn === undefined)) return false;
  const again = await findJob(deps, item);
  return again !== undefined && again.id === found.id && again.isHeld === found.isHeld;
}

interface FoundJob {
  readonly id: string;
  readonly isHeld: boolean;
}

async function findJob({ ledger, log, ...deps }: ReviveDependencies, item: Item): Promise<FoundJob | undefined> {
  const scheme = deps.scheme.definition.name;
  const bill = await ledger.bills.find(item.billId);
  if (bill === undefined) return undefined;
  if (item.kind === "bill")
    return bill.state === "read" || bill.state === "held"
      ? { id: transformJobId({ scheme, ...bill }), isHeld: bill.state === "held" }
      : undefined;
  const order = await ledger.orders.find(item.id);
  if (order === undefined || !["waiting", "pushing", "held"].includes(order.state)) return undefined;
  if (bill.orders.includes(order.outerNo))
    return { id: loadJobId({ scheme, ...order }), isHeld: order.state === "held" };
  // A correction is a person's decision; no reading brings its content back.
  log.debug({ event: "revive.skipped", outerNo: order.outerNo }, "更正单不由重读恢复");
  return undefined;
}
