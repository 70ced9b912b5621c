/**
 * The interfaces of Wangdiantong that an order can be pushed by, as data: the parameters with their limits, and how the
 * document that it makes is found again. A new interface is a new row here; everything else follows from the row.
 *
 * Sources: `stockout_order_push` is [wangdiantong 2 and 3.1]. `stockin_order_push` is the vendor's page
 * https://open.wangdian.cn/qyb/open/apidoc/doc?path=stockin_order_push.php (head parameters and lengths) and the
 * vendor's own demo for the lines; `stockin_order_query`'s statuses are those that
 * https://open.wangdian.cn/Y/open/apidoc/doc?path=stockin_order_query_refund_Y lists for stock-in documents.
 */
export interface TargetInterface {
  /** The service, without `.php`. */
  readonly name: TargetName;
  /** What it makes, in the words of the vendor. */
  readonly title: string;
  /** The form field that carries the order as JSON text. */
  readonly envelope: string;
  /** The head's list of lines. */
  readonly lineList: string;
  readonly quantity: string;
  readonly price: string;
  /** The head's sum over the lines, where it has one. */
  readonly total: string | null;
  readonly head: readonly TargetParameter[];
  readonly line: readonly TargetParameter[];
  readonly documents: TargetDocuments;
}

export type TargetName = "stockout_order_push" | "stockin_order_push";

export interface TargetParameter {
  readonly name: string;
  readonly label: string;
  /** `decimal` is decimal(19,4), `flag` 0 or 1, `date` "yyyy-MM-dd HH:mm:ss", `list` texts joined by commas. */
  readonly type: "text" | "prose" | "decimal" | "flag" | "whole" | "date" | "list";
  /** In characters [wangdiantong 1.4]; of texts. Prose is cut to it with a note, a code that is longer is refused. */
  readonly maxLength?: number;
  readonly isNeeded?: boolean;
}

/** How the documents that an interface makes are queried. */
export interface TargetDocuments {
  readonly query: string;
  readonly list: string;
  /** The parameter, and the field of a push's answer, that carries the document's number. */
  readonly number: string;
  readonly orderType: string;
  /** Undefined asks without a status. In the order in which one document is best looked for. */
  readonly lookUpStatuses: readonly (string | undefined)[];
  /** In the order of a document's life: one that moves on while a list is read is met again rather than missed. */
  readonly listingStatuses: readonly (string | undefined)[];
  /** A number that not every edition knows: where a query refuses it, no document has it. */
  readonly uncertainStatuses: readonly string[];
  readonly cancelledStatus: string;
  /** From here on a document moves stock. */
  readonly firstAuditedStatus: number;
}

const text = (name: string, label: string, maxLength: number): TargetParameter => ({
  name,
  label,
  type: "text",
  maxLength,
});
const prose = (name: string, label: string): TargetParameter => ({ name, label, type: "prose", maxLength: 255 });
const decimal = (name: string, label: string): TargetParameter => ({ name, label, type: "decimal" });
const needed = (parameter: TargetParameter): TargetParameter => ({ ...parameter, isNeeded: true });

const COMMON_HEAD: readonly TargetParameter[] = [
  needed(text("outer_no", "外部单号", 40)),
  { name: "is_check", label: "是否审核", type: "flag" },
  needed(text("warehouse_no", "仓库编号", 40)),
  text("logistics_code", "物流编号", 20),
  text("logistics_no", "物流单号", 40),
];

export const TARGET_INTERFACES: Readonly<Record<TargetName, TargetInterface>> = {
  stockout_order_push: {
    name: "stockout_order_push",
    title: "其他出库单",
    envelope: "stockout_info",
    lineList: "detail_list",
    quantity: "num",
    price: "price",
    total: "goods_total_amount",
    head: [
      ...COMMON_HEAD,
      decimal("goods_total_amount", "总售价"),
      decimal("goods_total_cost", "总成本价"),
      decimal("post_cost", "邮费"),
      prose("remark", "备注"),
      text("reason", "其他出库原因", 255),
    ],
    line: [
      needed(text("spec_no", "商家编码", 40)),
      needed(decimal("num", "出库数量")),
      decimal("price", "价格"),
      text("position_no", "货位编号", 20),
      text("batch_no", "批次号", 20),
      prose("remark", "备注"),
      { name: "is_enable_sn", label: "是否开启序列号", type: "flag" },
      { name: "sn_list", label: "序列号列表", type: "list" },
    ],
    documents: {
      query: "stockout_order_query",
      list: "stockout_list",
      number: "stockout_no",
      orderType: "7",
      lookUpStatuses: [undefined, "50", "20", "55", "113", "5"],
      listingStatuses: ["20", "50", "55", "113", undefined, "5"],
      // Being edited: what a push with an audit that failed may leave behind.
      uncertainStatuses: ["20"],
      cancelledStatus: "5",
      firstAuditedStatus: 55,
    },
  },
  stockin_order_push: {
    name: "stockin_order_push",
    title: "其他入库单",
    envelope: "stockin_info",
    lineList: "goods_list",
    quantity: "stockin_num",
    price: "stockin_price",
    total: null,
    head: [
      ...COMMON_HEAD,
      decimal("post_fee", "邮资"),
      decimal("other_fee", "其他费用"),
      decimal("discount", "优惠金额"),
      prose("remark", "备注"),
      text("reason", "入库原因", 255),
    ],
    line: [
      needed(text("spec_no", "商家编码", 40)),
      needed(decimal("stockin_num", "入库数量")),
      decimal("stockin_price", "入库价"),
      decimal("src_price", "原价"),
      decimal("tax", "税率"),
      text("position_no", "货位编号", 20),
      text("batch_no", "批次号", 20),
      { name: "production_date", label: "生产日期", type: "date" },
      { name: "validity_days", label: "有效期天数", type: "whole" },
      prose("remark", "备注"),
    ],
    documents: {
      query: "stockin_order_query",
      list: "stockin_list",
      number: "stockin_no",
      orderType: "6",
      lookUpStatuses: [undefined, "30", "60", "20", "10"],
      listingStatuses: ["20", "30", "60", undefined, "10"],
      uncertainStatuses: [],
      cancelledStatus: "10",
      firstAuditedStatus: 60,
    },
  },
};

export const TARGET_NAMES = Object.keys(TARGET_INTERFACES) as TargetName[];
