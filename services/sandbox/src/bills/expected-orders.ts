import { addDecimals, isPositive, type DecimalText } from "@billferry/contracts";

import type { Bill, BillLine } from "./bill.ts";

/** What must stand in Wangdiantong for one bill and warehouse. */
export interface ExpectedOrder {
  readonly outerNo: string;
  readonly billNo: string;
  readonly warehouse: string;
  /** Key: SKU and batch; value: the exact sum. */
  readonly quantities: ReadonlyMap<string, DecimalText>;
  readonly totalAmount: DecimalText;
}

export type BillState = "selectable" | "unapproved" | "void" | "empty";

export const EXCLUSION_REASONS: Readonly<Record<Exclude<BillState, "selectable">, string>> = {
  unapproved: "未审核",
  void: "已作废",
  empty: "没有实发数量大于零的货品行",
};

export function judgeBill(bill: Bill): BillState {
  if (bill.status !== "C") return "unapproved";
  if (bill.isVoid) return "void";
  return bill.lines.some(isSelected) ? "selectable" : "empty";
}

/** Quantities with a parent row would count a bundle twice; zero quantities move nothing. */
function isSelected(line: BillLine): boolean {
  return line.rowType !== "Parent" && isPositive(line.quantity);
}

// Bills are never changed in place, so the answer for one object stays true.
const known = new WeakMap<Bill, readonly ExpectedOrder[]>();

/** The judge's own reading of a bill, independent of every other package: one order for each warehouse. */
export function expectOrders(bill: Bill): readonly ExpectedOrder[] {
  const before = known.get(bill);
  if (before) return before;
  const orders = judgeBill(bill) === "selectable" ? workOut(bill) : [];
  known.set(bill, orders);
  return orders;
}

export function lineKey(spec: string, batch: string | null): string {
  return JSON.stringify([spec, batch ?? ""]);
}

function workOut(bill: Bill): ExpectedOrder[] {
  const byStock = Map.groupBy(bill.lines.filter(isSelected), (line) => line.stock);
  return [...byStock].map(([warehouse, lines]) => ({
    outerNo: `${bill.billNo}-${warehouse}`,
    billNo: bill.billNo,
    warehouse,
    quantities: new Map(
      [...Map.groupBy(lines, (line) => lineKey(line.sku, line.lot))].map(([key, same]) => [
        key,
        addDecimals(same.map((line) => line.quantity)),
      ]),
    ),
    totalAmount: addDecimals(lines.map((line) => line.allAmount)),
  }));
}
