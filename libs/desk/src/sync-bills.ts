import { setTimeout as wait } from "node:timers/promises";

import { readBills } from "@billferry/bill-reader";
import { billNumbered } from "@billferry/kingdee";
import { Ledger } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import type { KingdeeAccess } from "@billferry/vendor-access";

import { findWhyUnread } from "./preview-bill.ts";
import { withQueue } from "./with-queues.ts";

/** What became of a bill that a person waits for. */
export type SyncedBill =
  /** Its work stands before all that waits. */
  | { readonly kind: "handed-over"; readonly billNo: string; readonly billId: string }
  /** Listed, and not read yet when the time was up, or while nobody reads: the extractor does it by itself. */
  | { readonly kind: "listed"; readonly billNo: string; readonly billId: string; readonly why: string }
  /** Kingdee has it, and it is not to be moved. */
  | { readonly kind: "unread"; readonly billNo: string; readonly billId: string; readonly why: string }
  /** Kingdee has no such bill, or does not show it. */
  | { readonly kind: "unknown"; readonly billNo: string };

interface Asking {
  readonly redis: RedisConnection;
  readonly log: Logger;
  readonly billNos: readonly string[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const POLL_MS = 100;

/**
 * Looks just these bills up in Kingdee and has the extractor read them whole at once, before all others, whatever it
 * has read so far and whatever became of them; their jobs and calls overtake a backlog. Safe to repeat: what is
 * delivered is left alone.
 */
export async function syncBills(kingdee: KingdeeAccess, asking: Asking): Promise<readonly SyncedBill[]> {
  const { redis, billNos, signal } = asking;
  const { name } = kingdee.scheme.definition;
  const ledger = new Ledger(redis, name);
  const synced: SyncedBill[] = [];
  const listed = new Map<string, string>();
  for (const billNo of new Set(billNos)) {
    const before = synced.length + listed.size;
    for await (const { bills } of readBills(kingdee, () => billNumbered(billNo), signal))
      for (const bill of bills) {
        // Of a bill that is known, its withdrawal is work as well.
        const isKnown = (await ledger.bills.find(bill.billId)) !== undefined;
        const why = isKnown ? null : await findWhyUnread(kingdee, bill, signal);
        if (why === null) listed.set(bill.billId, bill.billNo);
        else synced.push({ kind: "unread", billNo: bill.billNo, billId: bill.billId, why });
      }
    if (synced.length + listed.size === before) synced.push({ kind: "unknown", billNo });
  }
  if (listed.size === 0) return synced;
  await ledger.anew.ask([...listed.keys()], { retry: true, urgent: true });
  const ids = [...listed.keys()];
  const obstacle = await findObstacle(name, asking);
  const left = obstacle === undefined ? await untilRead(ledger, ids, asking) : new Set(ids);
  const why = obstacle ?? "extractor 尚未读完,会自行继续;用 billferry status 查看";
  for (const [billId, billNo] of listed)
    synced.push(left.has(billId) ? { kind: "listed", billNo, billId, why } : { kind: "handed-over", billNo, billId });
  return synced;
}

/** Which are still to be read when the time is up. */
async function untilRead(
  { anew }: Pick<Ledger, "anew">,
  billIds: readonly string[],
  { timeoutMs, signal }: Asking,
): Promise<ReadonlySet<string>> {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const left = await anew.waiting(billIds);
    if (left.size === 0 || performance.now() > deadlineMs || signal.aborted) return left;
    await wait(POLL_MS);
  }
}

/** Why nobody reads now. */
async function findObstacle(scheme: string, { redis, log }: Asking): Promise<string | undefined> {
  return withQueue({ stage: "extract", scheme }, { redis, log }, async (queue) => {
    if (await queue.isPaused()) return "读取已被人工暂停,恢复(billferry resume)后自动读取";
    return (await queue.getWorkers()).length === 0 ? "没有运行中的 extractor,启动后自动读取" : undefined;
  });
}
