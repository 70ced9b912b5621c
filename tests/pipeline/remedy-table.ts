import type { Stack } from "./stack.ts";

/** What the rows act on. */
export interface RemedyWorld {
  readonly stack: Stack;
  /** Adds a row to a code table and saves it. */
  addRow(table: "warehouses" | "carriers", row: string): void;
  /** Edits the scheme file and saves it. */
  editScheme(change: (text: string) => string): void;
  /** Put right in Kingdee: the stand-in's bills get other codes only by being deleted and made again under their
   *  number. A retry asks about the old one at once, which a sweep would do later. */
  remake(remade: { readonly billNo: string; readonly bill: object; readonly caseId: string }): Promise<void>;
  wangdiantong(settings: object): Promise<void>;
}

/** A held state and its way out, as the remedy tells it. */
export interface Remedy {
  readonly billNo: string;
  readonly bill: object;
  /** Wangdiantong refuses the first pushes in these words, where its settings cannot bring it about. */
  readonly refusal?: string;
  /** What the operator does, in the words of the remedy. */
  readonly does: string;
  mend(world: RemedyWorld, caseId: string): Promise<unknown> | void;
  /** The orders that must be there in the end; left out: one of the bill and CK001. */
  readonly orders?: readonly string[];
}

/** The scheme of this test: some parameters come from fields that a bill can carry anything in. */
export function toTestScheme(text: string): string {
  return text
    .replace('logistics_no: "{{ FCarriageNO }}"', 'post_cost: "{{ FNote }}"\n  reason: "{{ FSALECHANNEL }}"')
    .replace("{ lookup: carriers, ", "{ lookup: carriers, missing: hold, ")
    .replace('# position_no: "{{ FStockLocID_FNumber }}"', 'position_no: "{{ FCarriageNO }}"')
    .replace("merge_by: [spec_no, batch_no, position_no]", UNMERGED);
}

const UNMERGED = "merge_by: []";

/** What Wangdiantong is like at the beginning. */
export const SETTINGS = { batches: ["L1"], stockPerSku: "50", extraWarehouses: ["MAIN", "B2C-MAIN"] } as const;

const retryCase = async ({ stack }: RemedyWorld, caseId: string) => stack.cli("retry", "--case", caseId);

