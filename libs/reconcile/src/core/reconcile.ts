import { addDecimals, compareDecimals, decimal, multiplyDecimals, ZERO } from "@billferry/contracts";
import type { DecimalText, DifferenceKind, OrderDifference } from "@billferry/contracts";

import { addQuantities, BUCKETS, judgeOrders, type Bucket, type OrderVerdict } from "./judge-orders.ts";
import { judgeStrangers, type ExtraDocument, type ForeignDocument } from "./judge-strangers.ts";
import type { ReconcileFacts } from "./reconcile-facts.ts";

/** One named difference between both ends. */
export interface Difference {
  readonly kind: DifferenceKind;
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

export interface GoodsRow {
  readonly warehouseNo: string;
  readonly specNo: string;
  readonly wanted: DecimalText;
  readonly present: DecimalText;
  /** present − wanted. */
  readonly delta: DecimalText;
}

interface DayRow {
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
  readonly findings: readonly Difference[];
  /** Documents of bills approved before or after the span: nothing to do with it. */
  readonly outside: number;
  /** How many documents each sibling answers for: in its own comparison they are matched or named. */
  readonly ofOtherSchemes: Readonly<Record<string, number>>;
  readonly foreign: readonly ForeignDocument[];
  /** What lines carry and the scheme does not use: no difference between both ends, and worth a look. */
  readonly unused: ReconcileFacts["unused"];
  readonly goods: readonly GoodsRow[];
  readonly days: readonly DayRow[];
}

/**
 * Both ends compared; pure. Laws: every expected order lands in exactly one bucket, every document belongs to one
 * expected order or is extra, a sibling's, outside or foreign, and the sums by warehouse and SKU are those of the
 * orders and documents. Of siblings that are all compared, exactly one names what none of them asks for.
 */
export function reconcile(facts: ReconcileFacts): Reconciliation {
  const verdicts = judgeOrders(facts);
  const strangers = judgeStrangers(facts);
  const refused = facts.refused.map(({ billNo, code: why, text }): Difference => {
    return { kind: "refused", billNo, outerNo: "", stockoutNos: [], warehouseNo: "", why, text, differences: [] };
  });
  const findings = [...verdicts.flatMap(toFinding), ...strangers.extra.map(toExtra), ...refused];
  return {
    bills: facts.bills,
    excluded: facts.excluded.length,
    expected: facts.expected.length,
    orders: countBuckets(verdicts),
    findings,
    outside: strangers.outside,
    ofOtherSchemes: strangers.ofSiblings,
    foreign: strangers.foreign,
    unused: facts.unused,
    goods: sumGoods(verdicts, strangers.extra),
    days: countDays(verdicts, facts),
  };
}

function toFinding({ order, bucket, living, differences, why, text }: OrderVerdict): Difference[] {
  if (bucket === "matched" || bucket === "accepted") return [];
  const { outerNo, billNo, effect } = order;
  const stockoutNos = living.map((each) => each.stockoutNo);
  return [
    { kind: bucket, billNo, outerNo, stockoutNos, warehouseNo: effect.warehouseNo, why: why ?? "", text, differences },
  ];
}

function toExtra({ document, billNo, why, text }: ExtraDocument): Difference {
  return {
    kind: "extra",
    billNo,
    outerNo: document.outerNo,
    stockoutNos: [document.stockoutNo],
    warehouseNo: document.warehouseNo ?? "",
    why,
    text,
    differences: [...(document.quantities ?? [])].map(([specNo, present]) => ({ specNo, wanted: ZERO, present })),
  };
}

function countBuckets(verdicts: readonly OrderVerdict[]): Record<Bucket, number> {
  const counts = Object.fromEntries(BUCKETS.map((bucket) => [bucket, 0])) as Record<Bucket, number>;
  for (const { bucket } of verdicts) counts[bucket] += 1;
  return counts;
}

function sumGoods(verdicts: readonly OrderVerdict[], extra: readonly ExtraDocument[]): readonly GoodsRow[] {
  const wanted = new Map<string, DecimalText>();
  const present = new Map<string, DecimalText>();
  for (const { order, living } of verdicts) {
    addQuantities(wanted, order.effect.warehouseNo, order.effect.quantities);
    for (const { warehouseNo, quantities } of living)
      addQuantities(present, warehouseNo ?? order.effect.warehouseNo, quantities ?? new Map());
  }
  for (const { document } of extra)
    addQuantities(present, document.warehouseNo ?? "", document.quantities ?? new Map());
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
