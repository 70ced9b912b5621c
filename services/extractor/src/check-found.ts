import { candidateNumbers, formatKingdeeTime } from "@billferry/contracts";
import { anyOfNumbers } from "@billferry/kingdee";
import type { FoundDocument, Ledger } from "@billferry/ledger";

import { judgeFound, type CandidateBill } from "./core/judge-found.ts";
import { readStandings, STANDING_FIELDS } from "./core/standing.ts";
import { inBatches } from "./core/sweep.ts";
import type { ReadingDependencies } from "./reading.ts";

/** A key has some candidates, and their numbers are what a query carries. */
const KEYS_A_CALL = 40;
const MOST_ROWS = 2_000;

export interface FoundRules {
  readonly everyMs: number;
  readonly siblingLedgers: readonly Pick<Ledger, "orders">[];
  /** Of schemes on one form, the one that answers for documents which none of their ledgers knows. */
  readonly isSpokesman: boolean;
}

/**
 * What an inventory saw in Wangdiantong and no bill has asked for, once all bills have been read: its bill is asked
 * about in Kingdee, in whatever state. Unapproved or voided since, or standing without this order: a dispute, as if
 * this ledger had delivered it. No such bill: counted, for a person. So a document whose bill was withdrawn is found
 * though the ledger that had delivered it was wiped.
 */
export function createFoundCheck(
  rules: FoundRules,
  clockMs: () => number,
): (deps: ReadingDependencies, signal: AbortSignal) => Promise<void> {
  let dueAtMs = Number.NEGATIVE_INFINITY;
  return async (deps, signal) => {
    if (clockMs() < dueAtMs) return;
    const { watermarkMs, firstReadAtMs, inventory } = await deps.ledger.progress.read();
    const hasReadAll = watermarkMs !== null && firstReadAtMs !== null && watermarkMs >= firstReadAtMs;
    if (!hasReadAll || inventory !== "done") return;
    dueAtMs = clockMs() + rules.everyMs;
    for await (const documents of deps.ledger.inventory.found()) {
      const nobodys = await withoutKnown(deps.ledger, rules, documents);
      for (const batch of inBatches(nobodys, KEYS_A_CALL)) await settleBatch(deps, batch, signal);
    }
  };
}

/** Documents that no known order accounts for. Those of delivered orders and of other schemes are forgotten. */
async function withoutKnown(
  ledger: Pick<Ledger, "bills" | "orders" | "inventory" | "progress">,
  { siblingLedgers, isSpokesman }: FoundRules,
  documents: readonly FoundDocument[],
): Promise<readonly FoundDocument[]> {
  const verdicts = await Promise.all(
    documents.map(async ({ outerNo }) => {
      const order = await ledger.orders.find(outerNo);
      if (order !== undefined && order.deliveredHash !== null) return "forget";
      if (order !== undefined && order.contentHash !== "") return "wait";
      if (await isOnItsWay(ledger, outerNo)) return "wait";
      const others = await Promise.all(siblingLedgers.map(async (each) => each.orders.find(outerNo)));
      return others.every((other) => other === undefined) && (isSpokesman || order !== undefined) ? "nobody" : "forget";
    }),
  );
  await ledger.inventory.forget(
    documents.filter((_, index) => verdicts[index] === "forget").map(({ outerNo }) => outerNo),
  );
  return documents.filter((_, index) => verdicts[index] === "nobody");
}

/** No need to ask Kingdee about a bill that may still ask for it. */
async function isOnItsWay(
  ledger: Pick<Ledger, "bills" | "orders" | "inventory" | "progress">,
  outerNo: string,
): Promise<boolean> {
  const bills = await Promise.all(candidateNumbers(outerNo).map(async (billNo) => ledger.bills.findByNumber(billNo)));
  return bills.flat().some(({ state }) => state === "read" || state === "held");
}

async function settleBatch(
  deps: ReadingDependencies,
  documents: readonly FoundDocument[],
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const turn = await deps.takeTurn?.(signal);
  try {
    const bills = await askBills(
      deps,
      [...new Set(documents.flatMap(({ outerNo }) => candidateNumbers(outerNo)))],
      signal,
    );
    if (bills === undefined) return;
    const { ledger, log } = deps;
    const [unclaimed, outside]: [string[], string[]] = [[], []];
    for (const document of documents) {
      const numbers = new Set(candidateNumbers(document.outerNo));
      const verdict = judgeFound(bills.filter(({ billNo }) => numbers.has(billNo)));
      if (verdict.kind === "unclaimed") unclaimed.push(document.outerNo);
      if (verdict.kind === "outside") outside.push(document.outerNo);
      if (verdict.kind !== "stray") continue;
      const { billId, billNo, standing } = verdict.bill;
      const nowText = formatKingdeeTime(deps.client.serverNow().epochMs, deps.client.zone());
      // A bill that was unapproved has no approve date any more; it is kept as long as one of today.
      const bill = { billId, billNo, approvedAt: nowText };
      await ledger.inventory.recordStray(
        document,
        standing.kind === "approved" ? bill : { ...bill, cause: standing.cause },
      );
      log.warn({ event: "found.stray", outerNo: document.outerNo, billNo }, "旺店通中的单据,其金蝶单据已不要求它");
    }
    await ledger.inventory.recordUnclaimed(unclaimed);
    await ledger.inventory.forget(outside);
    if (unclaimed.length > 0)
      log.warn({ event: "found.unclaimed", documents: unclaimed.length }, "清点所见的单据,金蝶中没有对应的单据");
  } finally {
    await turn?.release();
  }
}

/** The bills of these numbers in whatever state; undefined where the answer may be cut. */
async function askBills(
  { client, ledger, scheme }: ReadingDependencies,
  billNos: readonly string[],
  signal: AbortSignal,
): Promise<readonly CandidateBill[] | undefined> {
  const { form, page_size: pageSize } = scheme.definition.source;
  const limit = Math.min(pageSize, MOST_ROWS);
  const rows = await client.executeBillQuery(
    { formId: form, fieldKeys: STANDING_FIELDS, filter: anyOfNumbers(billNos), order: "FID ASC", startRow: 0, limit },
    signal,
  );
  const found = rows.length >= limit ? undefined : readStandings(rows, client.zone());
  if (found === undefined) return undefined;
  return Promise.all(found.map(async (bill) => ({ ...bill, known: await ledger.bills.find(bill.billId) })));
}
