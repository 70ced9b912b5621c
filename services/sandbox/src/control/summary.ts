import { findCorrections, TARGET_INTERFACES, TARGET_NAMES, type TargetName } from "@billferry/contracts";

import type { Bill } from "../bills/bill.ts";
import {
  exclusionReason,
  exclusionReasons,
  expectOrders,
  judgeBill,
  type ExpectedOrder,
} from "../bills/expected-orders.ts";
import type { Form } from "../forms/form.ts";
import type { OrderLedger } from "../wangdiantong/order-ledger.ts";
import { isLiving, orderKey, type StoredOrder } from "../wangdiantong/stored-order.ts";
import { compareOrders } from "./compare-orders.ts";
import { keepApart } from "./shared-keys.ts";

/** What the judge finds, of one form or in total. */
interface Findings {
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
}

/** Of one form: the orders at its interface, and any at another one that carry its bills' numbers. */
export interface FormSummary extends Findings {
  readonly title: string;
  readonly target: TargetName;
}

export interface Summary extends Findings {
  readonly calls: Readonly<Record<string, number>>;
  readonly refusedCalls: number;
  readonly firstOrderAt: string | null;
  readonly lastOrderAt: string | null;
  /** By the form's id. Orders that belong to no form's bills stand in the total only. */
  readonly forms: Readonly<Record<string, FormSummary>>;
}

export interface AbsentOrder {
  readonly outerNo: string;
  readonly billNo: string;
  readonly warehouse: string;
  readonly attempts: number;
  readonly lastRefusal?: { readonly code: number; readonly message: string };
}

interface Table {
  readonly form: Form;
  readonly bills: readonly Bill[];
}

/** The judge: what the bills ask for against what was accepted, from the sandbox's own records alone. */
export function judge(tables: readonly Table[], ledger: OrderLedger, kingdeeCalls: number): Summary {
  const expected = new Set(
    tables.flatMap((table) => expectOf(table, ledger).map(({ outerNo }) => orderKey(table.form.target, outerNo))),
  );
  const orders = ledger.orders();
  const findOwner = ownerFinder(tables);
  const byForm = Map.groupBy(orders, findOwner);
  const parts = tables.map((table) => ({
    form: table.form,
    ...judgeBills(table, ledger),
    ...judgeOrders(byForm.get(table.form) ?? [], expected),
  }));
  const strangers = judgeOrders(byForm.get(undefined) ?? [], expected);
  return {
    ...addUp(parts, strangers),
    calls: countCalls(ledger.calls(), kingdeeCalls),
    refusedCalls: ledger.refusedCalls(),
    firstOrderAt: toTime(orders[0]),
    lastOrderAt: toTime(orders.at(-1)),
    forms: Object.fromEntries(
      parts.map(({ form, ...findings }) => [form.id, { title: form.title, target: form.target, ...findings }]),
    ),
  };
}

type BillFindings = Pick<Findings, "bills" | "expected" | "present" | "absent" | "wrong" | "excluded">;
type OrderFindings = Pick<Findings, "duplicated" | "unexpected" | "unaudited">;

function expectOf({ form, bills }: Table, ledger: OrderLedger): readonly ExpectedOrder[] {
  const expected = bills.flatMap((bill) => expectOrders(bill, form));
  return keepApart(expected, { target: form.target, ledger });
}

function judgeBills({ form, bills }: Table, ledger: OrderLedger): BillFindings {
  const { target } = form;
  const expected = expectOf({ form, bills }, ledger);
  const corrections = correctionsOf(ledger.orders());
  const livingOf = ({ outerNo }: ExpectedOrder): readonly StoredOrder[] =>
    [outerNo, ...(corrections.get(outerNo) ?? [])].flatMap((key) => ledger.find(target, key).find(isLiving) ?? []);
  const isPresent = (order: ExpectedOrder): boolean => livingOf(order).length > 0;
  const present = expected.filter(isPresent);
  const reasons = bills.flatMap((bill) => exclusionReason(bill, form) ?? []);
  return {
    bills: bills.filter((bill) => judgeBill(bill, form) === "selectable").length,
    expected: expected.length,
    present: present.length,
    absent: expected.filter((order) => !isPresent(order)).map((order) => describeAbsent(target, order, ledger)),
    wrong: present.flatMap((order) => {
      const differences = compareOrders(order, livingOf(order));
      return differences.length === 0 ? [] : [{ outerNo: order.outerNo, difference: differences.join(";") }];
    }),
    excluded: Object.fromEntries(
      exclusionReasons(form).map((reason) => [reason, reasons.filter((each) => each === reason).length]),
    ),
  };
}

