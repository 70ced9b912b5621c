import { handOver, readWindow, type ReadBill } from "@billferry/bill-reader";
import { transformJobId, type TransformJob } from "@billferry/contracts";
import type { BillAnew, KnownBill } from "@billferry/ledger";
import { dropUnlessActive, enqueue } from "@billferry/runtime";

import { checkStanding } from "./check-standing.ts";
import { endOfReading } from "./core/window.ts";
import type { ReadingDependencies } from "./reading.ts";

/** A backfill brings in bills from before the start; they are made anew as well. */
const EVER_MS = 0;

export interface MadeAnew {
  /** Bills whose new work is set up. */
  readonly made: readonly string[];
  /** Why answers were not believed; the bills that they were about stay listed. */
  readonly doubts: readonly string[];
}

/**
 * Bills are read again whole and set up for the transformer, whatever became of their jobs: it works them out with the
 * scheme and the tables of now. Who was unapproved, voided or deleted meanwhile is withdrawn instead. What cannot be
 * told or done yet stays listed.
 *
 * The new job stands before the bill leaves the list, so a crash anywhere repeats work and loses none.
 */
export async function makeAnew(
  deps: ReadingDependencies,
  listed: readonly BillAnew[],
  signal: AbortSignal,
): Promise<MadeAnew> {
  const askings = new Map(listed.map((each) => [each.billId, each]));
  const { approved, doubts } = await checkStanding(deps, [...askings.keys()], signal);
  const approvedAt = new Map(approved.map(({ billId, approvedAtMs }) => [billId, approvedAtMs]));
  const toMs = endOfReading(deps.client.serverNow().epochMs, deps.rules);
  const [made, shown] = [[] as string[], new Set<string>()];
  if (approvedAt.size > 0) {
    const window = { fromMs: EVER_MS, toMs, billIds: [...approvedAt.keys()] };
    for await (const { bills } of readWindow(deps, window, signal)) {
      const known = await deps.ledger.bills.known(bills.map((bill) => bill.billId));
      for (const bill of bills) {
        shown.add(bill.billId);
        const asking = askings.get(bill.billId);
        if (asking === undefined || !(await setUp(deps, { bill, record: known.get(bill.billId), asking }))) continue;
        await deps.ledger.anew.done(bill.billId, asking.sinceMs);
        made.push(bill.billId);
      }
    }
  }
  for (const { billId, sinceMs } of listed) {
    if (shown.has(billId)) continue;
    if (approvedAt.has(billId)) {
      // Approved a moment ago: the next round reads it.
      if ((approvedAt.get(billId) ?? toMs) >= toMs) continue;
      deps.log.warn({ event: "anew.unselected", billId }, "方案的过滤条件不再选中该单据,未重做");
    } else if (doubts.length > 0) continue;
    await deps.ledger.anew.done(billId, sinceMs);
  }
  return { made, doubts };
}

/** False where its job is at work at this moment, maybe with the tables of before. */
async function setUp(
  deps: ReadingDependencies,
  work: { readonly bill: ReadBill; readonly record: KnownBill | undefined; readonly asking: BillAnew },
): Promise<boolean> {
  const { bill, record } = work;
  const { isUrgent } = work.asking;
  const anew: NonNullable<TransformJob["anew"]> = work.asking.isRetry ? "retry" : "mapping";
  if (record === undefined || record.contentHash !== bill.contentHash || record.state === "withdrawn") {
    await handOver(deps, [bill], { anew, isUrgent });
    return true;
  }
  const payload = { ...bill, revision: record.revision, anew };
  const id = transformJobId(payload);
  if (!(await dropUnlessActive(await deps.transformQueue.getJob(id)))) return false;
  await enqueue(deps.transformQueue, [{ id, payload }], { isUrgent });
  return true;
}
