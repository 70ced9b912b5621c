import { addDecimals, decimal, parseKingdeeTime, ZERO } from "@billferry/contracts";
import type { z } from "zod";

import type { KingdeeSettings } from "../settings.ts";
import type { BillTable } from "./bill-table.ts";
import type { Bill, BillLine } from "./bill.ts";
import { CUSTOMERS, SKUS } from "./catalogue.ts";
import { auditOptions, editOptions, newBill, newLine, remakeOptions, renumberOptions } from "./commands.ts";
import { toBillNo } from "./generate-bills.ts";
import { composeLine, reviseLine } from "./generate-lines.ts";
import { toServerTick } from "./server-tick.ts";

/** A command that the bill's state does not allow. */
export class CommandRefused extends Error {
  readonly status: 404 | 409;
  constructor(status: 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}

export interface LifeCycleContext {
  readonly bills: BillTable;
  readonly settings: KingdeeSettings;
  readonly nowMs: number;
}

/** Creates a bill (status A): nobody reads it before it is approved. */
export function createBill(input: unknown, { bills, settings, nowMs }: LifeCycleContext): Bill {
  const draft = newBill.parse(input ?? {});
  const { form } = bills;
  const billNo = draft.billNo ?? toBillNo(form.prefix, bills.nextNumber());
  requireFree(bills, billNo);
  if (bills.latest().some((bill) => bill.id === draft.id)) throw new CommandRefused(409, `${draft.id} exists already`);
  const stranger = Object.keys(draft.extras).find((name) => !form.extras.some((extra) => extra.name === name));
  if (stranger !== undefined) throw new CommandRefused(409, `bills of ${form.id} carry no ${stranger}`);
  const localMs = toLocalMs(nowMs, settings);
  const lines =
    draft.lines ??
    Array.from({ length: draft.lineCount }, (_, index) => newLine.parse({ sku: SKUS[index % SKUS.length]?.code }));
  const firstEntryId = bills.takeEntryIds(lines.length);
  const bill: Bill = {
    formId: form.id,
    id: draft.id ?? bills.nextId(),
    billNo,
    status: "A",
    isVoid: false,
    dateLocalMs: localMs - (localMs % 86_400_000),
    createdLocalMs: localMs,
    modifiedLocalMs: localMs,
    approvedLocalMs: null,
    customer: CUSTOMERS[0]?.code ?? "",
    carrier: draft.carrier,
    carriageNo: draft.carriageNo,
    shop: "SHOP1",
    channel: draft.channel,
    thirdBillNo: "",
    note: draft.note,
    receiver: { ...draft.receiver, phone: "", state: "浙江省", city: "杭州市", district: "余杭区", nick: "" },
    extras: { ...Object.fromEntries(form.extras.map(({ name, usual }) => [name, usual[0] ?? ""])), ...draft.extras },
    lines: lines.map((line, index) => {
      const choice = { ...line, quantity: decimal(line.quantity), taxPrice: decimal(line.taxPrice) };
      return composeLine(choice, { entryId: firstEntryId + index, seq: index + 1 });
    }),
  };
  bills.put(bill);
  return bill;
}

/** Approves: the approve date is the server's now, the modify date stays [kingdee 5.2]. */
function auditBill(billNo: string, input: unknown, context: LifeCycleContext): Bill {
  const options = auditOptions.parse(input ?? {});
  const bill = requireBill(billNo, context);
  if (bill.status === "C") throw new CommandRefused(409, `${billNo} is approved already`);
  const given =
    options.approvedAt === undefined ? undefined : parseKingdeeTime(options.approvedAt, { offsetMinutes: 0 });
  const approved: Bill = { ...bill, status: "C", approvedLocalMs: given ?? toLocalMs(context.nowMs, context.settings) };
  const delayMs = options.commitDelayMs ?? context.settings.commitDelayMs;
  context.bills.put(approved, delayMs === 0 ? undefined : context.nowMs + delayMs);
  return approved;
}

function unauditBill(billNo: string, _input: unknown, context: LifeCycleContext): Bill {
  const bill = requireBill(billNo, context);
  if (bill.status !== "C") throw new CommandRefused(409, `${billNo} is not approved`);
  return store({ ...bill, status: "D", approvedLocalMs: null }, context);
}

/** Voids a bill in whatever status it is; its approve date stays, so only the status tells. */
function voidBill(billNo: string, _input: unknown, context: LifeCycleContext): Bill {
  const bill = requireBill(billNo, context);
  return store({ ...bill, isVoid: true, modifiedLocalMs: toLocalMs(context.nowMs, context.settings) }, context);
}

export function deleteBill(billNo: string, context: LifeCycleContext): void {
  requireBill(billNo, context);
  context.bills.remove(billNo);
}

/** Deletes a bill and makes it again under its number: another id, other entries, approved if it was. */
function remakeBill(billNo: string, input: unknown, context: LifeCycleContext): Bill {
  const { isChanged } = remakeOptions.parse(input ?? {});
  const { bills } = context;
  const old = requireBill(billNo, context);
  const id = bills.nextId();
  deleteBill(billNo, context);
  const localMs = toLocalMs(context.nowMs, context.settings);
  const firstEntryId = bills.takeEntryIds(old.lines.length);
  const content = isChanged ? changeLines(old, {}) : old.lines;
  const lines = content.map((line, index) => ({ ...line, entryId: firstEntryId + index }));
  const times = { createdLocalMs: localMs, modifiedLocalMs: localMs, approvedLocalMs: null };
  store({ ...old, ...times, id, status: "A", isVoid: false, lines }, context);
  return approveAgain(old, billNo, context);
}

/** Gives a bill another number and leaves it as it is else: unapproved, changed, approved again if it was approved. */
function renumberBill(billNo: string, input: unknown, context: LifeCycleContext): Bill {
  const { billNo: next } = renumberOptions.parse(input ?? {});
  const old = requireBill(billNo, context);
  requireFree(context.bills, next);
  deleteBill(billNo, context);
  const modifiedLocalMs = toLocalMs(context.nowMs, context.settings);
  const status = old.status === "C" ? "D" : old.status;
  store({ ...old, billNo: next, status, approvedLocalMs: null, modifiedLocalMs }, context);
  return approveAgain(old, next, context);
}

/** Edits: all entries get new ids [kingdee 5.2]. Without instructions the first positive quantity grows by one. */
function editBill(billNo: string, input: unknown, context: LifeCycleContext): Bill {
  const options = editOptions.parse(input ?? {});
  const bill = requireBill(billNo, context);
  if (bill.status === "C" && !options.reaudit)
    throw new CommandRefused(409, `${billNo} is approved: unapprove it first, or edit with reaudit`);
  if (bill.status === "C") unauditBill(billNo, {}, context);
  const firstEntryId = context.bills.takeEntryIds(bill.lines.length);
  const edited: Bill = {
    ...requireBill(billNo, context),
    note: options.note ?? bill.note,
    modifiedLocalMs: toLocalMs(context.nowMs, context.settings),
    lines: changeLines(bill, options).map((line, index) => ({ ...line, entryId: firstEntryId + index })),
  };
  store(edited, context);
  return options.reaudit ? auditBill(billNo, {}, context) : edited;
}

export const BILL_COMMANDS = {
  audit: auditBill,
  unaudit: unauditBill,
  void: voidBill,
  edit: editBill,
  remake: remakeBill,
  renumber: renumberBill,
} as const;

function changeLines(bill: Bill, options: Pick<z.infer<typeof editOptions>, "lines" | "note">): BillLine[] {
  if (options.lines === undefined && options.note !== undefined) return [...bill.lines];
  const first = bill.lines.find((line) => line.rowType !== "Parent" && line.quantity !== ZERO);
  return bill.lines.map((line) => {
    if (options.lines === undefined)
      return line === first ? reviseLine(line, { quantity: addDecimals([line.quantity, decimal("1")]) }) : line;
    const change = options.lines.find((each) => each.seq === line.seq);
    if (!change) return line;
    return reviseLine(line, {
      quantity: change.quantity === undefined ? line.quantity : decimal(change.quantity),
      taxPrice: change.taxPrice === undefined ? line.taxPrice : decimal(change.taxPrice),
    });
  });
}

function approveAgain(old: Bill, billNo: string, context: LifeCycleContext): Bill {
  return old.status === "C" ? auditBill(billNo, {}, context) : requireBill(billNo, context);
}

function store(bill: Bill, { bills }: LifeCycleContext): Bill {
  bills.put(bill);
  return bill;
}

function requireFree(bills: BillTable, billNo: string): void {
  if (bills.find(billNo)) throw new CommandRefused(409, `${billNo} exists already`);
}

function requireBill(billNo: string, { bills }: LifeCycleContext): Bill {
  const bill = bills.find(billNo);
  if (!bill) throw new CommandRefused(404, `no bill ${billNo}`);
  return bill;
}

/** The server's wall clock, in the ticks that its database can hold. */
function toLocalMs(nowMs: number, settings: KingdeeSettings): number {
  return toServerTick(nowMs + settings.clockSkewMs + settings.zoneOffsetMinutes * 60_000);
}
