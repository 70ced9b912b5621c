import type { Told } from "@billferry/contracts";

import type { BillState, OrderState } from "./records.ts";

/** A state in the words of people, and what it means. */
export interface StateWord {
  readonly zh: string;
  readonly en: string;
  readonly meaning: Told;
}

/** Every page, command and document says a bill's state in these words; `npm run docs` writes them down. */
export const BILL_STATE_WORDS: Readonly<Record<BillState, StateWord>> = {
  read: { zh: "已读取", en: "read", meaning: { zh: "原始行等待转换", en: "its rows wait for the transformer" } },
  ordered: { zh: "已转换", en: "ordered", meaning: { zh: "它的订单已在台账中", en: "its orders are in the ledger" } },
  excluded: {
    zh: "已排除",
    en: "excluded",
    meaning: {
      zh: "某条规则或某人指明它没有可传输的内容",
      en: "a named rule, or a person, says that it has nothing to move",
    },
  },
  held: {
    zh: "待处理",
    en: "held",
    meaning: { zh: "未能转换,等人处理", en: "it could not be transformed and waits for a person" },
  },
  withdrawn: {
    zh: "已撤回",
    en: "withdrawn",
    meaning: {
      zh: "读取之后被反审核、作废或删除;再次审核时重新读取",
      en: "unapproved, voided or deleted since it was read; a new approval reads it anew",
    },
  },
};

/** The same of an order. */
export const ORDER_STATE_WORDS: Readonly<Record<OrderState, StateWord>> = {
  waiting: { zh: "待推送", en: "waiting", meaning: { zh: "推送任务在排队", en: "its load job waits" } },
  pushing: {
    zh: "推送中",
    en: "being pushed",
    meaning: {
      zh: "一次尝试持有它的租约(4 秒,每秒续一次),别的尝试不会推送它",
      en: "an attempt holds its lease (4 s, renewed every second); no other attempt sends it",
    },
  },
  delivered: {
    zh: "已送达",
    en: "delivered",
    meaning: { zh: "旺店通已确认它存在", en: "Wangdiantong has said that it exists" },
  },
  held: { zh: "待处理", en: "held", meaning: { zh: "没有送达,等人处理", en: "not delivered, waits for a person" } },
  disputed: {
    zh: "有出入",
    en: "disputed",
    meaning: {
      zh: "已送达,但旺店通中的内容与金蝶不符,或尚未审核:等人处理",
      en: "delivered, but what is there and what Kingdee says differ, or it is not audited: waits for a person",
    },
  },
  withdrawn: {
    zh: "已撤回",
    en: "withdrawn",
    meaning: {
      zh: "单据不再要求它,且从未送达",
      en: "its bill does not ask for it any more, and it was never delivered",
    },
  },
};