/** Each code that keeps a bill or an order, made for real and put right as its remedy says. */
export const REMEDIES: Readonly<Record<string, Remedy>> = {
  BILL_FIELD_MISSING: {
    billNo: "RFIELD",
    bill: { lines: [{ stock: "" }] },
    does: "在金蝶中补全该字段",
    mend: async (world, caseId) => world.remake({ billNo: "RFIELD", bill: { lines: [{}] }, caseId }),
  },
  BILL_VALUE_INVALID: {
    billNo: "RVALUE",
    bill: { note: "twelve", lines: [{}] },
    does: "在金蝶中更正后反审核、重新审核",
    mend: async ({ stack }) => stack.control("bills/RVALUE/edit", { note: "12", reaudit: true }),
  },
  BILL_KEY_TAKEN: {
    billNo: "RKEY-B2C",
    bill: { lines: [{ stock: "MAIN" }] },
    does: "billferry settle bill:<内码> --own-key",
    mend: async ({ stack }, caseId) => stack.cli("settle", caseId, "--own-key", "--note", "两张单据"),
    orders: [],
  },
  MAP_TEXT_UNSAFE: {
    billNo: "RUNSAFE",
    bill: { lines: [{ sku: "SKU-😀" }] },
    does: "在金蝶中更正该编码",
    mend: async (world, caseId) => world.remake({ billNo: "RUNSAFE", bill: { lines: [{}] }, caseId }),
  },
  MAP_NUMBER_INEXACT: {
    billNo: "RINEXACT",
    bill: { lines: [{ quantity: "1.00001" }] },
    does: "在金蝶中更正",
    mend: async ({ stack }) =>
      stack.control("bills/RINEXACT/edit", { lines: [{ seq: 1, quantity: "1" }], reaudit: true }),
  },
  MAP_VALUE_MISSING: {
    billNo: "REMPTY",
    bill: { lines: [{ sku: "" }] },
    does: "在金蝶中补全",
    mend: async (world, caseId) => world.remake({ billNo: "REMPTY", bill: { lines: [{}] }, caseId }),
  },
  MAP_CODE_MISSING: {
    billNo: "RCODE",
    bill: { carrier: "NEWCARRIER", lines: [{}] },
    does: "在对照表中增加该编码并保存",
    mend: (world) => world.addRow("carriers", "NEWCARRIER,SF"),
  },
  MAP_TEXT_TOO_LONG: {
    billNo: "RLONG",
    bill: { carrier: "LONGCARRIER", lines: [{}] },
    does: "在方案中改用对照表",
    mend: (world) => world.addRow("carriers", "LONGCARRIER,SF"),
  },
  WDT_REASON_UNKNOWN: {
    billNo: "RREASON",
    bill: { channel: "新原因", lines: [{}] },
    does: "在旺店通 原因列表 中维护",
    mend: async (world) => world.wangdiantong({ reasons: ["新原因"] }),
  },
  WDT_WAREHOUSE_UNKNOWN: {
    billNo: "RSTOCK",
    bill: { lines: [{ stock: "CK777" }] },
    does: "若应为别的仓库,在仓库对照表中改正并保存",
    mend: (world) => world.addRow("warehouses", "CK777,CK001"),
    orders: ["RSTOCK-CK777"],
  },
  WDT_SKU_UNKNOWN: {
    billNo: "RSKU",
    bill: { lines: [{ sku: "NEW-1" }] },
    does: "在旺店通中建立该商家编码",
    mend: async (world) => world.wangdiantong({ extraSkus: ["NEW-1"] }),
  },
  WDT_CARRIER_UNKNOWN: {
    billNo: "RGHOST",
    bill: { carrier: "GHOST", lines: [{}] },
    does: "若应为别的编码,在物流对照表中改正并保存",
    mend: (world) => world.addRow("carriers", "GHOST,ZTO"),
  },
  WDT_POSITION_UNKNOWN: {
    billNo: "RPOSITION",
    bill: { carriageNo: "Z-99", lines: [{}] },
    does: "在旺店通中建立该货位",
    mend: async (world) => world.wangdiantong({ positions: ["Z-99"] }),
  },
  WDT_BATCH_UNKNOWN: {
    billNo: "RBATCH",
    bill: { lines: [{ lot: "L2" }] },
    does: "在旺店通中维护该批次",
    mend: async (world) => world.wangdiantong({ batches: ["L1", "L2"] }),
  },
  WDT_BATCH_REQUIRED: {
    billNo: "RNOBATCH",
    bill: { lines: [{}] },
    refusal: "货品 SKU-0001 的批次不能为空",
    does: "在旺店通中关闭该要求,再重试",
    mend: retryCase,
  },
  WDT_WAREHOUSE_OUTSOURCED: {
    billNo: "ROUT",
    bill: { lines: [{ stock: "CK090" }] },
    does: "在仓库对照表中改为非委外仓库",
    mend: (world) => world.addRow("warehouses", "CK090,CK001"),
    orders: ["ROUT-CK090"],
  },
  WDT_STOCK_SHORT: {
    billNo: "RSHORT",
    bill: { lines: [{ sku: "SKU-0002", quantity: "60" }] },
    does: "补足库存后重试",
    mend: async (world, caseId) => {
      await world.wangdiantong({ stockPerSku: "5000" });
      await retryCase(world, caseId);
    },
  },
  WDT_QUANTITY_REFUSED: {
    billNo: "RQUANTITY",
    bill: { lines: [{}] },
    refusal: "货品 SKU-0001 数量不合法",
    does: "检查是否允许小数数量,再重试",
    mend: retryCase,
  },
  WDT_TEXT_TOO_LONG: {
    billNo: "RTEXT",
    bill: { lines: [{}] },
    refusal: "Data truncation: Data too long for column 'remark' at row 1",
    does: "在金蝶中缩短该内容",
    mend: async ({ stack }) => stack.control("bills/RTEXT/edit", { note: "1", reaudit: true }),
  },
  WDT_REFUSED: {
    billNo: "RREFUSED",
    bill: { lines: [{}] },
    refusal: "该单据暂不能保存,代号 E77",
    does: "按错误文本处理后重试",
    mend: retryCase,
  },
  // The last: an edited scheme makes all of them anew.
  WDT_SKU_REPEATED: {
    billNo: "RTWICE",
    bill: { lines: [{ note: "一" }, { note: "二" }] },
    does: "检查方案中的合并规则",
    mend: (world) => world.editScheme((text) => text.replace(UNMERGED, "merge_by: [spec_no, batch_no, position_no]")),
  },
};

