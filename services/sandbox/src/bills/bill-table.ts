import type { Form } from "../forms/form.ts";
import type { Journal, JournalEvent } from "../journal.ts";
import { createRandom } from "../random.ts";
import type { Bill } from "./bill.ts";
import { FIRST_ENTRY_ID, FIRST_ID, generateBills, type GenerateOptions } from "./generate-bills.ts";
import { reuseNumbers } from "./reuse-numbers.ts";

/** One bill as others see it, and what it will be once its transaction has committed. */
interface Slot {
  visible: Bill | undefined;
  pending: { bill: Bill; visibleAtMs: number } | undefined;
}

/** The bills of one form. */
export interface BillTable {
  readonly form: Form;
  /** What a query at `nowMs` can see, by ascending id. */
  visible(nowMs: number): readonly Bill[];
  /** Every bill as last written, committed or not, by ascending id. */
  latest(): Bill[];
  find(billNo: string): Bill | undefined;
  put(bill: Bill, visibleAtMs?: number): void;
  remove(billNo: string): void;
  generate(options: GenerateOptions): readonly Bill[];
  nextId(): number;
  nextNumber(): number;
  /** Hands out `count` entry ids, never one twice. */
  takeEntryIds(count: number): number;
  restore(event: JournalEvent): void;
}

export function createBillTable(form: Form, journal: Journal): BillTable {
  const slots = new Map<string, Slot>();
  let counters: Counters = { id: FIRST_ID, number: 1, entryId: FIRST_ENTRY_ID };
  let cached: readonly Bill[] | undefined;
  let pendingCount = 0;

  const write = (bill: Bill, visibleAtMs: number | undefined): void => {
    const slot = slots.get(bill.billNo) ?? { visible: undefined, pending: undefined };
    if (slot.pending) pendingCount -= 1;
    if (visibleAtMs === undefined) Object.assign(slot, { visible: bill, pending: undefined });
    else slot.pending = { bill, visibleAtMs };
    if (slot.pending) pendingCount += 1;
    slots.set(bill.billNo, slot);
    counters = countIn(bill, counters, form.prefix);
    cached = undefined;
  };
  const drop = (billNo: string): void => {
    if (slots.get(billNo)?.pending) pendingCount -= 1;
    slots.delete(billNo);
    cached = undefined;
  };
  const commitDue = (nowMs: number): void => {
    if (pendingCount === 0) return;
    for (const { pending } of slots.values())
      if (pending && pending.visibleAtMs <= nowMs) write(pending.bill, undefined);
  };
  const generate = (options: GenerateOptions): readonly Bill[] => {
    const bills = generateBills(options, form);
    for (const bill of bills) write(bill, undefined);
    const successors =
      options.reuse === undefined ? [] : reuseNumbers(bills, options.reuse, createRandom(options.seed ^ REUSE));
    for (const { bill, visibleAtMs } of successors) write(bill, visibleAtMs);
    return bills;
  };
  return {
    form,
    visible: (nowMs) => {
      commitDue(nowMs);
      cached ??= sortById([...slots.values()].flatMap((slot) => slot.visible ?? []));
      return cached;
    },
    latest: () => sortById([...slots.values()].flatMap((slot) => latestOf(slot))),
    find: (billNo) => latestOf(slots.get(billNo))[0],
    put: (bill, visibleAtMs) => {
      journal.append({ kind: "bill", bill, visibleAtMs });
      write(bill, visibleAtMs);
    },
    remove: (billNo) => {
      journal.append({ kind: "bill-removed", formId: form.id, billNo });
      drop(billNo);
    },
    generate: (options) => {
      const { id: firstId, number: firstNumber, entryId: firstEntryId } = counters;
      const complete = { firstId, firstNumber, firstEntryId, ...options };
      journal.append({ kind: "generated", formId: form.id, options: complete });
      return generate(complete);
    },
    nextId: () => counters.id,
    nextNumber: () => counters.number,
    takeEntryIds: (wanted) => {
      const first = counters.entryId;
      counters = { ...counters, entryId: first + wanted };
      return first;
    },
    restore: (event) => {
      if (event.kind === "generated") generate(event.options);
      else if (event.kind === "bill") write(event.bill, event.visibleAtMs);
      else if (event.kind === "bill-removed") drop(event.billNo);
    },
  };
}

const REUSE = 0xab1e;

/** The next of each kind of number. */
interface Counters {
  readonly id: number;
  readonly number: number;
  readonly entryId: number;
}

function countIn(bill: Bill, counters: Counters, prefix: string): Counters {
  const digits = bill.billNo.startsWith(prefix) ? bill.billNo.slice(prefix.length) : "";
  const number = Number(/^(\d+)(-\d+)?$/.exec(digits)?.[1] ?? 0);
  return {
    id: Math.max(counters.id, bill.id + 1),
    number: Math.max(counters.number, number + 1),
    entryId: bill.lines.reduce((next, line) => Math.max(next, line.entryId + 1), counters.entryId),
  };
}

function latestOf(slot: Slot | undefined): Bill[] {
  return [slot?.pending?.bill ?? slot?.visible].filter((bill) => bill !== undefined);
}

function sortById(bills: readonly Bill[]): Bill[] {
  return bills.toSorted((a, b) => a.id - b.id);
}
