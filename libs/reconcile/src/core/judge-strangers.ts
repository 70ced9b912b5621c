import { livingOf, type FoundOrder } from "@billferry/found-order";
import type { OrderRecord } from "@billferry/ledger";

import { askedKeys, groupDocuments } from "./judge-orders.ts";
import type { KingdeeBill, ReconcileFacts, StrangerFacts } from "./reconcile-facts.ts";

interface Explanation {
  readonly billNo: string;
  readonly why: string;
  readonly text: string;
}

/** A document that no bill asks for any more, and why. */
export interface ExtraDocument extends Explanation {
  readonly document: FoundOrder;
}

/** A document that is neither ours nor of any bill that Kingdee knows: it is told, and is no difference. */
export type ForeignDocument = Pick<FoundOrder, "outerNo" | "stockoutNo" | "warehouseNo">;

export interface Strangers {
  readonly extra: readonly ExtraDocument[];
  readonly foreign: readonly ForeignDocument[];
  readonly outside: number;
  /** By the sibling's name. */
  readonly ofSiblings: Readonly<Record<string, number>>;
}

/** Documents that no expected order accounts for. A cancelled one moves no stock and is passed over. */
export function judgeStrangers(facts: ReconcileFacts): Strangers {
  const wanted = new Set(facts.expected.map((order) => order.outerNo));
  const extra: ExtraDocument[] = [];
  const foreign: ForeignDocument[] = [];
  const ofSiblings = new Map(facts.siblings.map(({ scheme }) => [scheme, 0]));
  let outside = 0;
  for (const [base, documents] of groupDocuments(askedKeys(facts), facts.documents)) {
    if (wanted.has(base)) continue;
    const explained = explainStranger(base, facts);
    for (const document of livingOf(documents)) {
      const { outerNo, stockoutNo, warehouseNo } = document;
      if (explained === "outside") outside += 1;
      else if (explained === "foreign") foreign.push({ outerNo, stockoutNo, warehouseNo });
      else if ("sibling" in explained) ofSiblings.set(explained.sibling, (ofSiblings.get(explained.sibling) ?? 0) + 1);
      else if (!isAccepted(base, facts)) extra.push({ document, ...explained });
    }
  }
  return { extra, foreign, outside, ofSiblings: Object.fromEntries(ofSiblings) };
}

function isAccepted(outerNo: string, { accepted, orders }: ReconcileFacts): boolean {
  return accepted.has(outerNo) && orders.get(outerNo)?.state !== "disputed";
}

function explainStranger(
  outerNo: string,
  facts: ReconcileFacts,
): Explanation | { readonly sibling: string } | "outside" | "foreign" {
  const asking = facts.siblings.find(({ expected }) => expected.has(outerNo));
  if (asking !== undefined) return { sibling: asking.scheme };
  const stranger: StrangerFacts = facts.strangers.get(outerNo) ?? {};
  const { kingdeeBill: bill, ledgerBill } = stranger;
  const knowing = schemesKnowing(outerNo, facts);
  const isOfSibling = knowing.some((each) => each.scheme !== facts.scheme);
  if (bill === undefined && ledgerBill === undefined && !isOfSibling) return "foreign";
  const isStanding = bill !== undefined && bill.isApproved && !bill.isVoid;
  if (isStanding && !isInSpan(bill.approvedAtMs, facts)) return "outside";
  const owner = findOwner(knowing, bill, facts);
  if (owner !== facts.scheme) return { sibling: owner };
  const billNo = bill?.billNo ?? ledgerBill?.billNo ?? "";
  if (isStanding) return { billNo, ...explainStanding(billNo, facts) };
  if (!isInSpan(stranger.ledgerApprovedAtMs, facts)) return "outside";
  if (bill === undefined) return { billNo, why: "deleted", text: "单据已在金蝶中删除" };
  return bill.isVoid
    ? { billNo, why: "voided", text: "单据已在金蝶中作废" }
    : { billNo, why: "unapproved", text: "单据已在金蝶中反审核" };
}

function isInSpan(ms: number | null | undefined, { span }: ReconcileFacts): boolean {
  return ms === null || ms === undefined || (ms >= span.fromMs && ms < span.toMs);
}

function explainStanding(billNo: string, facts: ReconcileFacts): Pick<Explanation, "why" | "text"> {
  const excluded = facts.excluded.find((each) => each.billNo === billNo);
  if (excluded !== undefined) return { why: "excluded", text: `单据现按规则排除:${excluded.rule}` };
  if (facts.refused.some((each) => each.billNo === billNo)) return { why: "refused", text: "单据现已无法转换成订单" };
  return { why: "not-asked-for", text: "单据现已不要求该仓库的订单" };
}

interface Knowing {
  readonly scheme: string;
  readonly order: OrderRecord;
}

/** The schemes, this one and its siblings, whose ledgers know an order. */
function schemesKnowing(outerNo: string, { scheme, orders, siblings }: ReconcileFacts): readonly Knowing[] {
  return [{ scheme, orders }, ...siblings].flatMap((each) => {
    const order = each.orders.get(outerNo);
    return order === undefined ? [] : [{ scheme: each.scheme, order }];
  });
}

/**
 * Which of the siblings answers for a document that none of them asks for: whose ledger knows it, the last that
 * delivered it where a bill has moved from one to another; after a wipe whoever takes its bill; else the first by name,
 * so that one and not all of them name it. The answer is the same from whichever sibling one looks.
 */
function findOwner(knowing: readonly Knowing[], bill: KingdeeBill | undefined, facts: ReconcileFacts): string {
  const deliveredAtMs = ({ order }: Knowing): number => order.deliveredAtMs ?? Number.NEGATIVE_INFINITY;
  const latest = Math.max(...knowing.map(deliveredAtMs));
  const last = knowing.filter((each) => deliveredAtMs(each) === latest).map(({ scheme }) => scheme);
  const all = [facts.scheme, ...facts.siblings.map(({ scheme }) => scheme)];
  const taking = bill === undefined ? [] : schemesTaking(bill.billNo, facts);
  const [owner = facts.scheme] = [last, taking, all].find((each) => each.length > 0)?.toSorted() ?? [];
  return owner;
}

/** The schemes that make orders of a bill, or would if they could. */
function schemesTaking(billNo: string, { scheme, expected, refused, siblings }: ReconcileFacts): readonly string[] {
  const isOurs = [...expected, ...refused].some((each) => each.billNo === billNo);
  const others = siblings.filter(({ billNos }) => billNos.has(billNo)).map((each) => each.scheme);
  return isOurs ? [scheme, ...others] : others;
}
