import type { BillState, OrderState } from "./records.ts";

/** A state in the words of people, and what it means. */
export interface StateWord {
  readonly zh: string;
  readonly en: string;
  readonly meaning: string;
}

/** Every page, command and document says a bill's state in these words; `npm run docs` writes them down. */
export const BILL_STATE_WORDS: Readonly<Record<BillState, StateWord>> = {
  read: { zh: "已读取", en: "read", meaning: "its rows wait for the transformer" },
  ordered: { zh: "已转换", en: "ordered", meaning: "its orders are in the ledger" },
  excluded: {
    zh: "已排除",
    en: "excluded",
    meaning: "a named rule, or a person, says that it has nothing to move",
  },
  held: { zh: "待处理", en: "held", meaning: "it could not be transformed and waits for a person" },
  withdrawn: {
    zh: "已撤回",
    en: "withdrawn",
    meaning: "unapproved, voided or deleted since it was read; a new approval reads it anew",
  },
};

/** The same of an order. */
export const ORDER_STATE_WORDS: Readonly<Record<OrderState, StateWord>> = {
  waiting: { zh: "待推送", en: "waiting", meaning: "its load job waits" },
  pushing: {
    zh: "推送中",
    en: "being pushed",
    meaning: "an attempt holds its lease (4 s, renewed every second); no other attempt sends it",
  },
  delivered: { zh: "已送达", en: "delivered", meaning: "Wangdiantong has said that it exists" },
  held: { zh: "待处理", en: "held", meaning: "not delivered, waits for a person" },
  disputed: {
    zh: "有出入",
    en: "disputed",
    meaning: "delivered, but what is there and what Kingdee says differ, or it is not audited: waits for a person",
  },
  withdrawn: {
    zh: "已撤回",
    en: "withdrawn",
    meaning: "its bill does not ask for it any more, and it was never delivered",
  },
};
