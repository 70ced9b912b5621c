import type { Journal, JournalEvent } from "../journal.ts";
import type { Attempt, Call, OrderContent, StoredOrder } from "./stored-order.ts";

export interface OrderLedger {
  orders(): readonly StoredOrder[];
  find(outerNo: string): readonly StoredOrder[];
  findByStockoutNo(stockoutNo: string): StoredOrder | undefined;
  accept(content: OrderContent, status: number, atMs: number): StoredOrder;
  recordAttempt(attempt: Attempt): void;
  attempts(outerNo: string): { count: number; lastRefusal: { code: number; message: string } | undefined };
  recordCall(call: Call): void;
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
  const byStockoutNo = new Map<string, StoredOrder>();
  const attempts = new Map<string, { count: number; lastRefusal: { code: number; message: string } | undefined }>();
  const calls: Record<string, number> = {};
  // Times of calls let through, oldest first; those before `recentFrom` have left the minute.
  const recent: number[] = [];
  let recentFrom = 0;
  let refused = 0;

  const addOrder = (order: StoredOrder): void => {
    orders.push(order);
    byStockoutNo.set(order.stockoutNo, order);
    const same = byOuterNo.get(order.content.outer_no);
    if (same) same.push(order);
    else byOuterNo.set(order.content.outer_no, [order]);
  };
  const addAttempt = (attempt: Attempt): void => {
    const before = attempts.get(attempt.outerNo);
    const { code, message } = attempt;
    const lastRefusal = code === 0 ? before?.lastRefusal : { code, message };
    attempts.set(attempt.outerNo, { count: (before?.count ?? 0) + 1, lastRefusal });
  };
  const addCall = (call: Call): void => {
    calls[call.service] = (calls[call.service] ?? 0) + 1;
    if (call.isRefusedForRate) refused += 1;
    else recent.push(call.atMs);
  };
  return {
    orders: () => orders,
    find: (outerNo) => byOuterNo.get(outerNo) ?? [],
    findByStockoutNo: (stockoutNo) => byStockoutNo.get(stockoutNo),
    accept: (content, status, atMs) => {
      const stockoutId = orders.length + 1;
      const stockoutNo = toStockoutNo(stockoutId, atMs);
      const order = { stockoutId, stockoutNo, status, acceptedAtMs: atMs, content };
      journal.append({ kind: "order", order });
      addOrder(order);
      return order;
    },
    recordAttempt: (attempt) => {
      journal.append({ kind: "attempt", attempt });
      addAttempt(attempt);
    },
    attempts: (outerNo) => attempts.get(outerNo) ?? { count: 0, lastRefusal: undefined },
    recordCall: (call) => {
      journal.append({ kind: "call", call });
      addCall(call);
    },
    callsInMinute: (nowMs) => {
      while (recentFrom < recent.length && (recent[recentFrom] as number) <= nowMs - MINUTE_MS) recentFrom += 1;
      if (recentFrom > 10_000) {
        recent.splice(0, recentFrom);
        recentFrom = 0;
      }
      return recent.length - recentFrom;
    },
    calls: () => calls,
    refusedCalls: () => refused,
    restore: (event) => {
      if (event.kind === "order") addOrder(event.order);
      else if (event.kind === "attempt") addAttempt(event.attempt);
      else if (event.kind === "call") addCall(event.call);
    },
  };
}

function toStockoutNo(stockoutId: number, atMs: number): string {
  const day = new Date(atMs + CHINA_OFFSET_MS).toISOString().slice(0, 10).replaceAll("-", "");
  return `CK${day}${String(stockoutId).padStart(6, "0")}`;
}
