import { TARGET_INTERFACES, type TargetName } from "@billferry/contracts";

import type { Journal, JournalEvent } from "../journal.ts";
import { createBan, type Ban } from "./ban.ts";
import { DOCUMENT_KINDS } from "./document-kinds.ts";
import type { Attempt, Call, StoredOrder } from "./stored-order.ts";

export interface OrderLedger {
  orders(): readonly StoredOrder[];
  /** An `outer_no` is unique within its interface only. */
  find(target: TargetName, outerNo: string): readonly StoredOrder[];
  findByNumber(target: TargetName, number: string): StoredOrder | undefined;
  accept(order: Pick<StoredOrder, "target" | "content" | "status" | "acceptedAtMs">): StoredOrder;
  /** Cancelled by a person: it moves no stock, and keeps its `outer_no`. */
  cancel(order: StoredOrder, atMs: number): StoredOrder;
  recordAttempt(attempt: Attempt): void;
  attempts(
    target: TargetName,
    outerNo: string,
  ): { count: number; lastRefusal: { code: number; message: string } | undefined };
  recordCall(call: Call): void;
  /** Lives with the process; no restart remembers it. */
  readonly ban: Ban;
  /** Calls that were let through in the minute that ends at `nowMs`. */
  callsInMinute(nowMs: number): number;
  calls(): Readonly<Record<string, number>>;
  refusedCalls(): number;
  restore(event: JournalEvent): void;
}

const MINUTE_MS = 60_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;

/**
 * The truth of the Wangdiantong side: every accepted order (a duplicate, if one is ever let through, a second time),
 * every push, every call. Each is written to the journal before the caller gets an answer.
 */
export function createOrderLedger(journal: Journal): OrderLedger {
  const orders: StoredOrder[] = [];
  const byOuterNo = new Map<string, StoredOrder[]>();
  const byNumber = new Map<string, StoredOrder>();
  const attempts = createAttempts();
  const calls: Record<string, number> = {};
  const minute = createMinute();
  let refused = 0;

  const addOrder = (order: StoredOrder): void => {
    orders.push(order);
    byNumber.set(order.stockoutNo, order);
    const key = keyOf(order.target, order.content.outer_no);
    const same = byOuterNo.get(key);
    if (same) same.push(order);
    else byOuterNo.set(key, [order]);
  };
  const cancelOrder = (order: StoredOrder, atMs: number): StoredOrder => {
    const cancelled = asCancelled(order, atMs);
    replace(orders, order, cancelled);
    replace(byOuterNo.get(keyOf(order.target, order.content.outer_no)) ?? [], order, cancelled);
    byNumber.set(order.stockoutNo, cancelled);
    return cancelled;
  };
  const addCall = (call: Call): void => {
    calls[call.service] = (calls[call.service] ?? 0) + 1;
    if (call.isRefusedForRate) refused += 1;
    else minute.add(call.atMs);
  };
  return {
    ban: createBan(),
    orders: () => orders,
    find: (target, outerNo) => byOuterNo.get(keyOf(target, outerNo)) ?? [],
    findByNumber: (target, number) => {
      const order = byNumber.get(number);
      return order?.target === target ? order : undefined;
    },
    accept: (accepted) => {
      const stockoutId = orders.length + 1;
      const order = { stockoutId, stockoutNo: toNumber(stockoutId, accepted), ...accepted };
      journal.append({ kind: "order", order });
      addOrder(order);
      return order;
    },
    cancel: (order, atMs) => {
      journal.append({ kind: "order-cancelled", stockoutNo: order.stockoutNo, atMs });
      return cancelOrder(order, atMs);
    },
    recordAttempt: (attempt) => {
      journal.append({ kind: "attempt", attempt });
      attempts.add(attempt);
    },
    attempts: attempts.of,
    recordCall: (call) => {
      journal.append({ kind: "call", call });
      addCall(call);
    },
    callsInMinute: (nowMs) => minute.count(nowMs),
    calls: () => calls,
    refusedCalls: () => refused,
    restore: (event) => {
      // Journals from before there were several interfaces name none.
      if (event.kind === "order") addOrder({ ...BEFORE, ...event.order });
      else if (event.kind === "order-cancelled") cancelOrder(byNumber.get(event.stockoutNo) as StoredOrder, event.atMs);
      else if (event.kind === "attempt") attempts.add({ ...BEFORE, ...event.attempt });
      else if (event.kind === "call") addCall(event.call);
    },
  };
}

function asCancelled(order: StoredOrder, atMs: number): StoredOrder {
  const status = Number(TARGET_INTERFACES[order.target].documents.cancelledStatus);
  return { ...order, status, changedAtMs: atMs };
}

function replace<Item>(list: Item[], before: Item, after: Item): void {
  const index = list.indexOf(before);
  if (index !== -1) list[index] = after;
}

/** How often each order was pushed, and how it was refused last. */
function createAttempts(): { readonly add: (attempt: Attempt) => void; readonly of: OrderLedger["attempts"] } {
  const attempts = new Map<string, ReturnType<OrderLedger["attempts"]>>();
  const of: OrderLedger["attempts"] = (target, outerNo) =>
    attempts.get(keyOf(target, outerNo)) ?? { count: 0, lastRefusal: undefined };
  return {
    of,
    add: ({ target, outerNo, code, message }) => {
      const before = of(target, outerNo);
      const lastRefusal = code === 0 ? before.lastRefusal : { code, message };
      attempts.set(keyOf(target, outerNo), { count: before.count + 1, lastRefusal });
    },
  };
}

/** Counts moments in a sliding minute; they are added oldest first. */
function createMinute(): { add: (atMs: number) => void; count: (nowMs: number) => number } {
  const recent: number[] = [];
  // Those before it have left the minute.
  let from = 0;
  return {
    add: (atMs) => void recent.push(atMs),
    count: (nowMs) => {
      while (from < recent.length && (recent[from] as number) <= nowMs - MINUTE_MS) from += 1;
      if (from > 10_000) {
        recent.splice(0, from);
        from = 0;
      }
      return recent.length - from;
    },
  };
}

const BEFORE = { target: "stockout_order_push" } as const;

function keyOf(target: TargetName, outerNo: string): string {
  return `${target} ${outerNo}`;
}

function toNumber(id: number, { target, acceptedAtMs }: Pick<StoredOrder, "target" | "acceptedAtMs">): string {
  const day = new Date(acceptedAtMs + CHINA_OFFSET_MS).toISOString().slice(0, 10).replaceAll("-", "");
  return `${DOCUMENT_KINDS[target].prefix}${day}${String(id).padStart(6, "0")}`;
}
