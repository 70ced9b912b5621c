import type { FaultCode, FaultDetails } from "@billferry/contracts";

/** A more exact text goes before its code: unknown form and malformed filter both come as MsgCode 4 [kingdee 3.3]. */
interface TextRule {
  readonly pattern: RegExp;
  readonly code: FaultCode;
  /** What the pattern's first group is. */
  readonly names?: "field" | "limit";
}

/** A session that is over, as product, IIS or gateway say it; held only against error texts, never a bill's data. */
const SESSION_TEXTS: readonly RegExp[] = [
  /会话.{0,6}(丢失|超时|过期|失效|无效|不存在|终止|中断|断开)/,
  /會話.{0,6}(遺失|丟失|逾時|超時|過期|失效|無效|不存在|終止|中斷)/,
  /(登录|登陆|登入|登錄)(信息|状态|狀態|资讯|資訊|凭证|憑證)?.{0,4}(超时|過期|过期|失效|逾時|超時|丢失|遺失)/,
  /(未|尚未|没有|還沒有|重新|请先|請先)(登录|登陆|登入|登錄)(?!权限|權限)/,
  /(别处|別處|其他(地方|地点|设备|终端)|异地).{0,4}(登录|登陆|登入|登錄)|被(强制|强行)?(踢|注销|下线)|强制(下线|注销)/,
  /\b(session|login|context)\b.{0,30}\b(time[d -]*out|expired|invalid|lost|not found|not exist|ended|terminated)/i,
  /\b(invalid|expired|lost|no|missing)\s+(session|login)\b/i,
  /\b(not|please|must|need to|re-?)\s*(be\s+)?(log|logged|sign|signed)[ -]?(in|on)\b/i,
  /ByRspRetStatusCode/,
];

const TEXT_RULES: readonly TextRule[] = [
  ...SESSION_TEXTS.map((pattern): TextRule => ({ pattern, code: "KD_SESSION_LOST" })),
  { pattern: /元数据中标识为\s*[“"'‘]?([\w.]+?)[”"'’]?\s*的字段不存在/, code: "KD_FIELD_UNKNOWN", names: "field" },
  { pattern: /([\w.]+)\s*不是简单属性/, code: "KD_FIELD_UNKNOWN", names: "field" },
  { pattern: /业务对象不存在/, code: "KD_FORM_UNKNOWN" },
  { pattern: /GetRealExpress/, code: "KD_FILTER_INVALID" },
  { pattern: /IP白名单/, code: "KD_PERMISSION_DENIED" },
  { pattern: /没有.{0,20}权限/, code: "KD_PERMISSION_DENIED" },
  { pattern: /Fail to verify thirty passport/i, code: "KD_ACCOUNT_UNKNOWN" },
  {
    pattern: /(?:\bLimit\b|最大行数|查询行数|返回行数).{0,12}(?:超过|超出|大于|超過)\D{0,8}(\d+)?/i,
    code: "KD_ROW_LIMIT",
    names: "limit",
  },
  {
    pattern: /\bLimit\b.{0,12}\b(?:can ?not|must not|may not)\b.{0,8}(?:exceed|greater than|more than)\D{0,8}(\d+)?/i,
    code: "KD_ROW_LIMIT",
    names: "limit",
  },
  { pattern: /可疑数据|已经被拦截/, code: "KD_WAF_BLOCKED" },
  { pattern: /调用限制|调用频率|访问频率|过于频繁/, code: "KD_CALL_LIMIT" },
  { pattern: /许可/, code: "KD_LICENCE" },
];

/** MsgCode to FaultCode [kingdee 3.3]. What stands here as a business error is so on purpose, not by omission. */
const MSG_CODES: Readonly<Record<string, FaultCode>> = {
  "0": "KD_BUSINESS_ERROR" /* default */,
  "1": "KD_SESSION_LOST" /* context lost */,
  "2": "KD_PERMISSION_DENIED",
  "3": "KD_BUSINESS_ERROR" /* operation id empty */,
  "4": "KD_BUSINESS_ERROR" /* exception */,
  "5": "KD_FORM_UNKNOWN" /* form id empty */,
  "6": "KD_BUSINESS_ERROR" /* database error */,
  "7": "KD_LICENCE",
  "8": "KD_BUSINESS_ERROR" /* bad parameter */,
  "9": "KD_FIELD_UNKNOWN",
  "10": "KD_BUSINESS_ERROR" /* no such data */,
  "11": "KD_BUSINESS_ERROR" /* validation failed */,
  "12": "KD_BUSINESS_ERROR" /* not operable */,
  "13": "KD_BUSINESS_ERROR" /* edit lock */,
  "14": "KD_CALL_LIMIT",
  "15": "KD_CREDENTIALS_REFUSED" /* administrator may not sign in: another user is needed */,
};

/** Codes that are unambiguous: the text beside them is not looked at. */
const EXACT_MSG_CODES: ReadonlySet<string> = new Set(["1", "2", "7", "14", "15"]);

/** What a text alone says, or undefined where no rule knows it. */
export function judgeText(text: string): { code: FaultCode; details: FaultDetails } | undefined {
  for (const rule of TEXT_RULES) {
    const match = rule.pattern.exec(text);
    if (!match) continue;
    return { code: rule.code, details: rule.names && match[1] ? { [rule.names]: match[1] } : {} };
  }
  return undefined;
}

/** What a MsgCode and its text say together. A code outside the table is a KD_BUSINESS_ERROR with `isUnknownCode`. */
export function judgeMessage(msgCode: string | undefined, text: string): { code: FaultCode; details: FaultDetails } {
  const byCode = msgCode === undefined ? undefined : MSG_CODES[msgCode];
  const byText = judgeText(text);
  const code =
    byCode !== undefined && EXACT_MSG_CODES.has(msgCode ?? "")
      ? byCode
      : (byText?.code ?? byCode ?? "KD_BUSINESS_ERROR");
  const isUnknownCode = msgCode !== undefined && byCode === undefined;
  return { code, details: { ...byText?.details, ...(isUnknownCode ? { isUnknownCode } : {}) } };
}
