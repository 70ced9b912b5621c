import { entry, inClass } from "./fault-entry.ts";

/** Codes of what is wrong with a bill or its codes: the merchant decides. */
export const BILL_FAULTS = {
  ...inClass("bill", {
    BILL_HEAD_DIFFERS: entry("hold", "it", {
      zh: {
        meaning: "同一单据各行的表头不一致",
        remedy: "在金蝶中核对该单据,反审核后重新审核;单据没有问题时用 billferry retry --bill <单据编号> 重新读取",
      },
      en: {
        meaning: "The rows of one bill have different heads",
        remedy:
          "Check the bill in Kingdee, unapprove and approve it; if nothing is wrong with it: billferry retry --bill <number>",
      },
    }),
    BILL_ENTRY_REPEATED: entry("hold", "it", {
      zh: {
        meaning: "同一分录在应答中出现多次,内容却不同",
        remedy: "若方案取了分录之下的明细(如序列号)的字段,从方案中去掉后重试;否则在金蝶中打开该单据并保存、审核后重试",
      },
      en: {
        meaning: "One entry came more than once, and not alike",
        remedy:
          "Take fields below the entry (serial numbers, say) out of the scheme and retry; else open, save and approve the bill, and retry",
      },
    }),
    BILL_FIELD_MISSING: entry("hold", "it", {
      zh: { meaning: "单据缺少必需的字段", remedy: "在金蝶中补全该字段后反审核、重新审核" },
      en: {
        meaning: "The bill lacks a field that is needed",
        remedy: "Fill it in in Kingdee, unapprove and approve the bill",
      },
    }),
    BILL_VALUE_INVALID: entry("hold", "it", {
      zh: { meaning: "单据中的值无法识别", remedy: "在金蝶中更正后反审核、重新审核" },
      en: {
        meaning: "A value of the bill cannot be read",
        remedy: "Correct it in Kingdee, unapprove and approve the bill",
      },
    }),
    BILL_KEY_TAKEN: entry("hold", "it", {
      zh: {
        meaning: "另一张单据已占用同一个外部单号",
        remedy: "在金蝶中为其中一张单据换一个编号并重新审核,或用 billferry settle 的 --own-key 为本单据另编外部单号",
      },
      en: {
        meaning: "Another bill has the same outer number",
        remedy: "Give one of the two another number in Kingdee and approve it, or settle this one with --own-key",
      },
    }),
    BILL_ON_HOLD: entry("hold", "warehouse", {
      zh: {
        meaning: "单据由人搁置,放行之前不推送",
        remedy: '在控制台的单据页点“放行”,或运行 billferry release <单据编号> --note "…";放行后自动推送',
      },
      en: {
        meaning: "A person holds this bill back",
        remedy: "Release it on its page, or by billferry release <number>; it then goes on by itself",
      },
    }),
    MAP_TEXT_UNSAFE: entry("hold", "master-data", {
      zh: {
        meaning: "编码中含有不可见或旺店通不支持的字符",
        remedy: "在金蝶中更正该编码,再用 billferry retry --bill <单据编号> 重新读取,或将单据反审核、重新审核",
      },
      en: {
        meaning: "A code holds invisible characters, or some that Wangdiantong does not take",
        remedy: "Correct the code in Kingdee, then billferry retry --bill <number>, or unapprove and approve the bill",
      },
    }),
    MAP_NUMBER_INEXACT: entry("hold", "master-data", {
      zh: {
        meaning: "数值无法精确表示",
        remedy:
          "旺店通最多接受 15 位整数和 4 位小数。数量:在金蝶中更正,或以单位表换算;单价与合计:在方案中为该参数写明 round: 4",
      },
      en: {
        meaning: "A number cannot be told exactly",
        remedy:
          "At most 15 whole digits and 4 decimals. Quantity: correct it in Kingdee or convert units; price: round: 4 in the scheme",
      },
    }),
    MAP_GOODS_MIXED: entry("hold", "it", {
      zh: {
        meaning: "分录带有方案没有用到的辅助属性、批号或单位,不同的货品会混为一种",
        remedy:
          "在方案的 spec_no 等参数中写入该内容(单位:用 convert),或在 lines.unused 中写明不区分;保存后几秒生效,不必重启,受阻的单据自动重做",
      },
      en: {
        meaning: "Lines carry a property, lot or unit that the scheme does not use: different goods would become one",
        remedy:
          "Use it in the scheme (spec_no, convert), or name it in lines.unused; saved, the bills are made anew by themselves",
      },
    }),
    WDT_TEXT_TOO_LONG: entry("hold", "master-data", {
      zh: { meaning: "旺店通报告内容超长", remedy: "缩短该内容后重试" },
      en: { meaning: "Wangdiantong says that a text is too long", remedy: "Shorten it and retry" },
    }),
  }),
  ...inClass("master-data", {
    MAP_VALUE_MISSING: entry("hold", "master-data", {
      zh: {
        meaning: "目标单据的必填项为空",
        remedy: "在金蝶中补全后用 billferry retry --bill <单据编号> 重试,或修改方案中的对应关系(保存后自动重做)",
      },
      en: {
        meaning: "A parameter that the target needs is empty",
        remedy:
          "Fill it in in Kingdee, then billferry retry --bill <number>; or change the mapping, then it goes by itself",
      },
    }),
    MAP_CODE_MISSING: entry("hold", "master-data", {
      zh: { meaning: "对照表中没有该编码", remedy: "在对照表中增加该编码并保存;受阻的单据会自动放行" },
      en: {
        meaning: "A code table has no row for this code",
        remedy: "Add the code to the table and save it; the bills go on by themselves",
      },
    }),
    MAP_TEXT_TOO_LONG: entry("hold", "master-data", {
      zh: {
        meaning: "内容超过旺店通允许的长度",
        remedy: "在金蝶中缩短该编码后用 billferry retry --bill <单据编号> 重试,或在方案中改用对照表(保存后自动重做)",
      },
      en: {
        meaning: "A text is longer than Wangdiantong allows",
        remedy:
          "Shorten the code in Kingdee, then billferry retry --bill <number>; or use a code table, then it goes by itself",
      },
    }),
    WDT_REASON_UNKNOWN: entry("hold", "warehouse", {
      zh: {
        meaning: "旺店通中没有该出库原因或已停用",
        remedy: "在旺店通 设置→基本设置→原因列表 中维护;维护后自动放行",
      },
      en: {
        meaning: "Wangdiantong does not have this stock-out reason, or it is disabled",
        remedy: "Add it to Wangdiantong's list of reasons; the orders go on by themselves",
      },
    }),
    WDT_WAREHOUSE_UNKNOWN: entry("hold", "master-data", {
      zh: {
        meaning: "旺店通中没有该仓库,或该 appkey 无权使用它",
        remedy:
          "在旺店通中建立该仓库,或请旺店通为该 appkey 授予它的权限,之后自动放行;若应为别的仓库,在仓库对照表中改正并保存",
      },
      en: {
        meaning: "Wangdiantong does not have this warehouse, or the appkey may not use it",
        remedy:
          "Add or grant it in Wangdiantong, then it goes on by itself; meant another one: correct the warehouse table",
      },
    }),
    WDT_SKU_UNKNOWN: entry("hold", "master-data", {
      zh: {
        meaning: "旺店通中没有该商家编码",
        remedy:
          "在旺店通中建立或启用该商家编码,之后自动放行;若它在旺店通中是组合装:出库单只收单品,须在金蝶中按其单品开单",
      },
      en: {
        meaning: "Wangdiantong does not have this SKU",
        remedy:
          "Add or enable it in Wangdiantong, then it goes on by itself; a suite has to be billed by its parts in Kingdee",
      },
    }),
    WDT_SKU_BUNDLE: entry("hold", "master-data", {
      zh: {
        meaning: "该商家编码在旺店通中是组合装,出库单只收单品",
        remedy: "在金蝶中把该行改为它的单品(或设为组合产品,由子项出库),反审核后重新审核",
      },
      en: {
        meaning: "This SKU is a suite in Wangdiantong, and stock documents take single goods only",
        remedy: "Bill its parts in Kingdee instead, unapprove and approve the bill",
      },
    }),
    WDT_CARRIER_UNKNOWN: entry("hold", "master-data", {
      zh: {
        meaning: "旺店通中没有该物流公司",
        remedy: "在旺店通中建立或启用该物流公司,之后自动放行;若应为别的编码,在物流对照表中改正并保存",
      },
      en: {
        meaning: "Wangdiantong does not have this carrier",
        remedy:
          "Add or enable it in Wangdiantong, then it goes on by itself; meant another one: correct the carrier table",
      },
    }),
    WDT_POSITION_UNKNOWN: entry("hold", "master-data", {
      zh: { meaning: "旺店通中没有该货位", remedy: "在旺店通的该仓库中建立该货位,之后自动放行" },
      en: {
        meaning: "Wangdiantong does not have this position",
        remedy: "Add the position to that warehouse in Wangdiantong; the orders go on by themselves",
      },
    }),
    WDT_DEFAULT_POSITION_UNKNOWN: entry("hold", "warehouse", {
      zh: {
        meaning: "旺店通中这些货品的默认货位在该仓库中不存在",
        remedy: "在旺店通中为所列货品重设该仓库的默认货位,或建立该货位;之后自动放行",
      },
      en: {
        meaning: "The default position of these goods does not exist in that warehouse",
        remedy:
          "Set another default position for the goods that are listed, or add the position; then it goes on by itself",
      },
    }),
    WDT_BATCH_UNKNOWN: entry("hold", "master-data", {
      zh: { meaning: "旺店通中没有该批次或已停用", remedy: "在旺店通中维护该批次,之后自动放行" },
      en: {
        meaning: "Wangdiantong does not have this batch, or it is disabled",
        remedy: "Add the batch in Wangdiantong; the orders go on by themselves",
      },
    }),
    WDT_BATCH_REQUIRED: entry("hold", "master-data", {
      zh: { meaning: "旺店通要求批次或有效期", remedy: "在金蝶中补全批号,或在旺店通中关闭该要求" },
      en: {
        meaning: "Wangdiantong asks for a batch or an expiry date",
        remedy: "Fill in the lot in Kingdee, or take the demand back in Wangdiantong",
      },
    }),
  }),
};
