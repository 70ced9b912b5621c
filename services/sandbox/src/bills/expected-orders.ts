import { addDecimals, isPositive, roundDecimal, type DecimalText } from "@billferry/contracts";

import type { Form } from "../forms/form.ts";
import type { Bill, BillLine } from "./bill.ts";

/** What must stand in Wangdiantong for one bill and warehouse. */
export interface ExpectedOrder {
  readonly outerNo: string;
  readonly billNo: string;
  readonly billId: number;
  readonly warehouse: string;
  /** Key: SKU and batch; value: the exact sum. */
  readonly quantities: ReadonlyMap<string, DecimalText>;
  /** To the four places that the target has; a total only informs. */
  readonly totalAmount: DecimalText;
}

type BillState = "selectable" | "unapproved" | "void" | "excluded" | "empty";

type JudgedForm = Pick<Form, "extras">;

const REASONS: Readonly<Record<Exclude<BillState, "selectable" | "excluded">, string>> = {
  unapproved: "未审核",
  void: "已作废",
  empty: "没有实发数量大于零的货品行",
};

/** Every reason for which a bill of this form has no order. */
export function exclusionReasons({ extras }: JudgedForm): string[] {
  return [...Object.values(REASONS), ...extras.flatMap(({ excluded }) => excluded?.rule ?? [])];
}

/** Why this bill has no order; undefined where it has. */
export function exclusionReason(bill: Bill, form: JudgedForm): string | undefined {
  const state = judgeBill(bill, form);
  if (state === "selectable") return undefined;
  return state === "excluded" ? findRule(bill, form) : REASONS[state];
}

export function judgeBill(bill: Bill, form: JudgedForm): BillState {
  if (bill.status !== "C") return "unapproved";
  if (bill.isVoid) return "void";
  if (findRule(bill, form) !== undefined) return "excluded";
  return bill.lines.some(isSelected) ? "selectable" : "empty";
}

/** The shipped scheme's rule that leaves this bill out. */
function findRule(bill: Bill, { extras }: JudgedForm): string | undefined {
  return extras.find(({ name, excluded }) => excluded !== undefined && bill.extras?.[name] === excluded.value)?.excluded
    ?.rule;
}

/** Quantities with a parent row would count a bundle twice; zero quantities move nothing. */
function isSelected(line: BillLine): boolean {
  return line.rowType !== "Parent" && isPositive(line.quantity);
}

// Bills are never changed in place, so the answer for one object stays true.
const known = new WeakMap<Bill, readonly ExpectedOrder[]>();

/** The judge's own reading of a bill, independent of every other package: one order for each warehouse. */
export function expectOrders(bill: Bill, form: JudgedForm): readonly ExpectedOrder[] {
  const before = known.get(bill);
  if (before) return before;
  const orders = judgeBill(bill, form) === "selectable" ? workOut(bill) : [];
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
    billId: bill.id,
    warehouse,
    quantities: new Map(
      [...Map.groupBy(lines, (line) => lineKey(line.sku, line.lot))].map(([key, same]) => [
        key,
        addDecimals(same.map((line) => line.quantity)),
      ]),
    ),
    totalAmount: roundDecimal(addDecimals(lines.map((line) => line.allAmount)), 4).value,
  }));
}
