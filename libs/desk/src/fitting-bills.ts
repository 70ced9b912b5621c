import { FAULT_CODES, type FaultClass, type FaultCode } from "@billferry/contracts";
import { hasCodes, type Ledger, type SiftedBill, type Sieve, type BillWithOrders } from "@billferry/ledger";

import { endsWithWarehouse } from "./core/bill-search.ts";
import { ANY_OF, shownStateOf } from "./core/shown-state.ts";
import type { WantedBills } from "./wanted-bills.ts";

interface Fitting {
  readonly seen: readonly BillWithOrders[];
  /** Bills of which nobody can say any more what was in them. */
  readonly untold: number;
}

/** Which of these bills are as they are wanted: first by the ledger, then by what is kept of their content. */
export async function fittingBills(
  ledger: Ledger,
  found: readonly BillWithOrders[],
  { wanted, days }: { readonly wanted: WantedBills; readonly days: readonly string[] },
): Promise<Fitting> {
  const { sku, warehouse } = wanted;
  const fitting = found.filter(
    (each) => isStanding(each, wanted) && (days.length === 0 || days.includes(each.bill.approvedAt.slice(0, 10))),
  );
  if (fitting.length === 0 || (sku === undefined && warehouse === undefined)) return { seen: fitting, untold: 0 };
  const isTold = ({ bill, orders }: BillWithOrders): boolean =>
    isToldByNumber([...bill.orders, ...orders.map(({ outerNo }) => outerNo)], wanted);
  const toldByNumber = new Set(fitting.filter(isTold));
  const others = fitting.filter((each) => !toldByNumber.has(each));
  const stories = await ledger.stories.findMany(others.map(({ bill }) => bill.billId));
  const isFound = (each: BillWithOrders): boolean => {
    const story = stories.get(each.bill.billId);
    return toldByNumber.has(each) || (story !== undefined && hasCodes(story, { sku, warehouse }));
  };
  return { seen: fitting.filter(isFound), untold: others.length - stories.size };
}

/** What the ledger's sieve can leave out; undefined where all would pass. */
export function sieveOf(wanted: WantedBills, days: readonly string[]): Sieve | undefined {
  const { state, faultClass, sku, warehouse } = wanted;
  if ([state, faultClass, sku, warehouse].every((filter) => filter === undefined) && days.length === 0)
    return undefined;
  const waiting = { bills: ["held"], orders: ["held", "disputed"] } as const;
  return {
    days,
    states: state === undefined ? (faultClass === undefined ? undefined : waiting) : ANY_OF[state],
    codes: { sku, warehouse },
    areCodesTold: sku === undefined,
  };
}

/** Whether it has to be read to know that it is wanted; "untold" where nobody can say any more what was in it. */
export function judgeSifted(sifted: SiftedBill, wanted: WantedBills): "read" | "untold" | "left-out" {
  const { billId, state, isHeldBack, code, content, orderStates, outerNos } = sifted;
  if (state === undefined) return "read";
  const bill = { billId, state, code, hold: isHeldBack ? ({} as const) : null };
  if (!isStanding({ bill, orders: orderStates.map((order) => ({ ...order, billId })) }, wanted)) return "left-out";
  if (content === "likely" || isToldByNumber(outerNos, wanted)) return "read";
  return content === "untold" ? "untold" : "left-out";
}

function isToldByNumber(outerNos: readonly string[], { sku, warehouse }: WantedBills): boolean {
  return sku === undefined && warehouse !== undefined && endsWithWarehouse(outerNos, warehouse);
}

type BillStanding = Parameters<typeof shownStateOf>[0] & { readonly code: FaultCode | null };
type OrderStanding = Parameters<typeof shownStateOf>[1][number] & { readonly code: FaultCode | null };

/** In the state that is wanted, and a case of the class. */
function isStanding(
  { bill, orders }: { readonly bill: BillStanding; readonly orders: readonly OrderStanding[] },
  { state, faultClass }: WantedBills,
): boolean {
  if (state !== undefined && shownStateOf(bill, orders) !== state) return false;
  return faultClass === undefined || classesOf(bill, orders).includes(faultClass);
}

function classesOf(bill: BillStanding, orders: readonly OrderStanding[]): readonly FaultClass[] {
  const waiting = orders.filter((order) => order.state === "held" || order.state === "disputed");
  const codes = [...(bill.state === "held" ? [bill.code] : []), ...waiting.map(({ code }) => code)];
  return codes.map((code) => FAULT_CODES[code ?? "PROGRAM_BUG"].class);
}
