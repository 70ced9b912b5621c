import {
  addDecimals,
  compareDecimals,
  decimal,
  multiplyDecimals,
  ZERO,
  type DecimalText,
  type OrderDifference,
} from "@billferry/contracts";

import { addQuantities, BUCKETS, groupDocuments, judgeOrders, type Bucket, type OrderVerdict } from "./judge-orders.ts";
import type { PresentDocument, ReconcileFacts, StrangerFacts } from "./reconcile-facts.ts";

export type FindingKind = Exclude<Bucket, "matched" | "accepted"> | "extra" | "refused";

/** One named difference between both ends. */
export interface Finding {
  readonly kind: FindingKind;
  readonly billNo: string;
  /** Empty for a bill of which no orders can be made. */
  readonly outerNo: string;
  readonly stockoutNos: readonly string[];
  readonly warehouseNo: string;
  /** A short word for programs: why it is missing, extra or refused. */
  readonly why: string;
  /** Chinese, one line. */
  readonly text: string;
  readonly differences: readonly OrderDifference[];
}

/** A document that is neither ours nor of any bill that Kingdee knows: it is told, and is no difference. */
export interface ForeignDocument {
  readonly outerNo: string;
  readonly stockoutNo: string | null;
  readonly warehouseNo: string | null;
}

export interface GoodsRow {
  readonly warehouseNo: string;
  readonly specNo: string;
  readonly wanted: DecimalText;
  readonly present: DecimalText;
  /** present − wanted. */
  readonly delta: DecimalText;
}

export interface DayRow {
  readonly day: string;
  readonly bills: number;
  readonly expected: number;
  readonly matched: number;
  readonly differences: number;
}

export interface Reconciliation {
  readonly bills: number;
  readonly excluded: number;
  readonly expected: number;
  /** Expected orders by bucket; they add up to `expected`. */
  readonly orders: Readonly<Record<Bucket, number>>;
  readonly findings: readonly Finding[];
  /** Documents of bills approved before or after the span: nothing to do with it. */
  readonly outside: number;
  readonly foreign: readonly ForeignDocument[];
  readonly goods: readonly GoodsRow[];
  readonly days: readonly DayRow[];
}

/**
 * Both ends compared; pure. Laws: every expected order lands in exactly one bucket, every document belongs to one
 * expected order or is extra, outside or foreign, and the sums by warehouse and SKU are those of the orders and documents.
 */
export function reconcile(facts: ReconcileFacts): Reconciliation {
  const verdicts = judgeOrders(facts);
  const strangers = judgeStrangers(facts);
  const refused = facts.refused.map((bill): Finding => ({
    kind: "refused",
    billNo: bill.billNo,
    outerNo: "",
    stockoutNos: [],
    warehouseNo: "",
    why: bill.code,
    text: bill.text,
    differences: [],
  }));
  const findings = [...verdicts.flatMap(toFinding), ...strangers.extra.map(({ finding }) => finding), ...refused];
  return {
    bills: facts.bills,
    excluded: facts.excluded.length,
    expected: facts.expected.length,
    orders: countBuckets(verdicts),
    findings,
    outside: strangers.outside,
    foreign: strangers.foreign,
    goods: sumGoods(
      verdicts,
      strangers.extra.map(({ document }) => document),
    ),
    days: countDays(verdicts, facts),
  };
}

function toFinding({ order, bucket, living, differences, why, text }: OrderVerdict): Finding[] {
  if (bucket === "matched" || bucket === "accepted") return [];
  const { outerNo, billNo, effect } = order;
  const stockoutNos = living.flatMap((each) => each.stockoutNo ?? []);
  return [
    { kind: bucket, billNo, outerNo, stockoutNos, warehouseNo: effect.warehouseNo, why: why ?? "", text, differences },
  ];
}

interface Strangers {
  readonly extra: readonly { readonly document: PresentDocument; readonly finding: Finding }[];
  readonly foreign: readonly ForeignDocument[];
  readonly outside: number;
}

/** Documents that no expected order accounts for. A cancelled one moves no stock and is passed over. */
function judgeStrangers(facts: ReconcileFacts): Strangers {
  const wanted = new Set(facts.expected.map((order) => order.outerNo));
  const extra: { document: PresentDocument; finding: Finding }[] = [];
  const foreign: ForeignDocument[] = [];
  let outside = 0;
  for (const [base, documents] of groupDocuments(facts.expected, facts.documents)) {
    if (wanted.has(base)) continue;
    const explained = explainStranger(base, facts);
    for (const document of documents.filter((each) => !each.isCancelled)) {
      const { outerNo, stockoutNo, warehouseNo } = document;
      if (explained === "outside") outside += 1;
      else if (explained === "foreign") foreign.push({ outerNo, stockoutNo, warehouseNo });
      else if (!isAccepted(base, facts)) extra.push({ document, finding: toExtra(document, explained) });
    }
  }
  return { extra, foreign, outside };
}