/** Keys of the orders that make good another one, by that one's key. */
function correctionsOf(orders: readonly StoredOrder[]): ReadonlyMap<string, readonly string[]> {
  const found = findCorrections(orders.map(({ content }) => content.outer_no));
  return Map.groupBy(found.keys(), (correction) => found.get(correction) ?? "");
}

function judgeOrders(orders: readonly StoredOrder[], expected: ReadonlySet<string>): OrderFindings {
  const living = orders.filter(isLiving);
  const byKey = Map.groupBy(living, (order) => orderKey(order.target, order.content.outer_no));
  const corrected = findCorrections(orders.map(({ content }) => content.outer_no));
  const isExpected = ({ target, content: { outer_no: outerNo } }: StoredOrder): boolean =>
    [outerNo, corrected.get(outerNo)].some((key) => key !== undefined && expected.has(orderKey(target, key)));
  const named = [...byKey.values()].map((same) => ({ same, outerNo: same[0]?.content.outer_no ?? "" }));
  return {
    duplicated: named.filter(({ same }) => same.length > 1).map(({ outerNo }) => outerNo),
    unexpected: named.filter(({ same }) => !same.some(isExpected)).map(({ outerNo }) => outerNo),
    unaudited: living
      .filter(({ status, target }) => status < TARGET_INTERFACES[target].documents.firstAuditedStatus)
      .map((order) => order.content.outer_no),
  };
}

/** Finds the form whose bill an order is for, by the bill's number; of several the one of the order's interface. */
function ownerFinder(tables: readonly Table[]): (order: StoredOrder) => Form | undefined {
  const billNos = new Map(tables.map(({ form, bills }) => [form, new Set(bills.map((bill) => bill.billNo))]));
  return ({ target, content }) => {
    const billNo = stripStock(content.outer_no);
    const owners = [...billNos].filter(([form, known]) => known.has(billNo) || billNo.startsWith(form.prefix));
    return (owners.find(([form]) => form.target === target) ?? owners[0])?.[0];
  };
}

function stripStock(outerNo: string): string {
  return outerNo.slice(0, Math.max(outerNo.lastIndexOf("-"), 0));
}

function addUp(parts: readonly (BillFindings & OrderFindings)[], strangers: OrderFindings): Findings {
  const sum = (read: (part: BillFindings) => number): number => parts.reduce((total, part) => total + read(part), 0);
  const all = [...parts, strangers];
  const excluded: Record<string, number> = {};
  for (const part of parts)
    for (const [reason, count] of Object.entries(part.excluded)) excluded[reason] = (excluded[reason] ?? 0) + count;
  return {
    bills: sum((part) => part.bills),
    expected: sum((part) => part.expected),
    present: sum((part) => part.present),
    absent: parts.flatMap((part) => part.absent),
    duplicated: all.flatMap((part) => part.duplicated),
    unexpected: all.flatMap((part) => part.unexpected),
    wrong: parts.flatMap((part) => part.wrong),
    unaudited: all.flatMap((part) => part.unaudited),
    excluded,
  };
}

function describeAbsent(
  target: TargetName,
  { outerNo, billNo, warehouse }: ExpectedOrder,
  ledger: OrderLedger,
): AbsentOrder {
  const { count, lastRefusal } = ledger.attempts(target, outerNo);
  return { outerNo, billNo, warehouse, attempts: count, ...(lastRefusal ? { lastRefusal } : {}) };
}

function countCalls(calls: Readonly<Record<string, number>>, kingdee: number): Record<string, number> {
  const count = (isWanted: (service: string) => boolean): number =>
    Object.entries(calls).reduce((sum, [service, each]) => (isWanted(service) ? sum + each : sum), 0);
  const pushes = new Set<string>(TARGET_NAMES);
  const queries = new Set(TARGET_NAMES.map((target) => TARGET_INTERFACES[target].documents.query));
  const push = count((service) => pushes.has(service));
  const query = count((service) => queries.has(service));
  return { push, query, masterData: count(() => true) - push - query, kingdee };
}

function toTime(order: StoredOrder | undefined): string | null {
  return order ? new Date(order.acceptedAtMs).toISOString() : null;
}
