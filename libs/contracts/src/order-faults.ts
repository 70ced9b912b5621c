import { entry, inClass } from "./fault-entry.ts";

/** Codes of what Wangdiantong refuses, and of what came up after a delivery: the merchant decides. */
export const ORDER_FAULTS = {
  ...inClass("refusal", {
    WDT_ORDER_DUPLICATE: entry("retry", "vendor", {
      zh: { meaning: "旺店通已有相同外部单号的单据", remedy: "系统会核实该单据" },
      en: { meaning: "Wangdiantong has a document with the same outer number", remedy: "It is looked at by itself" },
    }),
    WDT_WAREHOUSE_OUTSOURCED: entry("hold", "warehouse", {
      zh: { meaning: "委外仓库不支持其他出库单", remedy: "改用非委外仓库,或人工处理" },
      en: {
        meaning: "Other stock-out orders are not for outsourced warehouses",
        remedy: "Use another warehouse, or do it by hand",
      },
    }),
    WDT_SKU_REPEATED: entry("hold", "it", {
      zh: { meaning: "旺店通不接受重复的货品行", remedy: "检查方案中的合并规则" },
      en: {
        meaning: "Wangdiantong does not take one SKU in several lines",
        remedy: "Check how the scheme merges lines",
      },
    }),
    WDT_STOCK_SHORT: entry("hold", "warehouse", {
      zh: { meaning: "旺店通库存不足", remedy: "补足库存后重试" },
      en: { meaning: "Wangdiantong has not enough stock", remedy: "Bring stock in, and retry" },
    }),
    WDT_QUANTITY_REFUSED: entry("hold", "warehouse", {
      zh: { meaning: "旺店通不接受该数量", remedy: "检查是否允许小数数量" },
      en: { meaning: "Wangdiantong does not take this quantity", remedy: "See whether fractions are allowed there" },
    }),
    WDT_REFUSED: entry("hold", "warehouse", {
      zh: { meaning: "旺店通拒绝了该单据", remedy: "按旺店通的原话处理后重试;重试仍用同一外部单号,不会多出单据" },
      en: {
        meaning: "Wangdiantong refuses the order",
        remedy: "Do what its words say, and retry: under the same outer number nothing is made twice",
      },
    }),
  }),
  ...inClass("after-delivery", {
    BILL_WITHDRAWN_AFTER_DELIVERY: entry("hold", "warehouse", {
      zh: {
        meaning: "单据在送达旺店通之后被反审核、作废或删除",
        remedy: "在旺店通中取消或冲回该单据,再用 billferry settle 结案",
      },
      en: {
        meaning: "The bill was unapproved, voided or deleted after it had been delivered",
        remedy: "Cancel or reverse the document in Wangdiantong, then settle the case",
      },
    }),
    BILL_CHANGED_AFTER_DELIVERY: entry("hold", "warehouse", {
      zh: { meaning: "单据在送达旺店通之后又有变更", remedy: "核对差异,再用 billferry settle 结案:接受,或推送更正单" },
      en: {
        meaning: "The bill was changed after it had been delivered",
        remedy: "Look at the difference, then settle it: accept, or push a correction",
      },
    }),
    WDT_ORDER_DIFFERS: entry("hold", "warehouse", {
      zh: { meaning: "旺店通中同一外部单号的单据内容不同", remedy: "人工核对两边单据,再用 billferry settle 结案" },
      en: {
        meaning: "The document under this outer number has other content",
        remedy: "Compare both sides, then settle the case",
      },
    }),
    WDT_ORDER_CANCELLED: entry("hold", "warehouse", {
      zh: {
        meaning: "旺店通中的单据已取消或已查不到,而金蝶仍要求出库",
        remedy: "仍需出库:用 billferry settle 加 --correct replacement 以新单号(-R1)整单重推;不再需要:加 --accept 结案",
      },
      en: {
        meaning: "The document is cancelled or cannot be found, and Kingdee still asks for it",
        remedy: "Still to leave: push a replacement under a new number (-R1). Not any more: accept",
      },
    }),
    WDT_ORDER_UNVERIFIED: entry("hold", "warehouse", {
      zh: {
        meaning: "旺店通中是否有这张单据,尚未能查实",
        remedy: "系统会继续查询,查实后自动结案;也可在旺店通按外部单号核对,处理后用 billferry settle --accept 结案",
      },
      en: {
        meaning: "Whether Wangdiantong has this document is not known yet",
        remedy: "It is looked for on; or look there by the outer number yourself, then accept",
      },
    }),
    WDT_NOT_AUDITED: entry("hold", "warehouse", {
      zh: {
        meaning: "旺店通已建单但未审核,库存尚未扣减",
        remedy: "在旺店通中审核该单据(通常是库存不足);审核后系统自动结案,也可用 billferry settle 接受",
      },
      en: {
        meaning: "Wangdiantong has the document, but it is not audited: stock has not moved",
        remedy: "Audit it there (mostly stock is short); the case then ends by itself, or accept it",
      },
    }),
  }),
};
