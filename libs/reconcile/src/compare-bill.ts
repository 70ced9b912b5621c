import { readBills, type ReadBill } from "@billferry/bill-reader";
import { effectOf, type ComparedOrder, type CompareResult, type StockEffect } from "@billferry/contracts";
import { compareOrders, describeComparison, type FoundOrder } from "@billferry/found-order";
import { billNumbered } from "@billferry/kingdee";
import { Ledger, type OrderRecord } from "@billferry/ledger";
import { transformBill, withOwnKeys } from "@billferry/scheme";

import type { BothEnds } from "./both-ends.ts";

const DAY_MS = 86_400_000;

/** An order that the bill asks for now. */
interface Wanted {
  readonly outerNo: string;
  readonly effect: StockEffect;
  readonly isAuditWanted: boolean;
}

/** What differs of one bill, whatever its state: Kingdee now, the ledger, and Wangdiantong now. Reads only. */
export async function compareBill(
  ends: Pick<BothEnds, "redis" | "kingdee" | "wangdiantong">,
  asked: { readonly billNo: string; readonly signal: AbortSignal },
): Promise<CompareResult> {
  const ledger = new Ledger(ends.redis, ends.kingdee.scheme.definition.name);
  const bills: CompareResult["bills"] = [];
  const wanted: Wanted[] = [];
  const billIds = new Set((await ledger.bills.findByNumber(asked.billNo)).map(({ billId }) => billId));
  for await (const page of readBills(ends.kingdee, () => billNumbered(asked.billNo), asked.signal))
    for (const bill of page.bills) {
      const known = await ledger.bills.find(bill.billId);
      const { why, orders } = await planBill(ends, bill, ledger);
      const { billId, billNo, approvedAt } = bill;
      bills.push({ billId, billNo, approvedAt, why, isAsRead: known ? known.contentHash === bill.contentHash : null });
      wanted.push(...orders);
      billIds.add(billId);
    }
  const known = await readOrders(ledger, [...billIds]);
  return { bills, orders: await compareEach(ends, { wanted, known }, asked.signal) };
}

/** What is asked for now: nothing of a bill that is not approved, void, excluded or refused. */
async function planBill({ kingdee }: Pick<BothEnds, "kingdee">, bill: ReadBill, { bills }: Pick<Ledger, "bills">) {
  const idle = whyIdle(bill);
  const result = transformBill(bill, kingdee.scheme);
  if (idle !== null) return { why: idle, orders: [] };
  if (result.kind === "excluded") return { why: result.rule, orders: [] };
  if (result.kind === "refused") return { why: result.issues.map(({ message }) => message).join(";"), orders: [] };
  const hasOwnKeys = await bills.hasOwnKeys(bill.billId);
  const orders = hasOwnKeys ? withOwnKeys(result.orders, bill.billId) : result.orders;
  return {
    why: null,
    orders: orders.map(({ target, order }) => ({
      outerNo: order.outer_no,
      effect: effectOf(target, order),
      isAuditWanted: order.is_check === 1,
    })),
  };
}

function whyIdle({ fields, rows: [first = []] }: ReadBill): string | null {
  const cell = (name: string): string => String(first[fields.indexOf(name)] ?? "").trim();
  if (cell("FDocumentStatus") !== "C") return `单据状态为 ${cell("FDocumentStatus")},不是已审核(C)`;
  return cell("FCancelStatus") === "A" ? null : "单据已作废";
}

/** The orders of these bills that the ledger knows, each with its corrections. */
async function readOrders({ bills, orders }: Ledger, billIds: readonly string[]) {
  const records = await bills.findMany(billIds);
  const known = await orders.findMany([...new Set(records.flatMap((bill) => bill.orders))]);
  const corrections = await orders.findMany(known.flatMap((order) => order.corrections));
  const ofOrder = new Map(corrections.map((order) => [order.outerNo, order]));
  return new Map(
    known.map((order) => [order.outerNo, [order, ...order.corrections.flatMap((no) => ofOrder.get(no) ?? [])]]),
  );
}

interface Sides {
  readonly wanted: readonly Wanted[];
  readonly known: ReadonlyMap<string, readonly OrderRecord[]>;
}

async function compareEach(
  { wangdiantong }: Pick<BothEnds, "wangdiantong">,
  { wanted, known }: Sides,
  signal: AbortSignal,
): Promise<ComparedOrder[]> {
  const compared: ComparedOrder[] = [];
  for (const outerNo of new Set([...wanted.map((each) => each.outerNo), ...known.keys()])) {
    const pushed = (known.get(outerNo) ?? []).filter(isPushed);
    const wheres = pushed.map((order) => ({
      outerNo: order.outerNo,
      stockoutNo: order.stockoutNo,
      sinceMs: (order.firstPushAtMs ?? order.deliveredAtMs ?? Date.now()) - DAY_MS,
    }));
    const { found } = await wangdiantong.orders.findAll(wheres, { signal });
    const ask = wanted.find((each) => each.outerNo === outerNo);
    const judged = judge(ask, { found, isPushed: pushed.length > 0 });
    if (judged !== undefined) compared.push({ outerNo, stockoutNos: found.map((each) => each.stockoutNo), ...judged });
  }
  return compared;
}

function isPushed({ pushes, stockoutNo, deliveredHash }: OrderRecord): boolean {
  return pushes > 0 || stockoutNo !== null || deliveredHash !== null;
}

type Judged = Pick<ComparedOrder, "verdict" | "text" | "differences">;

/** Undefined where nobody asks for it and nothing is there. */
function judge(
  ask: Wanted | undefined,
  { found, isPushed: wasPushed }: { readonly found: readonly FoundOrder[]; readonly isPushed: boolean },
): Judged | undefined {
  const living = found.filter((order) => !order.isCancelled);
  if (ask === undefined)
    return living.length === 0
      ? undefined
      : { verdict: "extra", text: "旺店通中仍有该单据,而金蝶现在不要求它", differences: [] };
  if (!wasPushed) return { verdict: "not-sent", text: "尚未推送", differences: [] };
  if (found.length === 0) return { verdict: "missing", text: "已推送,但旺店通中查不到", differences: [] };
  const comparison = compareOrders({ effect: ask.effect, asksForAudit: ask.isAuditWanted }, found);
  const { verdict, differences } = comparison;
  const notes = { same: "", "not-audited": "已建单但未审核", cancelled: "", different: "" } as const;
  return {
    verdict,
    text: describeComparison(comparison) || notes[verdict],
    differences: differences.map((line) => ({ ...line })),
  };
}
