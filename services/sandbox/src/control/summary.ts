import { addDecimals, compareDecimals, type DecimalText, ZERO } from "@billferry/contracts";

import type { Bill } from "../bills/bill.ts";
import { EXCLUSION_REASONS, expectOrders, judgeBill, lineKey, type ExpectedOrder } from "../bills/expected-orders.ts";
import type { OrderLedger } from "../wangdiantong/order-ledger.ts";
import type { StoredOrder } from "../wangdiantong/stored-order.ts";

export interface Summary {
  /** Approved and selectable bills. */
  readonly bills: number;
  /** Orders that must exist: one for each of those bills and each warehouse in it. */
  readonly expected: number;
  readonly present: number;
  readonly absent: readonly AbsentOrder[];
  readonly duplicated: readonly string[];
  /** Orders that no bill as it stands now asks for. */
  readonly unexpected: readonly string[];
  readonly wrong: readonly { readonly outerNo: string; readonly difference: string }[];
  /** Present, but awaiting audit. */
  readonly unaudited: readonly string[];
  readonly excluded: Readonly<Record<string, number>>;
  readonly calls: Readonly<Record<string, number>>;
  readonly refusedCalls: number;
  readonly firstOrderAt: string | null;
  readonly lastOrderAt: string | null;
}

export interface AbsentOrder {
  readonly outerNo: string;
  readonly billNo: string;
  readonly warehouse: string;
  readonly attempts: number;
  readonly lastRefusal?: { readonly code: number; readonly message: string };
}

/** The judge: what the bills ask for against what was accepted, from the sandbox's own records alone. */
export function judge(bills: readonly Bill[], ledger: OrderLedger, kingdeeCalls: number): Summary {
  const expected = bills.flatMap(expectOrders);
  const expectedNos = new Set(expected.map((order) => order.outerNo));
  const orders = ledger.orders();
  const states = Object.groupBy(bills, judgeBill);
  const presentNos = expected.filter(({ outerNo }) => ledger.find(outerNo).length > 0);
  const outerNos = [...new Set(orders.map((order) => order.content.outer_no))];
  return {
    bills: states.selectable?.length ?? 0,
    expected: expected.length,
    present: presentNos.length,
    absent: expected
      .filter(({ outerNo }) => ledger.find(outerNo).length === 0)
      .map((order) => describeAbsent(order, ledger)),
    duplicated: outerNos.filter((outerNo) => ledger.find(outerNo).length > 1),
    unexpected: outerNos.filter((outerNo) => !expectedNos.has(outerNo)),
    wrong: presentNos.flatMap((order) => {
      const differences = ledger.find(order.outerNo).flatMap((stored) => compareOrder(order, stored));
      return differences.length === 0 ? [] : [{ outerNo: order.outerNo, difference: differences.join(";") }];
    }),
    unaudited: orders.filter((order) => order.status < 55).map((order) => order.content.outer_no),
    excluded: Object.fromEntries(
      Object.entries(EXCLUSION_REASONS).map(([state, reason]) => [
        reason,
        states[state as keyof typeof EXCLUSION_REASONS]?.length ?? 0,
      ]),
    ),
    calls: countCalls(ledger.calls(), kingdeeCalls),
    refusedCalls: ledger.refusedCalls(),
    firstOrderAt: toTime(orders[0]),
    lastOrderAt: toTime(orders.at(-1)),
  };
}

// Neither side of a pair is ever changed in place, so a comparison once made stands.
const compared = new WeakMap<StoredOrder, { expected: ExpectedOrder; differences: readonly string[] }>();

function compareOrder(expected: ExpectedOrder, stored: StoredOrder): readonly string[] {
  const before = compared.get(stored);
  if (before?.expected === expected) return before.differences;
  const differences = findDifferences(expected, stored);
  compared.set(stored, { expected, differences });
  return differences;
}

function findDifferences(expected: ExpectedOrder, { content }: StoredOrder): string[] {
  const differences: string[] = [];
  if (content.warehouse_no !== expected.warehouse)
    differences.push(`仓库应为 ${expected.warehouse},实为 ${content.warehouse_no}`);
  const actual = new Map(
    [...Map.groupBy(content.detail_list, (line) => lineKey(line.spec_no, line.batch_no ?? null))].map(
      ([key, lines]) => [key, addDecimals(lines.map((line) => line.num))],
    ),
  );
  for (const key of new Set([...expected.quantities.keys(), ...actual.keys()])) {
    const wanted: DecimalText = expected.quantities.get(key) ?? ZERO;
    const found: DecimalText = actual.get(key) ?? ZERO;
    if (compareDecimals(wanted, found) !== 0) differences.push(`${describeKey(key)} 数量应为 ${wanted},实为 ${found}`);
  }
  const amount = content.goods_total_amount;
  if (amount !== undefined && compareDecimals(amount, expected.totalAmount) !== 0)
    differences.push(`总金额应为 ${expected.totalAmount},实为 ${amount}`);
  return differences;
}

function describeKey(key: string): string {
  const [spec = "", batch = ""] = JSON.parse(key) as string[];
  return batch === "" ? `货品 ${spec}` : `货品 ${spec} 批号 ${batch}`;
}

function describeAbsent({ outerNo, billNo, warehouse }: ExpectedOrder, ledger: OrderLedger): AbsentOrder {
  const { count, lastRefusal } = ledger.attempts(outerNo);
  return { outerNo, billNo, warehouse, attempts: count, ...(lastRefusal ? { lastRefusal } : {}) };
}

function countCalls(calls: Readonly<Record<string, number>>, kingdee: number): Record<string, number> {
  const { stockout_order_push: push = 0, stockout_order_query: query = 0, ...others } = calls;
  return { push, query, masterData: Object.values(others).reduce((sum, each) => sum + each, 0), kingdee };
}

function toTime(order: StoredOrder | undefined): string | null {
  return order ? new Date(order.acceptedAtMs).toISOString() : null;
}
