import { loadJob, transformJob } from "@billferry/contracts";
import type { Ledger } from "@billferry/ledger";
import type { TypedQueue } from "@billferry/runtime";

const PAGE = 200;

/**
 * Removes failed jobs that wait for nobody any more: their bill was withdrawn or has other content, their order was
 * dropped or delivered. A retry of them would do nothing, and counted they would ask a person for one. Gives how many
 * it were.
 */
export async function tidyFailed(
  deps: {
    readonly ledger: Pick<Ledger, "bills" | "orders">;
    readonly transformQueue: TypedQueue<"transform">;
    readonly loadQueue: TypedQueue<"load">;
  },
  signal: AbortSignal,
): Promise<number> {
  const { ledger, transformQueue, loadQueue } = deps;
  const ofBills = await tidy(transformQueue, signal, async (data) => {
    const job = transformJob.safeParse(data);
    const bill = job.success ? await ledger.bills.find(job.data.billId) : undefined;
    if (!job.success || bill === undefined || bill.state === "read") return false;
    return bill.state !== "held" || bill.contentHash !== job.data.contentHash;
  });
  const ofOrders = await tidy(loadQueue, signal, async (data) => {
    const job = loadJob.safeParse(data);
    const order = job.success ? await ledger.orders.find(job.data.order.outer_no) : undefined;
    if (!job.success || order === undefined || order.state === "waiting" || order.state === "pushing") return false;
    const isCase = order.state === "held" || order.state === "disputed";
    return !isCase || order.contentHash !== job.data.contentHash;
  });
  return ofBills + ofOrders;
}

interface FailedJob {
  readonly data: unknown;
  remove(): Promise<void>;
}

async function tidy(
  queue: { getFailed(start: number, end: number): Promise<readonly FailedJob[]> },
  signal: AbortSignal,
  isOver: (data: unknown) => Promise<boolean>,
): Promise<number> {
  let removed = 0;
  for (let kept = 0; ;) {
    signal.throwIfAborted();
    // Jobs that stay are passed over: the next page begins behind them.
    const jobs = await queue.getFailed(kept, kept + PAGE - 1);
    for (const job of jobs) {
      if (await isOver(job.data)) {
        // One that somebody retries at this moment is not failed any more.
        await job.remove().catch(() => undefined);
        removed += 1;
      } else kept += 1;
    }
    if (jobs.length < PAGE) return removed;
  }
}
