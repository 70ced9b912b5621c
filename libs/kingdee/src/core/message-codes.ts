import type { FaultCode, FaultDetails } from "@billferry/contracts";

/**
 * What Kingdee's own codes and words mean, as data. The text goes first where it is more exact than its code: an unknown
 * form and a malformed filter both come as MsgCode 4, "exception" (vendor notes 3.3).
 */
interface TextRule {
  readonly pattern: RegExp;
  readonly code: FaultCode;
  /** Whether the pattern's first group is a field key. */
  readonly namesField?: true;
}

const TEXT_RULES: readonly TextRule[] = [
  { pattern: /会话信息已丢失/, code: "KD_SESSION_LOST" },
  { pattern: /ByRspRetStatusCode/, code: "KD_SESSION_LOST" },
  { pattern: /元数据中标识为\s*[“"'‘]?([\w.]+?)[”"'’]?\s*的字段不存在/, code: "KD_FIELD_UNKNOWN", namesField: true },
  { pattern: /([\w.]+)\s*不是简单属性/, code: "KD_FIELD_UNKNOWN", namesField: true },
  { pattern: /业务对象不存在/, code: "KD_FORM_UNKNOWN" },
  { pattern: /GetRealExpress/, code: "KD_FILTER_INVALID" },
  { pattern: /IP白名单/, code: "KD_PERMISSION_DENIED" },
  { pattern: /没有.{0,20}权限/, code: "KD_PERMISSION_DENIED" },
  { pattern: /Fail to verify thirty passport/i, code: "KD_ACCOUNT_UNKNOWN" },
  { pattern: /可疑数据|已经被拦截/, code: "KD_WAF_BLOCKED" },
  { pattern: /调用限制|调用频率|访问频率|过于频繁/, code: "KD_CALL_LIMIT" },
  { pattern: /许可/, code: "KD_LICENCE" },
];

/** MsgCode to FaultCode (vendor notes 3.3). What stands here as a business error is so on purpose, not by omission. */
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

/** Codes that say all there is to say; a text beside them is not asked. */
const EXACT_MSG_CODES: ReadonlySet<string> = new Set(["1", "2", "7", "14", "15"]);

/** What a text alone says, or undefined where no rule knows it. */
export function judgeText(text: string): { code: FaultCode; details: FaultDetails } | undefined {
  for (const rule of TEXT_RULES) {
    const match = rule.pattern.exec(text);
    if (!match) continue;
    return { code: rule.code, details: rule.namesField && match[1] ? { field: match[1] } : {} };
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
