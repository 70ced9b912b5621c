import { handOver, readWindow } from "@billferry/bill-reader";
import {
  done,
  Fault,
  formatKingdeeTime,
  heldBy,
  putOff,
  type Outcome,
  type SweepJob,
  type SweepResult,
  type WorkTold,
} from "@billferry/contracts";
import type { Ledger } from "@billferry/ledger";
import type { Attempt } from "@billferry/runtime";

import { checkStanding, type StandingReport } from "./check-standing.ts";
import { kingdeeDayOf, daysOf, inBatches, reachOf, type SweepDay } from "./core/sweep.ts";
import type { Window } from "./core/window.ts";
import { openLedger } from "./reading.ts";
import { reviveLost, type ReviveDependencies } from "./revive.ts";
import { tidyFailed } from "./tidy-failed.ts";

export interface SweepDependencies extends ReviveDependencies {
  readonly ledger: ReviveDependencies["ledger"] & Pick<Ledger, "numbers">;
  /** Unfinished work younger than this is not looked at: its job may be about to be enqueued. */
  readonly reviveAfterMs: number;
  /** How long finished bills are kept. */
  readonly ledgerDays: number;
}

type Counts = Omit<SweepResult, "kind" | "from" | "to">;

const DAY_MS = 86_400_000;
const BATCH = 100;
const PRUNE_STEP = 500;

/**
 * A second reading of the past, which finds what the first could not see. Day by day of approve time:
 * 1. everything that the scheme selects is read again: late bills are fresh, edited ones are changed;
 * 2. every bill that the ledger knows of that day and that was not among them is asked about by id: unapproved, voided
 *    or deleted bills are withdrawn; one that was approved again is read in full.
 *
 * Then lost work is set up again, failed jobs that wait for nobody any more are removed, and by the nightly sweep what
 * is older than the ledger keeps is removed. All of it may be repeated; a sweep that is cut off is simply run again.
 */
export async function performSweep(deps: SweepDependencies, attempt: Attempt<"sweep">): Promise<Outcome<SweepResult>> {
  const { client, ledger, rules, log } = deps;
  const { name, depthMs } = attempt.payload;
  const restMs = await openLedger(deps);
  if (restMs > 0) return putOff(restMs, "该方案已停止读取,补漏稍后进行");
  await deps.learnClock(attempt.signal);
  const nowMs = client.serverNow().epochMs;
  const { watermarkMs } = await ledger.progress.position();
  const reach = reachOf({ nowMs, watermarkMs, startFromMs: rules.startFromMs, depthMs });
  const counts: Counts = { bills: 0, fresh: 0, changed: 0, withdrawn: 0, revived: 0 };
  const doubts: string[] = [];
  if (reach !== undefined)
    for (const day of daysOf(reach, client.zone())) {
      doubts.push(...(await sweepDay(deps, { day, reach, counts }, attempt.signal)));
      await attempt.tell?.(tellSwept(counts.bills, { reach, day }));
    }
  add(counts, { revived: await reviveLost(deps, { olderThanMs: deps.reviveAfterMs }, attempt.signal) });
  await tidyFailed(deps, attempt.signal);
  if (name === "nightly") await prune(deps, nowMs, attempt.signal);
  // Said at the end, so that one doubt does not keep the rest of the work from being done.
  if (doubts[0] !== undefined) return heldBy(new Fault("KD_CONTRACT_BROKEN", `${doubts[0]};未据此撤回任何单据`));
  await ledger.progress.recordSweep({ name, ...counts });
  log.info({ event: "sweep.stop", name, ...counts }, describe(name, counts));
  const [from, to] = [reach?.fromMs ?? nowMs, reach?.toMs ?? nowMs].map((ms) => formatKingdeeTime(ms, client.zone()));
  return done({ kind: "swept", from: from ?? "", to: to ?? "", ...counts });
}

/** How far it is, day by day. */
function tellSwept(bills: number, { reach, day }: { readonly reach: Window; readonly day: SweepDay }): WorkTold {
  const share = (day.window.toMs - reach.fromMs) / (reach.toMs - reach.fromMs);
  const words = { zh: `补漏:已重读 ${bills} 张单据`, en: `Sweep: ${bills} bills read again` };
  return { ...words, step: "sweep", done: bills, share: Math.min(1, Math.max(0, share)) };
}

async function sweepDay(
  deps: SweepDependencies,
  sweep: { readonly day: SweepDay; readonly reach: Window; readonly counts: Counts },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { day, counts } = sweep;
  const shown = new Set<string>();
  for await (const { bills } of readWindow(deps, day.window, signal)) {
    for (const bill of bills) shown.add(bill.billId);
    add(counts, { bills: bills.length, ...(await handOver(deps, bills, { ofThePast: true })) });
  }
  const hidden = (await deps.ledger.bills.idsOfDay(day.day)).filter((billId) => !shown.has(billId));
  const report = await checkStanding(deps, hidden, signal);
  add(counts, { bills: report.asked, withdrawn: report.withdrawn });
  await readAgain(deps, { ...sweep, approved: report.approved }, signal);
  return report.doubts;
}

/** Bills that are approved though their own day did not show them: approved again, on another day. Days to come will
 *  show them; what was approved again, and committed late, on a day that is swept already is read here. */
async function readAgain(
  deps: SweepDependencies,
  sweep: {
    readonly day: SweepDay;
    readonly reach: Window;
    readonly counts: Counts;
    readonly approved: StandingReport["approved"];
  },
  signal: AbortSignal,
): Promise<void> {
  const { counts } = sweep;
  const swept = { fromMs: sweep.reach.fromMs, toMs: sweep.day.window.toMs };
  const passed = sweep.approved.filter(
    ({ approvedAtMs }) => approvedAtMs !== undefined && approvedAtMs >= swept.fromMs && approvedAtMs < swept.toMs,
  );
  const billIds = passed.map(({ billId }) => billId);
  for (const batch of inBatches(billIds, BATCH))
    for await (const { bills } of readWindow(deps, { ...swept, billIds: batch }, signal))
      add(counts, await handOver(deps, bills, { ofThePast: true }));
}

async function prune(deps: SweepDependencies, nowMs: number, signal: AbortSignal): Promise<void> {
  const before = kingdeeDayOf(nowMs - deps.ledgerDays * DAY_MS, deps.client.zone());
  let pruned = 0;
  for (;;) {
    signal.throwIfAborted();
    const step = await deps.ledger.keeping.prune(before, PRUNE_STEP);
    pruned += step;
    if (step < PRUNE_STEP) break;
  }
  // An older program may have run beside this one for a while.
  await deps.ledger.numbers.index(signal);
  if (pruned > 0) deps.log.info({ event: "ledger.pruned", before, pruned }, "已清理过期台账");
}

function add(counts: Record<keyof Counts, number>, more: Partial<Counts>): void {
  for (const [key, value] of Object.entries(more)) counts[key as keyof Counts] += value;
}

function describe(name: SweepJob["name"], counts: Counts): string {
  const label = { hourly: "每小时补漏", nightly: "每夜补漏", manual: "手动补漏" }[name];
  const { bills, fresh, changed, withdrawn, revived } = counts;
  return `${label}:重读 ${bills} 张,新增 ${fresh},变更 ${changed},撤回 ${withdrawn},恢复 ${revived}`;
}
