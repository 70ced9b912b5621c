import { candidateNumbers, parseKingdeeTime, type Told } from "@billferry/contracts";
import type { FoundOrder } from "@billferry/found-order";
import { Ledger } from "@billferry/ledger";

import { askAll } from "./ask-all.ts";
import type { BothEnds, ReconcileOptions } from "./both-ends.ts";
import { judgeOrders, strangerKeys } from "./core/judge-orders.ts";
import { reconcile, type Reconciliation } from "./core/reconcile.ts";
import type { ReconcileFacts, SiblingFacts, StrangerFacts } from "./core/reconcile-facts.ts";
import { findBillsByNumbers, readApproved, type ApprovedBills } from "./read-approved.ts";
import { readSiblings } from "./read-siblings.ts";

/** Compares both ends for a span of approve time. Reads only. */
export async function reconcileBothEnds(ends: BothEnds, options: ReconcileOptions): Promise<Reconciliation> {
  return reconcile(await gatherFacts(ends, options));
}

/**
 * Kingdee first, then Wangdiantong, then the ledger, then the siblings: work goes on meanwhile, and what is delivered
 * between two questions is looked up again by its number. That a list lacks an order which the ledger knows as
 * delivered proves nothing: it is asked for by number.
 */
export async function gatherFacts(ends: BothEnds, options: ReconcileOptions): Promise<ReconcileFacts> {
  const { kingdee, wangdiantong } = ends;
  const { span, signal, onProgress } = options;
  const scheme = kingdee.scheme.definition.name;
  const ledger = new Ledger(ends.redis, scheme);
  const approved = await readApproved(kingdee, span, {
    signal,
    ledger,
    onCount: (bills, share) => onProgress({ ...kingdeeRead(bills), step: "kingdee", done: bills, share }),
  });
  const listed = await wangdiantong.orders.list({
    sinceMs: span.fromMs,
    untilMs: kingdee.client.serverNow().epochMs,
    signal,
    onCount: (documents, share) => {
      const words = { zh: `旺店通:已读 ${documents} 张单据`, en: `Wangdiantong: ${documents} documents read` };
      onProgress({ ...words, step: "wangdiantong", done: documents, share });
    },
  });
  onProgress({ zh: "台账:正在比对", en: "Comparing with the ledger", step: "ledger" });
  const known = await readLedger(ledger, approved, listed);
  const documents = [...listed, ...(await findUnlisted(ends, { approved, listed, orders: known.orders }, signal))];
  const siblings = await readSiblings(ends, { approved, documents }, options);
  const { billIds, ...expected } = approved;
  const draft: ReconcileFacts = {
    scheme,
    span,
    watermarkMs: (await ledger.progress.read()).watermarkMs,
    ...expected,
    bills: billIds.length,
    documents,
    ...known,
    strangers: await explainStrangers(ends, { approved, documents, siblings, ...known }, signal),
    siblings,
    accepted: new Map(),
  };
  return { ...draft, accepted: await readAccepted(ledger, draft) };
}

/** How many bills of Kingdee were read. */
export function kingdeeRead(bills: number): Told {
  return { zh: `金蝶:已读 ${bills} 张单据`, en: `Kingdee: ${bills} bills read` };
}

type Known = Pick<ReconcileFacts, "orders" | "ledgerBills">;

async function readLedger(
  ledger: Pick<Ledger, "bills" | "orders">,
  approved: ApprovedBills,
  listed: readonly FoundOrder[],
): Promise<Known> {
  const outerNos = new Set([...approved.expected, ...listed].map((each) => each.outerNo));
  const orders = await askAll([...outerNos], async (outerNo) => ledger.orders.find(outerNo));
  const billIds = new Set([...approved.billIds, ...[...orders.values()].map((order) => order.billId)]);
  return { orders, ledgerBills: await askAll([...billIds], async (billId) => ledger.bills.find(billId)) };
}

/** Delivered as the ledger says, and not in the list: asked for by their numbers. */
async function findUnlisted(
  { wangdiantong }: BothEnds,
  seen: { approved: ApprovedBills; listed: readonly FoundOrder[]; orders: Known["orders"] },
  signal: AbortSignal,
): Promise<readonly FoundOrder[]> {
  const listed = new Set(seen.listed.map((document) => document.outerNo));
  const unlisted = seen.approved.expected.flatMap(({ outerNo }) => {
    const order = listed.has(outerNo) ? undefined : seen.orders.get(outerNo);
    return order && order.stockoutNo !== null ? { ...order, sinceMs: 0 } : [];
  });
  return (await wangdiantong.orders.findAll(unlisted, { signal })).found;
}

/** Whose the documents are that no bill of the span asks for, this scheme's or a sibling's. */
async function explainStrangers(
  { kingdee }: BothEnds,
  seen: Known & { approved: ApprovedBills; documents: readonly FoundOrder[]; siblings: readonly SiblingFacts[] },
  signal: AbortSignal,
): Promise<ReadonlyMap<string, StrangerFacts>> {
  const candidates = new Map(
    strangerKeys({ ...seen, expected: seen.approved.expected }).map((base) => {
      const ledgerBill = seen.ledgerBills.get(seen.orders.get(base)?.billId ?? "");
      return [base, { ledgerBill, numbers: ledgerBill ? [ledgerBill.billNo] : candidateNumbers(base) }];
    }),
  );
  const numbers = new Set([...candidates.values()].flatMap((each) => each.numbers));
  const found = await findBillsByNumbers(kingdee, [...numbers], signal);
  const zone = kingdee.client.zone();
  return new Map(
    [...candidates].map(([base, { ledgerBill, numbers: own }]) => {
      const kingdeeBill = own.map((each) => found.get(each)).find((each) => each !== undefined);
      const ledgerApprovedAtMs = ledgerBill && parseKingdeeTime(ledgerBill.approvedAt, zone);
      return [base, { kingdeeBill, ledgerBill, ledgerApprovedAtMs }];
    }),
  );
}

/** Whoever accepted what is not as Kingdee has it; asked only of bills of which something differs. */
async function readAccepted({ bills }: Ledger, facts: ReconcileFacts): Promise<ReadonlyMap<string, string>> {
  const differing = judgeOrders(facts).filter((verdict) => verdict.bucket !== "matched");
  const billIds = new Set([
    ...differing.map(({ order }) => order.billId),
    ...[...facts.strangers.values()].flatMap(({ ledgerBill }) => ledgerBill?.billId ?? []),
  ]);
  const accepted = new Map<string, string>();
  for (const [billId, history] of await askAll([...billIds], async (id) => bills.history(id)))
    for (const { event, outerNo, by } of history) if (event === "accepted") accepted.set(outerNo ?? billId, by ?? "");
  return accepted;
}
