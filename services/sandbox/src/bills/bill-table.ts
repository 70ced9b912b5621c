import type { Form } from "../forms/form.ts";
import type { Journal, JournalEvent } from "../journal.ts";
import { createRandom } from "../random.ts";
import type { Bill } from "./bill.ts";
import { FIRST_ENTRY_ID, FIRST_ID, generateBills, type GenerateOptions } from "./generate-bills.ts";
import { reuseNumbers, type Successor } from "./reuse-numbers.ts";

/** The bills of one form: as others see them, and as they will be once their transaction has committed. */
export class BillTable {
  readonly form: Form;
  readonly #journal: Journal;
  readonly #visible = new Map<string, Bill>();
  readonly #pending = new Map<string, Successor>();
  #counters: Counters = { id: FIRST_ID, number: 1, entryId: FIRST_ENTRY_ID };
  #sorted: readonly Bill[] | undefined;

  constructor(form: Form, journal: Journal) {
    this.form = form;
    this.#journal = journal;
  }

  /** What a query at `nowMs` can see, by ascending id. */
  visible(nowMs: number): readonly Bill[] {
    for (const { bill, visibleAtMs } of this.#pending.values()) if (visibleAtMs <= nowMs) this.#write(bill);
    this.#sorted ??= sortById(this.#visible.values());
    return this.#sorted;
  }

  /** Every bill as last written, committed or not, by ascending id. */
  latest(): Bill[] {
    const pending = [...this.#pending].map(([billNo, { bill }]) => [billNo, bill] as const);
    return sortById(new Map([...this.#visible, ...pending]).values());
  }

  find(billNo: string): Bill | undefined {
    return this.#pending.get(billNo)?.bill ?? this.#visible.get(billNo);
  }

  put(bill: Bill, visibleAtMs?: number): void {
    this.#journal.append({ kind: "bill", bill, visibleAtMs });
    this.#write(bill, visibleAtMs);
  }

  remove(billNo: string): void {
    this.#journal.append({ kind: "bill-removed", formId: this.form.id, billNo });
    this.#drop(billNo);
  }

  generate(options: GenerateOptions): readonly Bill[] {
    const { id: firstId, number: firstNumber, entryId: firstEntryId } = this.#counters;
    const complete = { firstId, firstNumber, firstEntryId, ...options };
    this.#journal.append({ kind: "generated", formId: this.form.id, options: complete });
    return this.#generate(complete);
  }

  nextId(): number {
    return this.#counters.id;
  }

  nextNumber(): number {
    return this.#counters.number;
  }

  /** Hands out `count` entry ids, never one twice. */
  takeEntryIds(count: number): number {
    const { entryId } = this.#counters;
    this.#counters = { ...this.#counters, entryId: entryId + count };
    return entryId;
  }

  restore(event: JournalEvent): void {
    if (event.kind === "generated") this.#generate(event.options);
    else if (event.kind === "bill") this.#write(event.bill, event.visibleAtMs);
    else if (event.kind === "bill-removed") this.#drop(event.billNo);
  }

  #generate(options: GenerateOptions): readonly Bill[] {
    const bills = generateBills(options, this.form);
    for (const bill of bills) this.#write(bill);
    const { reuse, seed } = options;
    const successors = reuse === undefined ? [] : reuseNumbers(bills, reuse, createRandom(seed ^ REUSE));
    for (const { bill, visibleAtMs } of successors) this.#write(bill, visibleAtMs);
    return bills;
  }

  #write(bill: Bill, visibleAtMs?: number): void {
    if (visibleAtMs === undefined) {
      this.#visible.set(bill.billNo, bill);
      this.#pending.delete(bill.billNo);
    } else this.#pending.set(bill.billNo, { bill, visibleAtMs });
    this.#counters = countIn(bill, this.#counters, this.form.prefix);
    this.#sorted = undefined;
  }

  #drop(billNo: string): void {
    this.#visible.delete(billNo);
    this.#pending.delete(billNo);
    this.#sorted = undefined;
  }
}

const REUSE = 0xab1e;

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

function sortById(bills: Iterable<Bill>): Bill[] {
  return [...bills].toSorted((a, b) => a.id - b.id);
}