interface Explanation {
  readonly billNo: string;
  readonly why: string;
  readonly text: string;
}

function toExtra(document: PresentDocument, explained: Explanation): Finding {
  return {
    kind: "extra",
    ...explained,
    outerNo: document.outerNo,
    stockoutNos: document.stockoutNo === null ? [] : [document.stockoutNo],
    warehouseNo: document.warehouseNo ?? "",
    differences: [...(document.quantities ?? [])].map(([specNo, present]) => ({ specNo, wanted: ZERO, present })),
  };
}

function isAccepted(outerNo: string, { accepted, orders }: ReconcileFacts): boolean {
  return accepted.has(outerNo) && orders.get(outerNo)?.state !== "disputed";
}

function explainStranger(outerNo: string, facts: ReconcileFacts): Explanation | "outside" | "foreign" {
  const stranger: StrangerFacts = facts.strangers.get(outerNo) ?? {};
  const { kingdeeBill: bill, ledgerBill } = stranger;
  const isInSpan = (ms: number | null | undefined): boolean =>
    ms === null || ms === undefined || (ms >= facts.span.fromMs && ms < facts.span.toMs);
  if (bill === undefined && ledgerBill === undefined) return "foreign";
  const billNo = bill?.billNo ?? ledgerBill?.billNo ?? "";
  if (bill !== undefined && bill.isApproved && !bill.isVoid) {
    if (!isInSpan(bill.approvedAtMs)) return "outside";
    const excluded = facts.excluded.find((each) => each.billNo === billNo);
    if (excluded !== undefined) return { billNo, why: "excluded", text: `单据现按规则排除:${excluded.rule}` };
    if (facts.refused.some((each) => each.billNo === billNo))
      return { billNo, why: "refused", text: "单据现已无法转换成订单" };
    return { billNo, why: "not-asked-for", text: "单据现已不要求该仓库的订单" };
  }
  if (!isInSpan(stranger.ledgerApprovedAtMs)) return "outside";
  if (bill === undefined) return { billNo, why: "deleted", text: "单据已在金蝶中删除" };
  return bill.isVoid
    ? { billNo, why: "voided", text: "单据已在金蝶中作废" }
    : { billNo, why: "unapproved", text: "单据已在金蝶中反审核" };
}

function countBuckets(verdicts: readonly OrderVerdict[]): Record<Bucket, number> {
  const counts = Object.fromEntries(BUCKETS.map((bucket) => [bucket, 0])) as Record<Bucket, number>;
  for (const { bucket } of verdicts) counts[bucket] += 1;
  return counts;
}

function sumGoods(verdicts: readonly OrderVerdict[], extra: readonly PresentDocument[]): readonly GoodsRow[] {
  const wanted = new Map<string, DecimalText>();
  const present = new Map<string, DecimalText>();
  for (const { order, living } of verdicts) {
    addQuantities(wanted, order.effect.warehouseNo, order.effect.quantities);
    for (const { warehouseNo, quantities } of living)
      addQuantities(present, warehouseNo ?? order.effect.warehouseNo, quantities ?? new Map());
  }
  for (const { warehouseNo, quantities } of extra) addQuantities(present, warehouseNo ?? "", quantities ?? new Map());
  return [...new Set([...wanted.keys(), ...present.keys()])].toSorted().map((key) => {
    const [warehouseNo = "", specNo = ""] = JSON.parse(key) as string[];
    const row = { wanted: wanted.get(key) ?? ZERO, present: present.get(key) ?? ZERO };
    const delta = addDecimals([row.present, multiplyDecimals(row.wanted, decimal("-1"))]);
    return { warehouseNo, specNo, ...row, delta };
  });
}

/** The rows in which both sides differ. */
export function findDeltas(goods: readonly GoodsRow[]): readonly GoodsRow[] {
  return goods.filter((row) => compareDecimals(row.delta, ZERO) !== 0);
}

function countDays(verdicts: readonly OrderVerdict[], { refused, excluded }: ReconcileFacts): readonly DayRow[] {
  const days = new Map<string, { bills: Set<string>; expected: number; matched: number; differences: number }>();
  const dayOf = (approvedAt: string) => {
    const day = approvedAt.slice(0, 10);
    const row = days.get(day) ?? { bills: new Set<string>(), expected: 0, matched: 0, differences: 0 };
    days.set(day, row);
    return row;
  };
  for (const { order, bucket } of verdicts) {
    const row = dayOf(order.approvedAt);
    row.bills.add(order.billId);
    row.expected += 1;
    if (bucket === "matched") row.matched += 1;
    else if (bucket !== "accepted") row.differences += 1;
  }
  for (const bill of refused) {
    const row = dayOf(bill.approvedAt);
    row.bills.add(bill.billId);
    row.differences += 1;
  }
  for (const bill of excluded) dayOf(bill.approvedAt).bills.add(bill.billId);
  return [...days]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, { bills, ...counts }]) => ({ day, bills: bills.size, ...counts }));
}
