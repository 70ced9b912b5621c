import { addDecimals, findCorrections, parseKingdeeTime, SHANGHAI } from "@billferry/contracts";
import type { DecimalText, OrderDifference } from "@billferry/contracts";
import { compareOrders, describeWarehouses, type FoundOrder } from "@billferry/found-order";
import { BILL_STATE_WORDS, ORDER_STATE_WORDS } from "@billferry/ledger/state-words";

import type { ExpectedOrder, ReconcileFacts } from "./reconcile-facts.ts";

/** Where an expected order can land; each lands in exactly one. */
export const BUCKETS = [
  "matched",
  "missing",
  "different",
  "stale",
  "cancelled",
  "not-audited",
  /** Not as Kingdee has it, and a person has said that it may stay so. */
  "accepted",
] as const;

export type Bucket = (typeof BUCKETS)[number];

/** Why an order is missing. */
type MissingReason = "waiting" | "held" | "withdrawn" | "excluded" | "vanished" | "unknown";

export interface OrderVerdict {
  readonly order: ExpectedOrder;
  readonly bucket: Bucket;
  /** What is there for it: the order itself and its corrections. */
  readonly found: readonly FoundOrder[];
  /** Of these, without cancelled ones. */
  readonly living: readonly FoundOrder[];
  readonly differences: readonly OrderDifference[];
  readonly why: MissingReason | null;
  /** Chinese, one line; empty where all is well. */
  readonly text: string;
}

/** Keys that a bill of the span asks for, this scheme's or a sibling's. */
export function askedKeys({ expected, siblings }: Pick<ReconcileFacts, "expected" | "siblings">): ReadonlySet<string> {
  return new Set([...expected.map((order) => order.outerNo), ...siblings.flatMap((each) => [...each.expected])]);
}

/** Documents by the order that they belong to: corrections stand with what they correct. */
export function groupDocuments(
  asked: ReadonlySet<string>,
  documents: readonly FoundOrder[],
): ReadonlyMap<string, readonly FoundOrder[]> {
  const corrections = findCorrections([...asked, ...documents.map((each) => each.outerNo)]);
  // What a bill asks for under its own key is no correction, whatever the key looks like.
  const baseOf = (outerNo: string): string => (asked.has(outerNo) ? outerNo : (corrections.get(outerNo) ?? outerNo));
  return Map.groupBy(documents, (each) => baseOf(each.outerNo));
}

/** Keys of the documents that no bill of the span asks for. */
export function strangerKeys(facts: Pick<ReconcileFacts, "expected" | "siblings" | "documents">): readonly string[] {
  const asked = askedKeys(facts);
  return [...groupDocuments(asked, facts.documents).keys()].filter((base) => !asked.has(base));
}

/** Each expected order with its bucket. Law: one verdict an order, in the given order. */
export function judgeOrders(facts: ReconcileFacts): readonly OrderVerdict[] {
  const groups = groupDocuments(askedKeys(facts), facts.documents);
  return facts.expected.map((order) => accept(judgeOrder(order, groups.get(order.outerNo) ?? [], facts), facts));
}

function judgeOrder(order: ExpectedOrder, documents: readonly FoundOrder[], facts: ReconcileFacts): OrderVerdict {
  const comparison = compareOrders({ effect: order.effect, asksForAudit: order.isAuditWanted }, documents);
  const { living, differences } = comparison;
  const verdict = { order, found: documents, living, differences: [], why: null };
  if (documents.length === 0) return { ...verdict, bucket: "missing", ...explainMissing(order, facts) };
  if (comparison.verdict === "cancelled") return { ...verdict, bucket: "cancelled", text: "旺店通中的单据已取消" };
  const known = facts.orders.get(order.outerNo);
  const isDisputed = known?.state === "disputed" && known.code !== "WDT_NOT_AUDITED";
  if (comparison.verdict === "different" || isDisputed) {
    const isStale = isDisputed || isChangedSince(order, facts);
    const notes = [
      describeWarehouses(comparison),
      differences.length > 0 ? "数量不一致" : "",
      isDisputed ? known.reason || "送达后单据有变更" : "",
      repeatedKey(living) ? "同一外部单号有多张单据" : "",
    ];
    const text = notes.filter((note) => note !== "").join(";");
    return { ...verdict, bucket: isStale ? "stale" : "different", differences, text };
  }
  if (comparison.verdict === "same") return { ...verdict, bucket: "matched", text: "" };
  return { ...verdict, bucket: "not-audited", text: "旺店通已建单但未审核,库存尚未扣减" };
}

