import type { ReadBill } from "@billferry/bill-reader";
import { candidateNumbers, parseKingdeeTime } from "@billferry/contracts";
import { Ledger, type BillRecord, type OrderRecord } from "@billferry/ledger";
import type { RedisConnection } from "@billferry/redis";
import type { Scheme } from "@billferry/scheme";

import { askAll } from "./ask-all.ts";
import { askedKeys, groupDocuments, judgeOrders } from "./core/judge-orders.ts";
import { reconcile, type Reconciliation } from "./core/reconcile.ts";
import type { PresentDocument, ReconcileFacts, SiblingFacts, StrangerFacts } from "./core/reconcile-facts.ts";
import { findByNumbers, listSpan } from "./find-documents.ts";
import { findBillsByNumbers, readApproved, type ApprovedBills } from "./read-approved.ts";
import { readSiblings } from "./read-siblings.ts";
import type { KingdeeAccess, WangdiantongAccess } from "@billferry/vendor-access";

export interface BothEnds {
  readonly redis: RedisConnection;
  readonly kingdee: KingdeeAccess;
  readonly wangdiantong: WangdiantongAccess;
  /** `findSiblings` of the scheme among those that run. */
  readonly siblings: readonly Scheme[];
}

export interface ReconcileOptions {
  /** Approve time, half-open. */
  readonly span: { readonly fromMs: number; readonly toMs: number };
  readonly signal: AbortSignal;
  /** One line for whoever waits. */
  readonly onProgress: (line: string) => void;
}

/** What was gathered, and the bills themselves for whoever wants to bring them in. */
export interface Gathered {
  readonly facts: ReconcileFacts;
  readonly bills: ReadonlyMap<string, ReadBill>;
}

/** Compares both ends for a span of approve time. Reads only. */
export async function reconcileBothEnds(ends: BothEnds, options: ReconcileOptions): Promise<Reconciliation> {
  return reconcile((await gatherFacts(ends, options)).facts);
}

/**
 * Kingdee first, then Wangdiantong, then the ledger, then the siblings: work goes on meanwhile, and what is delivered
 * between two questions is looked up again by its number. That a list lacks an order which the ledger knows as
 * delivered proves nothing: it is asked for by number.
 */
export async function gatherFacts(ends: BothEnds, options: ReconcileOptions): Promise<Gathered> {
  const { kingdee, wangdiantong } = ends;
  const { span, signal, onProgress } = options;
  const scheme = kingdee.scheme.definition.name;
  const ledger = new Ledger(ends.redis, scheme);
  const approved = await readApproved(kingdee, span, {
    signal,
    ledger,
    onCount: (bills) => onProgress(`金蝶:已读 ${bills} 张单据`),
  });
  const listed = await listSpan(
    wangdiantong,
    { fromMs: span.fromMs, toMs: kingdee.client.serverNow().epochMs },
    { signal, onCount: (documents) => onProgress(`旺店通:已读 ${documents} 张单据`) },
  );
  onProgress("台账:正在比对");
  const known = await readLedger(ledger, approved, listed);
  const documents = [...listed, ...(await findUnlisted(ends, { approved, listed, orders: known.orders }, signal))];
  const siblings = await readSiblings(ends, { approved, documents }, options);
  const draft: ReconcileFacts = {
    scheme,
    span,
    watermarkMs: (await ledger.progress.read()).watermarkMs,
    bills: approved.bills.size,
    expected: approved.expected,
    excluded: approved.excluded,
    refused: approved.refused,
    unused: approved.unused,
    documents,
    ...known,
    strangers: await explainStrangers(ends, { approved, documents, siblings, ...known }, signal),
    siblings,
    accepted: new Map(),
  };
  return { facts: { ...draft, accepted: await readAccepted(ledger, draft) }, bills: approved.bills };
}

interface Known {
  readonly orders: ReadonlyMap<string, OrderRecord>;
  readonly ledgerBills: ReadonlyMap<string, BillRecord>;
}

async function readLedger(ledger: Ledger, approved: ApprovedBills, listed: readonly PresentDocument[]): Promise<Known> {
  const outerNos = new Set([...approved.expected, ...listed].map((each) => each.outerNo));
  const orders = await askAll([...outerNos], async (outerNo) => ledger.orders.find(outerNo));
  const billIds = new Set([...approved.bills.keys(), ...[...orders.values()].map((order) => order.billId)]);
  return { orders, ledgerBills: await askAll([...billIds], async (billId) => ledger.bills.find(billId)) };
}

/** Delivered as the ledger says, and not in the list: asked for by their numbers. */
async function findUnlisted(
  { wangdiantong }: BothEnds,
  seen: { approved: ApprovedBills; listed: readonly PresentDocument[]; orders: Known["orders"] },
  signal: AbortSignal,
): Promise<readonly PresentDocument[]> {
  const listed = new Set(seen.listed.map((document) => document.outerNo));
  const unlisted = seen.approved.expected.flatMap(({ outerNo }) => {
    const stockoutNo = listed.has(outerNo) ? null : seen.orders.get(outerNo)?.stockoutNo;
    return stockoutNo ?? [];
  });
  return findByNumbers(wangdiantong, unlisted, signal);
}

/** Whose the documents are that no bill of the span asks for, this scheme's or a sibling's. */
async function explainStrangers(
  { kingdee }: BothEnds,
  seen: Known & {
    approved: ApprovedBills;
    documents: readonly PresentDocument[];
    siblings: readonly SiblingFacts[];
  },
  signal: AbortSignal,
): Promise<ReadonlyMap<string, StrangerFacts>> {
  const asked = askedKeys({ expected: seen.approved.expected, siblings: seen.siblings });
  const bases = [...groupDocuments(asked, seen.documents).keys()].filter((base) => !asked.has(base));
  const candidates = new Map(
    bases.map((base) => {
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
async function readAccepted(ledger: Ledger, facts: ReconcileFacts): Promise<ReadonlyMap<string, string>> {
  const differing = judgeOrders(facts).filter((verdict) => verdict.bucket !== "matched");
  const billIds = new Set([
    ...differing.map(({ order }) => order.billId),
    ...[...facts.strangers.values()].flatMap(({ ledgerBill }) => ledgerBill?.billId ?? []),
  ]);
  const accepted = new Map<string, string>();
  for (const [billId, history] of await askAll([...billIds], async (id) => ledger.bills.history(id)))
    for (const { event, outerNo, by } of history) if (event === "accepted") accepted.set(outerNo ?? billId, by ?? "");
  return accepted;
}
