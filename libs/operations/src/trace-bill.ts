import { REDIS_PREFIX, type QueueName } from "@billferry/contracts";
import { Ledger, type BillRecord, type OrderRecord } from "@billferry/ledger";
import { openQueue, type Logger, type RedisConnection } from "@billferry/runtime";

import { literalPattern, scanKeys } from "./scan-keys.ts";

/** Where one bill is: what the ledger knows, and the jobs that are still kept. */
export interface BillTrace {
  readonly billNo: string;
  readonly bills: readonly BillRecord[];
  readonly orders: readonly OrderRecord[];
  readonly jobs: readonly TracedJob[];
}

export interface TracedJob {
  readonly queue: QueueName;
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly reason: string;
}

const STAGES = ["transform", "load"] as const;

/**
 * Everything that is known under a bill number. Jobs and orders carry the number in their keys and are found by it; the
 * key space is read once, so a large installation answers in seconds and not in milliseconds.
 */
export async function traceBill(
  redis: RedisConnection,
  log: Logger,
  wanted: { readonly scheme: string; readonly billNo: string },
): Promise<BillTrace> {
  const { scheme, billNo } = wanted;
  const ledger = new Ledger(redis, scheme);
  const keys = await scanKeys(redis, `${REDIS_PREFIX}:*-${literalPattern(toIdPart(billNo))}-*`);
  const orderKeys = await scanKeys(redis, `${REDIS_PREFIX}:ledger:${scheme}:order:${literalPattern(billNo)}-*`);
  const billIds = new Set<string>();
  const jobs: TracedJob[] = [];
  for (const stage of STAGES) {
    const queue = openQueue(stage, redis, log);
    const prefix = `${REDIS_PREFIX}:${stage}:`;
    for (const key of keys.filter((each) => each.startsWith(`${prefix}${stage}-`) && !/:(lock|logs)$/.test(each))) {
      const job = await queue.getJob(key.slice(prefix.length));
      if (job?.data.billNo !== billNo) continue;
      billIds.add(job.data.billId);
      const [state, reason] = [await job.getState(), job.failedReason ?? ""];
      jobs.push({ queue: stage, id: job.id ?? "", state, attempts: job.attemptsMade, reason });
    }
    await queue.close();
  }
  for (const key of orderKeys) {
    const order = await ledger.findOrder(key.slice(`${REDIS_PREFIX}:ledger:${scheme}:order:`.length));
    if (order !== undefined) billIds.add(order.billId);
  }
  const bills = (await Promise.all([...billIds].map(async (id) => ledger.findBill(id)))).filter(
    (bill): bill is BillRecord => bill?.billNo === billNo,
  );
  const orders = await Promise.all(bills.flatMap((bill) => bill.orders).map(async (each) => ledger.findOrder(each)));
  return { billNo, bills, orders: orders.filter((order) => order !== undefined), jobs };
}

/** Job ids replace what an address can not hold; the number is looked for in the same spelling. */
function toIdPart(billNo: string): string {
  return billNo.replace(/[:/\\?#%\s]/g, "_");
}
