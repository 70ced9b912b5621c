import { readHeads, type HandOverDependencies, type ReadDependencies } from "@billferry/bill-reader";
import { anyOfBills } from "@billferry/kingdee";

import { findReplaced, isSettled, judgeStanding, STANDING_FIELDS, type StandingVerdict } from "./core/standing.ts";
import { inBatches } from "./core/sweep.ts";

const MOST_IDS = 200;

export interface StandingReport {
  /** Bills that were asked about. */
  readonly asked: number;
  readonly withdrawn: number;
  /** Bills that are approved, with their approve dates. */
  readonly approved: readonly { readonly billId: string; readonly approvedAtMs: number | undefined }[];
  /** Why answers were not believed; nothing was withdrawn by those. */
  readonly doubts: readonly string[];
}

/** Records known bills that were withdrawn. The ledger is asked before Kingdee, so that one read in between stays. */
export async function checkStanding(
  deps: ReadDependencies & HandOverDependencies,
  billIds: readonly string[],
  signal: AbortSignal,
): Promise<StandingReport> {
  const report = {
    asked: 0,
    withdrawn: 0,
    approved: [] as StandingReport["approved"][number][],
    doubts: [] as string[],
  };
  for (const batch of inBatches(billIds.filter(isBillId), MOST_IDS)) {
    signal.throwIfAborted();
    const turn = await deps.takeTurn?.(signal);
    try {
      const known = await deps.ledger.bills.known(batch);
      const asked = batch.filter((billId) => (known.get(billId)?.state ?? "withdrawn") !== "withdrawn");
      if (asked.length === 0) continue;
      report.asked += asked.length;
      const verdict = await askStanding(deps, asked, signal);
      if (verdict.kind === "doubtful") {
        report.doubts.push(verdict.why);
        continue;
      }
      for (const [billId, standing] of verdict.of) {
        if (standing.kind === "approved") {
          report.approved.push({ billId, approvedAtMs: standing.approvedAtMs });
          continue;
        }
        const contentHash = known.get(billId)?.contentHash ?? "";
        const outcome = await deps.ledger.bills.recordWithdrawn({ billId, contentHash }, standing.cause);
        if (outcome === "withdrawn") report.withdrawn += 1;
      }
    } finally {
      await turn?.release();
    }
  }
  return report;
}

async function askStanding(
  { client, scheme, ledger }: ReadDependencies & HandOverDependencies,
  billIds: readonly string[],
  signal: AbortSignal,
): Promise<StandingVerdict> {
  const rows = await readHeads(
    { client, scheme },
    {
      fieldKeys: STANDING_FIELDS,
      filter: anyOfBills(billIds),
      // A bill is missing only if the last page has not shown it.
      isEnough: (shown) => isSettled(billIds, shown),
    },
    signal,
  );
  const replaced = findReplaced(billIds, rows, await ledger.bills.sharingNumber(billIds));
  const others = billIds.filter((billId) => !replaced.includes(billId));
  const verdict = judgeStanding(others, rows, client.zone());
  if (verdict.kind === "doubtful") return verdict;
  const gone = replaced.map((billId) => [billId, { kind: "withdrawn", cause: "deleted" }] as const);
  return { kind: "standings", of: new Map([...verdict.of, ...gone]) };
}

/** A wiped and restored ledger may hold anything; only ids may become part of a filter. */
function isBillId(billId: string): boolean {
  return /^\d{1,19}$/.test(billId);
}
