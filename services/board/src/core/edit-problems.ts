/** Why an order is not changed by hand, in both languages; `{…}` is filled in. */
export const EDIT_PROBLEMS = {
  EDIT_CONTENT_GONE: {
    status: 409,
    "zh-CN": {
      message: "{what} 现在的内容没有留存,不能修改",
      remedy: "先重试该订单,内容会重新生成;仍被拒绝时再修改",
    },
    en: {
      message: "What {what} says now is not kept, so it cannot be changed",
      remedy: "Retry the order first: it is made anew; if it is refused again, change it then",
    },
  },
  EDIT_DELIVERED: {
    status: 409,
    "zh-CN": { message: "{what} 已送达,没有改动", remedy: "在旺店通中修改该单据;数量不符的在异常单页更正" },
    en: {
      message: "{what} is delivered; nothing was changed",
      remedy: "Change the document in Wangdiantong; wrong quantities are corrected on the cases page",
    },
  },
  EDIT_TOO_LATE: {
    status: 409,
    "zh-CN": { message: "{what} 正在途中,没有改动", remedy: "等它送达或转为异常;要先拦住它,请搁置该单据" },
    en: {
      message: "{what} is on its way; nothing was changed",
      remedy: "Wait until it is delivered or a case; to stop it first, hold its bill",
    },
  },
  EDIT_PLACE_FIXED: {
    status: 400,
    "zh-CN": {
      message: "{what} 不能修改,没有改动",
      remedy: "单号、仓库、货品、数量和审核与否以金蝶为准:在金蝶中修改单据,或修改对照表、方案",
    },
    en: {
      message: "{what} cannot be changed; nothing was done",
      remedy:
        "Key, warehouse, goods, quantities and audit are Kingdee's word: mend the bill, a code table or the scheme",
    },
  },
  EDIT_VALUE_REFUSED: {
    status: 400,
    "zh-CN": { message: "{what} 的值不合旺店通接口的要求:{why};没有改动", remedy: "改正后再试" },
    en: { message: "Wangdiantong's interface does not take the value of {what}: {why}; nothing was changed" },
  },
} as const;
