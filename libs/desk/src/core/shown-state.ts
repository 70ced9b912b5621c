import type { BillRecord, BillState, OrderRecord, OrderState } from "@billferry/ledger";
import { BILL_STATE_WORDS, ORDER_STATE_WORDS, type StateWord } from "@billferry/ledger/state-words";

/**
 * How a bill stands, as a person is told, in the words of every page, command and document. It is the first of these
 * that fits the bill or one of its orders.
 */
export const SHOWN_STATES = {
  disputed: { ...ORDER_STATE_WORDS.disputed, meaning: { zh: "它有订单有出入", en: "one of its orders is disputed" } },
  held: {
    ...ORDER_STATE_WORDS.held,
    meaning: { zh: "它或它的某个订单等人处理", en: "it, or one of its orders, waits for a person" },
  },
  underway: {
    zh: "处理中",
    en: "under way",
    meaning: { zh: "已读取,或有订单在排队或推送中", en: "it is read, or an order of it is waiting or being pushed" },
  },
  delivered: {
    ...ORDER_STATE_WORDS.delivered,
    meaning: { zh: "它要求的已全部送达", en: "all that it asks for has arrived" },
  },
  excluded: BILL_STATE_WORDS.excluded,
  withdrawn: {
    ...BILL_STATE_WORDS.withdrawn,
    meaning: {
      zh: "它或它要求的全部订单,在送达之前撤回",
      en: "it, or all that it asked for, was taken back undelivered",
    },
  },
} as const satisfies Readonly<Record<string, StateWord>>;

export type ShownState = keyof typeof SHOWN_STATES;

interface AnyOf {
  readonly bills: readonly BillState[];
  readonly orders: readonly OrderState[];
}

/** A bill that is shown so is in one of these states, or an order of it is; not all that are so are shown so. */
export const ANY_OF: Readonly<Record<ShownState, AnyOf>> = {
  disputed: { bills: [], orders: ["disputed"] },
  held: { bills: ["held", "read"], orders: ["held"] },
  underway: { bills: ["read"], orders: ["waiting", "pushing"] },
  delivered: { bills: [], orders: ["delivered"] },
  excluded: { bills: ["excluded"], orders: [] },
  withdrawn: { bills: ["withdrawn", "ordered"], orders: [] },
};

/**
 * A bill is as well as its worst order; orders of other bills do not count. Only what has arrived is delivered: a bill
 * none of whose orders did is not, although nothing of it is left to do.
 */
export function shownStateOf(
  bill: Pick<BillRecord, "billId" | "state"> & { readonly hold?: object | null },
  orders: readonly Pick<OrderRecord, "billId" | "state">[],
): ShownState {
  const states = new Set(orders.filter(({ billId }) => billId === bill.billId).map(({ state }) => state));
  if (states.has("disputed")) return "disputed";
  if (bill.state === "held" || states.has("held")) return "held";
  // What it asks for is not worked out yet, and will be held back.
  if (bill.state === "read" && (bill.hold ?? null) !== null) return "held";
  if (bill.state === "read" || states.has("waiting") || states.has("pushing")) return "underway";
  if (bill.state !== "ordered") return bill.state;
  return states.has("delivered") ? "delivered" : "withdrawn";
}
