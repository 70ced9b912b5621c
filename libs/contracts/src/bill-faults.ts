import { entry, inClass } from "./fault-entry.ts";

/** Codes of what is wrong with a bill, its codes or its order: the merchant decides. */
export const BILL_FAULTS = {
  ...inClass("bill", {
    BILL_HEAD_DIFFERS: entry(
      "hold",
      "it",
      "同一单据各行的表头不一致",
      "在金蝶中核对该单据,反审核后重新审核;单据没有问题时用 billferry retry --bill <单据编号> 重新读取",
    ),
    BILL_ENTRY_REPEATED: entry(
      "hold",
      "it",
      "同一分录在应答中出现多次,内容却不同",
      "若方案取了分录之下的明细(如序列号)的字段,从方案中去掉后重试;否则在金蝶中打开该单据并保存、审核后重试",
    ),
    BILL_FIELD_MISSING: entry("hold", "it", "单据缺少必需的字段", "在金蝶中补全该字段后反审核、重新审核"),
    BILL_VALUE_INVALID: entry("hold", "it", "单据中的值无法识别", "在金蝶中更正后反审核、重新审核"),
    BILL_KEY_TAKEN: entry(
      "hold",
      "it",
      "另一张单据已占用同一个外部单号",
      "在金蝶中为其中一张单据换一个编号并重新审核,或用 billferry settle 的 --own-key 为本单据另编外部单号",
    ),
    BILL_ON_HOLD: entry(
      "hold",
      "warehouse",
      "单据由人搁置,放行之前不推送",
      '在控制台的单据页点“放行”,或运行 billferry release <单据编号> --note "…";放行后自动推送',
    ),
    MAP_TEXT_UNSAFE: entry(
      "hold",
      "master-data",
      "编码中含有不可见或旺店通不支持的字符",
      "在金蝶中更正该编码,再用 billferry retry --bill <单据编号> 重新读取,或将单据反审核、重新审核",
    ),
    MAP_NUMBER_INEXACT: entry(
      "hold",
      "master-data",
      "数值无法精确表示",
      "旺店通最多接受 15 位整数和 4 位小数。数量:在金蝶中更正,或以单位表换算;单价与合计:在方案中为该参数写明 round: 4",
    ),
    MAP_GOODS_MIXED: entry(
      "hold",
      "it",
      "分录带有方案没有用到的辅助属性、批号或单位,不同的货品会混为一种",
      "在方案的 spec_no 等参数中写入该内容(单位:用 convert),或在 lines.unused 中写明不区分;保存后几秒生效,不必重启,受阻的单据自动重做",
    ),
    WDT_TEXT_TOO_LONG: entry("hold", "master-data", "旺店通报告内容超长", "缩短该内容后重试"),
  }),
  ...inClass("master-data", {
    MAP_VALUE_MISSING: entry(
      "hold",
      "master-data",
      "目标单据的必填项为空",
      "在金蝶中补全后用 billferry retry --bill <单据编号> 重试,或修改方案中的对应关系(保存后自动重做)",
    ),
    MAP_CODE_MISSING: entry(
      "hold",
      "master-data",
      "对照表中没有该编码",
      "在对照表中增加该编码并保存;受阻的单据会自动放行",
    ),
    MAP_TEXT_TOO_LONG: entry(
      "hold",
      "master-data",
      "内容超过旺店通允许的长度",
      "在金蝶中缩短该编码后用 billferry retry --bill <单据编号> 重试,或在方案中改用对照表(保存后自动重做)",
    ),
    WDT_REASON_UNKNOWN: entry(
      "hold",
      "warehouse",
      "旺店通中没有该出库原因或已停用",
      "在旺店通 设置→基本设置→原因列表 中维护;维护后自动放行",
    ),
    WDT_WAREHOUSE_UNKNOWN: entry(
      "hold",
      "master-data",
      "旺店通中没有该仓库,或该 appkey 无权使用它",
      "在旺店通中建立该仓库,或请旺店通为该 appkey 授予它的权限,之后自动放行;若应为别的仓库,在仓库对照表中改正并保存",
    ),
    WDT_SKU_UNKNOWN: entry(
      "hold",
      "master-data",
      "旺店通中没有该商家编码",
      "在旺店通中建立或启用该商家编码,之后自动放行;若它在旺店通中是组合装:出库单只收单品,须在金蝶中按其单品开单",
    ),
    WDT_SKU_BUNDLE: entry(
      "hold",
      "master-data",
      "该商家编码在旺店通中是组合装,出库单只收单品",
      "在金蝶中把该行改为它的单品(或设为组合产品,由子项出库),反审核后重新审核",
    ),
    WDT_CARRIER_UNKNOWN: entry(
      "hold",
      "master-data",
      "旺店通中没有该物流公司",
      "在旺店通中建立或启用该物流公司,之后自动放行;若应为别的编码,在物流对照表中改正并保存",
    ),
    WDT_POSITION_UNKNOWN: entry(
      "hold",
      "master-data",
      "旺店通中没有该货位",
      "在旺店通的该仓库中建立该货位,之后自动放行",
    ),
    WDT_DEFAULT_POSITION_UNKNOWN: entry(
      "hold",
      "warehouse",
      "旺店通中这些货品的默认货位在该仓库中不存在",
      "在旺店通中为所列货品重设该仓库的默认货位,或建立该货位;之后自动放行",
    ),
    WDT_BATCH_UNKNOWN: entry("hold", "master-data", "旺店通中没有该批次或已停用", "在旺店通中维护该批次,之后自动放行"),
    WDT_BATCH_REQUIRED: entry(
      "hold",
      "master-data",
      "旺店通要求批次或有效期",
      "在金蝶中补全批号,或在旺店通中关闭该要求",
    ),
  }),
  ...inClass("refusal", {
    WDT_ORDER_DUPLICATE: entry("retry", "vendor", "旺店通已有相同外部单号的单据", "系统会核实该单据"),
    WDT_WAREHOUSE_OUTSOURCED: entry("hold", "warehouse", "委外仓库不支持其他出库单", "改用非委外仓库,或人工处理"),
    WDT_SKU_REPEATED: entry("hold", "it", "旺店通不接受重复的货品行", "检查方案中的合并规则"),
    WDT_STOCK_SHORT: entry("hold", "warehouse", "旺店通库存不足", "补足库存后重试"),
    WDT_QUANTITY_REFUSED: entry("hold", "warehouse", "旺店通不接受该数量", "检查是否允许小数数量"),
    WDT_REFUSED: entry(
      "hold",
      "warehouse",
      "旺店通拒绝了该单据",
      "按旺店通的原话处理后重试;重试仍用同一外部单号,不会多出单据",
    ),
  }),
  ...inClass("after-delivery", {
    BILL_WITHDRAWN_AFTER_DELIVERY: entry(
      "hold",
      "warehouse",
      "单据在送达旺店通之后被反审核、作废或删除",
      "在旺店通中取消或冲回该单据,再用 billferry settle 结案",
    ),
    BILL_CHANGED_AFTER_DELIVERY: entry(
      "hold",
      "warehouse",
      "单据在送达旺店通之后又有变更",
      "核对差异,再用 billferry settle 结案:接受,或推送更正单",
    ),
    WDT_ORDER_DIFFERS: entry(
      "hold",
      "warehouse",
      "旺店通中同一外部单号的单据内容不同",
      "人工核对两边单据,再用 billferry settle 结案",
    ),
    WDT_ORDER_CANCELLED: entry(
      "hold",
      "warehouse",
      "旺店通中的单据已取消或已查不到,而金蝶仍要求出库",
      "仍需出库:用 billferry settle 加 --correct replacement 以新单号(-R1)整单重推;不再需要:加 --accept 结案",
    ),
    WDT_ORDER_UNVERIFIED: entry(
      "hold",
      "warehouse",
      "旺店通中是否有这张单据,尚未能查实",
      "系统会继续查询,查实后自动结案;也可在旺店通按外部单号核对,处理后用 billferry settle --accept 结案",
    ),
    WDT_NOT_AUDITED: entry(
      "hold",
      "warehouse",
      "旺店通已建单但未审核,库存尚未扣减",
      "在旺店通中审核该单据(通常是库存不足);审核后系统自动结案,也可用 billferry settle 接受",
    ),
  }),
};
