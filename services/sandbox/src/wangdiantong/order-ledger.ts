import { TARGET_INTERFACES, type TargetName } from "@billferry/contracts";

import type { Journal, JournalEvent } from "../journal.ts";
import { DOCUMENT_KINDS } from "./document-kinds.ts";
import { orderKey, type Attempt, type Call, type StoredOrder } from "./stored-order.ts";

/** The pushes of one order so far. */
interface Attempts {
  readonly count: number;
  readonly lastRefusal: { readonly code: number; readonly message: string } | undefined;
}

const MINUTE_MS = 60_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;

/** The truth of the Wangdiantong side: every accepted order, even a duplicate, every push, every call; each is in the
 *  journal before the caller gets an answer. */
export class OrderLedger {
  readonly #journal: Journal;
  readonly #orders: StoredOrder[] = [];
  readonly #byKey = new Map<string, StoredOrder[]>();
  readonly #byNumber = new Map<string, StoredOrder>();
  readonly #attempts = new Map<string, Attempts>();
  readonly #calls: Record<string, number> = {};
  #refusedCalls = 0;
  /** Moments of the calls of the last minute that were let through, oldest first. */
  readonly #recent: number[] = [];

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  orders(): readonly StoredOrder[] {
    return this.#orders;
  }

  find(target: TargetName, outerNo: string): readonly StoredOrder[] {
    return this.#byKey.get(orderKey(target, outerNo)) ?? [];
  }

  findByNumber(target: TargetName, number: string): StoredOrder | undefined {
    const order = this.#byNumber.get(number);
    return order?.target === target ? order : undefined;
  }

  accept(accepted: Pick<StoredOrder, "target" | "content" | "status" | "acceptedAtMs">): StoredOrder {
    const stockoutId = this.#orders.length + 1;
    const order = { stockoutId, stockoutNo: toNumber(stockoutId, accepted), ...accepted };
    return this.#write({ kind: "order", order }, () => this.#add(order));
  }

  /** Cancelled by a person: it moves no stock, and keeps its `outer_no`. */
  cancel(order: StoredOrder, atMs: number): StoredOrder {
    const event = { kind: "order-cancelled", stockoutNo: order.stockoutNo, atMs } as const;
    return this.#write(event, () => this.#cancel(order, atMs));
  }

  recordAttempt(attempt: Attempt): void {
    this.#write({ kind: "attempt", attempt }, () => this.#count(attempt));
  }

  attempts(target: TargetName, outerNo: string): Attempts {
    return this.#attempts.get(orderKey(target, outerNo)) ?? { count: 0, lastRefusal: undefined };
  }

  recordCall(call: Call): void {
    this.#write({ kind: "call", call }, () => this.#countCall(call));
  }

  /** Calls that were let through in the minute that ends at `nowMs`. */
  callsInMinute(nowMs: number): number {
    while ((this.#recent[0] ?? nowMs) <= nowMs - MINUTE_MS) this.#recent.shift();
    return this.#recent.length;
  }

  calls(): Readonly<Record<string, number>> {
    return this.#calls;
  }

  refusedCalls(): number {
    return this.#refusedCalls;
  }

  restore(event: JournalEvent): void {
    if (event.kind === "order") this.#add(event.order);
    else if (event.kind === "attempt") this.#count(event.attempt);
    else if (event.kind === "call") this.#countCall(event.call);
    else if (event.kind === "order-cancelled") {
      const order = this.#byNumber.get(event.stockoutNo);
      if (order !== undefined) this.#cancel(order, event.atMs);
    }
  }

  #write<Result>(event: JournalEvent, act: () => Result): Result {
    this.#journal.append(event);
    return act();
  }

  #add(order: StoredOrder): StoredOrder {
    this.#orders.push(order);
    this.#byNumber.set(order.stockoutNo, order);
    const key = orderKey(order.target, order.content.outer_no);
    const same = this.#byKey.get(key);
    if (same) same.push(order);
    else this.#byKey.set(key, [order]);
    return order;
  }

  #cancel(order: StoredOrder, atMs: number): StoredOrder {
    const status = Number(TARGET_INTERFACES[order.target].documents.cancelledStatus);
    const cancelled = { ...order, status, changedAtMs: atMs };
    for (const list of [this.#orders, this.#byKey.get(orderKey(order.target, order.content.outer_no)) ?? []]) {
      const index = list.indexOf(order);
      if (index !== -1) list[index] = cancelled;
    }
    this.#byNumber.set(order.stockoutNo, cancelled);
    return cancelled;
  }

  #count({ target, outerNo, code, message }: Attempt): void {
    const before = this.attempts(target, outerNo);
    const lastRefusal = code === 0 ? before.lastRefusal : { code, message };
    this.#attempts.set(orderKey(target, outerNo), { count: before.count + 1, lastRefusal });
  }

  #countCall({ service, atMs, isRefusedForRate }: Call): void {
    this.#calls[service] = (this.#calls[service] ?? 0) + 1;
    if (isRefusedForRate) this.#refusedCalls += 1;
    else this.#recent.push(atMs);
  }
}

function toNumber(id: number, { target, acceptedAtMs }: Pick<StoredOrder, "target" | "acceptedAtMs">): string {
  const day = new Date(acceptedAtMs + CHINA_OFFSET_MS).toISOString().slice(0, 10).replaceAll("-", "");
  return `${DOCUMENT_KINDS[target].prefix}${day}${String(id).padStart(6, "0")}`;
}
