import { candidateNumbers, loadJobId, transformJobId, type QueueName } from "@billferry/contracts";
import { Ledger, type BillRecord, type HistoryEntry, type OrderRecord } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";

import { isSpeltAlike, spellingsOf } from "./core/number-spellings.ts";
import { shownStateOf, type ShownState } from "./core/shown-state.ts";
import { withQueue } from "./with-queues.ts";

/** Where one bill is: what the ledger knows, what happened beyond the ordinary, and the jobs that are still kept. */
export interface BillTrace {
  /** As it was asked for: a bill number, an outer number, or a stock-out number. */
  readonly asked: string;
  readonly scheme: string;
  readonly bills: readonly (BillRecord & { readonly shownState: ShownState })[];
  /** The bills' orders with their corrections. */
  readonly orders: readonly OrderRecord[];
  readonly history: readonly HistoryEntry[];
  readonly jobs: readonly TracedJob[];
}

interface TracedJob {
  readonly queue: QueueName;
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly reason: string;
}

/** Everything that is known under a number, in a fixed number of questions whatever the size of the ledger. */
export async function traceBill(
  redis: RedisConnection,
  log: Logger,
  wanted: { readonly scheme: string; readonly number: string },
): Promise<BillTrace> {
  const ledger = new Ledger(redis, wanted.scheme);
  const bills = await findBills(ledger, wanted.number);
  const orders: OrderRecord[] = [];
  for (const order of await ledger.orders.findMany([...new Set(bills.flatMap((bill) => bill.orders))]))
    orders.push(order, ...(await ledger.orders.findMany(order.corrections)));
  const history = await Promise.all(bills.map(async ({ billId }) => ledger.bills.history(billId)));
  return {
    asked: wanted.number,
    scheme: wanted.scheme,
    bills: bills.map((bill) => ({ ...bill, shownState: shownStateOf(bill, orders) })),
    orders,
    history: history.flat(),
    jobs: await findJobs({ redis, log, scheme: wanted.scheme }, bills, orders),
  };
}

/** By any of its numbers, in whatever case and width they were typed. */
async function findBills(ledger: Pick<Ledger, "bills" | "orders">, number: string): Promise<readonly BillRecord[]> {
  for (const spelling of spellingsOf(number)) {
    const numbered = await ledger.bills.findByNumber(spelling);
    if (numbered.length > 0) return numbered;
    const order = (await ledger.orders.find(spelling)) ?? (await ledger.orders.findByStockoutNo(spelling));
    const bill = order === undefined ? undefined : await ledger.bills.find(order.billId);
    if (bill !== undefined) return [bill];
  }
  return findByOuterNo(ledger, number);
}

/** An outer number holds a bill's number and a code, and either may have mixed case. */
async function findByOuterNo(ledger: Pick<Ledger, "bills">, outerNo: string): Promise<readonly BillRecord[]> {
  for (const candidate of candidateNumbers(outerNo).flatMap(spellingsOf)) {
    const bills = await ledger.bills.findByNumber(candidate);
    const owners = bills.filter(({ orders }) => orders.some((order) => isSpeltAlike(order, outerNo)));
    if (owners.length > 0) return owners;
  }
  return [];
}

async function findJobs(
  { redis, log, scheme }: { redis: RedisConnection; log: Logger; scheme: string },
  bills: readonly BillRecord[],
  orders: readonly OrderRecord[],
): Promise<readonly TracedJob[]> {
  const ids = {
    transform: bills.map((bill) => transformJobId({ scheme, ...bill })),
    load: orders.map((order) => loadJobId({ scheme, ...order })),
  };
  const jobs: TracedJob[] = [];
  for (const stage of ["transform", "load"] as const) {
    await withQueue<QueueName, void>({ stage, scheme }, { redis, log }, async (queue) => {
      for (const id of ids[stage]) {
        const job = await queue.getJob(id);
        if (job === undefined) continue;
        const state = await job.getState();
        jobs.push({ queue: stage, id, state, attempts: job.attemptsMade, reason: job.failedReason ?? "" });
      }
    });
  }
  return jobs;
}