/** A person's word stands as long as nothing new has made it a case again. */
function accept(verdict: OrderVerdict, facts: ReconcileFacts): OrderVerdict {
  const { order, bucket } = verdict;
  if (bucket === "matched") return verdict;
  const by = facts.accepted.get(order.outerNo) ?? facts.accepted.get(order.billId);
  const states = [facts.orders.get(order.outerNo)?.state, facts.ledgerBills.get(order.billId)?.state];
  if (by === undefined || states.some((state) => state === "held" || state === "disputed")) return verdict;
  return { ...verdict, bucket: "accepted", text: `${verdict.text}(已由 ${by} 结案)` };
}

/** What was delivered was another content than Kingdee's now. */
function isChangedSince(order: ExpectedOrder, { orders }: ReconcileFacts): boolean {
  const delivered = orders.get(order.outerNo)?.deliveredHash ?? null;
  return delivered !== null && delivered !== order.contentHash;
}

function repeatedKey(living: readonly FoundOrder[]): boolean {
  return new Set(living.map((each) => each.outerNo)).size < living.length;
}

function explainMissing(
  order: ExpectedOrder,
  { orders, ledgerBills, watermarkMs }: ReconcileFacts,
): { readonly why: MissingReason; readonly text: string } {
  const known = orders.get(order.outerNo);
  switch (known?.state) {
    case "waiting":
    case "pushing":
      return { why: "waiting", text: ORDER_STATE_WORDS.waiting.zh };
    case "held":
      return { why: "held", text: known.reason || ORDER_STATE_WORDS.held.zh };
    case "withdrawn":
      return { why: "withdrawn", text: "台账记为已撤回" };
    case "delivered":
    case "disputed":
      return { why: "vanished", text: `台账记为已送达(${known.stockoutNo ?? "单号未知"}),但旺店通中查不到` };
    case undefined:
  }
  const bill = ledgerBills.get(order.billId);
  switch (bill?.state) {
    case "read":
      return { why: "waiting", text: "已读取,等待转换" };
    case "held":
      return { why: "held", text: bill.reason || BILL_STATE_WORDS.held.zh };
    case "excluded":
      return { why: "excluded", text: `台账记为排除:${bill.reason}` };
    case "withdrawn":
      return { why: "withdrawn", text: "台账记为已撤回,而金蝶中又已审核" };
    case "ordered":
      return { why: "unknown", text: "台账中的单据没有这个订单" };
    case undefined:
  }
  const approvedAtMs = parseKingdeeTime(order.approvedAt, SHANGHAI);
  if (watermarkMs === null || (approvedAtMs !== undefined && approvedAtMs >= watermarkMs))
    return { why: "waiting", text: "尚未读取" };
  return { why: "unknown", text: "台账中没有这张单据(可能早于上线时刻,可用 billferry backfill 补传)" };
}

/** Sums by warehouse and SKU of many effects. */
export function addQuantities(
  sums: Map<string, DecimalText>,
  warehouseNo: string,
  quantities: ReadonlyMap<string, DecimalText>,
): void {
  for (const [specNo, num] of quantities) {
    const key = JSON.stringify([warehouseNo, specNo]);
    const before = sums.get(key);
    sums.set(key, before === undefined ? num : addDecimals([before, num]));
  }
}