/** Codes that keep no bill and no order by themselves, or cannot be brought about here, and why. */
export const NOT_PLAYED: Readonly<Record<string, string>> = {
  ...of("a person's own act, played in hold.test.ts", ["BILL_ON_HOLD"]),
  ...of("nothing starts, or the service ends: no bill is held by it", [
    "CONFIG_INVALID",
    "SCHEME_INVALID",
    "STATE_UNREADABLE",
    "INSTALLATION_CONFLICT",
    "ACCOUNT_CHANGED",
    "REDIS_UNUSABLE",
    "REDIS_BUSY",
  ]),
  ...of("the scheme stops reading and tries again by itself; no bill is held by it", [
    "KD_FIELD_UNKNOWN",
    "KD_FORM_UNKNOWN",
    "KD_FILTER_INVALID",
    "KD_ORDER_BROKEN",
    "KD_CONTRACT_BROKEN",
    "KD_ROW_LIMIT",
    "KD_SESSION_LOST",
    "KD_CREDENTIALS_REFUSED",
    "KD_PASSWORD_EXPIRED",
    "KD_ACCOUNT_UNKNOWN",
    "KD_PERMISSION_DENIED",
    "KD_WAF_BLOCKED",
    "KD_LICENCE",
    "KD_CALL_LIMIT",
    "KD_GATEWAY",
    "KD_NOT_API",
    "KD_ANSWER_INVALID",
    "KD_BUSINESS_ERROR",
  ]),
  ...of("the account's gate rests and tries again by itself; no order is held by it", [
    "WDT_CREDENTIALS_REFUSED",
    "WDT_PERMISSION_DENIED",
    "WDT_RATE_LIMITED",
    "WDT_URL_WRONG",
  ]),
  ...of(
    "twelve attempts with their backoff take most of an hour; the proof plays outages, and a retry is WDT_REFUSED's",
    [
      "HTTP_NETWORK",
      "HTTP_DEADLINE",
      "HTTP_STATUS",
      "HTTP_BODY_TOO_LARGE",
      "WDT_BUSY",
      "WDT_ANSWER_INVALID",
      "WDT_ORDER_UNVERIFIED",
    ],
  ),
  JOB_INVALID:
    "a job that fits no schema names no order that could be held; retry of all makes it anew (retry.test.ts)",
  JOB_POISON: "the proof plays it with real deaths: poison-bill",
  PROGRAM_BUG: "a bug of ours cannot be made without one",
  SHUTDOWN: "goes back to the queue at once",
  MAP_CONSERVATION_BROKEN: "a bug of ours, or a scheme that scheme check refuses",
  MAP_GOODS_MIXED: "has tests of its own beside the scheme's reader",
  BILL_HEAD_DIFFERS: "the stand-in writes the head of a bill once for all its rows",
  BILL_ENTRY_REPEATED: "the stand-in answers each entry once",
  WDT_ORDER_DUPLICATE: "is the proof of delivery, not a case",
  WDT_SKU_BUNDLE: "as WDT_SKU_UNKNOWN, put right in Kingdee as MAP_VALUE_MISSING",
  WDT_DEFAULT_POSITION_UNKNOWN: "as WDT_POSITION_UNKNOWN",
  ...of("of delivered orders: after-delivery.test.ts settles them", [
    "BILL_WITHDRAWN_AFTER_DELIVERY",
    "BILL_CHANGED_AFTER_DELIVERY",
    "WDT_ORDER_DIFFERS",
    "WDT_ORDER_CANCELLED",
    "WDT_NOT_AUDITED",
  ]),
};

function of(reason: string, codes: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(codes.map((code) => [code, reason]));
}
