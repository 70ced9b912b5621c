import type { FaultCode, Recovery } from "@billferry/contracts";

/**
 * What the codes and texts of Wangdiantong mean, as data. The edition's own error list is not public (vendor notes 2.6
 * and 4), so codes come from connectors and texts from sister editions: codes decide first, texts second, and whatever
 * neither knows is `WDT_REFUSED`, counted as unknown by an event.
 */
export interface AnswerMeaning {
  readonly faultCode: FaultCode;
  /** Where the circumstances call for another recovery than the fault code's own. */
  readonly recovery?: Recovery;
}

export const SUCCESS_CODE = "0";

/**
 * Codes with one meaning. All others are judged by their text: 99, 1, 100 and 2104 say no more than "refused" and "bad
 * input" (vendor notes 4).
 */
export const CODE_MEANINGS: Readonly<Record<string, AnswerMeaning>> = {
  // The duplicate: tolerated as such by a connector for this very call (vendor notes 2.5).
  "2350": { faultCode: "WDT_ORDER_DUPLICATE" },
  // The credential group; which is which is unknown (vendor notes 4).
  "2030": { faultCode: "WDT_CREDENTIALS_REFUSED" },
  "2060": { faultCode: "WDT_CREDENTIALS_REFUSED" },
  "2100": { faultCode: "WDT_CREDENTIALS_REFUSED" },
  // "Do not repeat the operation" and "frequency exceeded" of the web edition.
  "1020": { faultCode: "WDT_RATE_LIMITED" },
  "1012": { faultCode: "WDT_RATE_LIMITED" },
};

export interface TextRule extends AnswerMeaning {
  readonly pattern: RegExp;
}

const DENIED = "(?:不存在|不可为空|不能为空|为空|未找到|找不到|无效|停用|禁用|删除|未启用|未开通|错误)";

/**
 * Texts in order of trust; the first match decides. Rules that stop everything or prove presence are narrow, because a
 * wrong "duplicate" would lose an order and a wrong "credentials" would stop all of them; broad ones come last.
 */
export const TEXT_RULES: readonly TextRule[] = [
  {
    // Nothing Chinese may stand between the number and the verdict: "外部单号 X 中货品重复" is about goods.
    pattern: /(?:外部单(?:号|据)?|outer_no)[^\u4e00-\u9fff]{0,60}(?:重复|已经?存在|已被?使用)/i,
    faultCode: "WDT_ORDER_DUPLICATE",
  },
  { pattern: /调用(?:频率|次数)|并发|频率|频繁|请勿重复操作/, faultCode: "WDT_RATE_LIMITED" },
  // One forbidden warehouse concerns its own orders, so it must not stop all the others.
  {
    pattern: /仓库.{0,10}权限|权限.{0,10}仓库/,
    faultCode: "WDT_PERMISSION_DENIED",
    recovery: "hold",
  },
  { pattern: /权限不足|(?:没有|无|未开通).{0,12}权限|未授权/, faultCode: "WDT_PERMISSION_DENIED" },
  {
    pattern:
      /(?<!数据|参数)验证失败|签名|时间戳|请求.{0,4}过期|\bsign\b|\bappkey\b|\bappsecret\b|\bsid\b|\btimestamp\b/i,
    faultCode: "WDT_CREDENTIALS_REFUSED",
  },
  { pattern: /超长|过长|长度超|Data truncation|Data too long/i, faultCode: "WDT_TEXT_TOO_LONG" },
  { pattern: new RegExp(`不存在的.*原因|原因.*${DENIED}`), faultCode: "WDT_REASON_UNKNOWN" },
  { pattern: /委外/, faultCode: "WDT_WAREHOUSE_OUTSOURCED" },
  { pattern: /库存.{0,6}(?:不足|不够)|(?:可出|可用|可发)库存/, faultCode: "WDT_STOCK_SHORT" },
  { pattern: /货位|库位/, faultCode: "WDT_POSITION_UNKNOWN" },
  {
    pattern: /(?:批次|批号|有效期|生产日期).*(?:必传|必填|必须|不可为空|不能为空)/,
    faultCode: "WDT_BATCH_REQUIRED",
  },
  { pattern: /批次|批号/, faultCode: "WDT_BATCH_UNKNOWN" },
  { pattern: /物流/, faultCode: "WDT_CARRIER_UNKNOWN" },
  {
    pattern: new RegExp(`(?:货品|商家编码|单品|spec_no).*${DENIED}|不存在.*(?:货品|商家编码|单品)`, "i"),
    faultCode: "WDT_SKU_UNKNOWN",
  },
  { pattern: /(?:货品|商家编码|单品|spec_no).*重复/i, faultCode: "WDT_SKU_REPEATED" },
  { pattern: /数量/, faultCode: "WDT_QUANTITY_REFUSED" },
  { pattern: new RegExp(`仓库.*${DENIED}|不存在.*仓库`), faultCode: "WDT_WAREHOUSE_UNKNOWN" },
  { pattern: /库存/, faultCode: "WDT_STOCK_SHORT" },
  { pattern: /繁忙|稍后|稍候/, faultCode: "WDT_BUSY" },
  // The server failed on the way: whether the order was made before that is not known.
  {
    pattern: /超时|系统(?:异常|错误)|内部错误|数据库|deadlock|timed? ?out/i,
    faultCode: "WDT_BUSY",
    recovery: "reconcile",
  },
];

export const UNKNOWN_MEANING: AnswerMeaning = { faultCode: "WDT_REFUSED" };
