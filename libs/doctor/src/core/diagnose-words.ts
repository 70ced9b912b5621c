import { FAULT_CODES, type FaultCode } from "@billferry/contracts";

/** One line, in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** Why something could not be found out. */
export interface Failure {
  readonly code: FaultCode | "UNKNOWN";
  /** Free of secrets; may have several lines. */
  readonly message: string;
}

interface FailureWords {
  readonly meaning: Words;
  readonly remedy: Words;
}

const WAITS = "It mostly passes; run the doctor again in some minutes";

/** The English of the codes that a check can meet; the Chinese is the table's own. */
const ENGLISH: Partial<Record<FaultCode, readonly [meaning: string, remedy: string]>> = {
  CONFIG_INVALID: ["Settings are wrong", "Set the named environment variables"],
  SCHEME_INVALID: ["The scheme is wrong", "Mend the scheme file at the named lines"],
  STATE_UNREADABLE: [
    "The stored state is of another version or damaged",
    "Check the program's version; npx billferry repair, and --rebuild --yes to rebuild it from both ends",
  ],
  REDIS_UNUSABLE: ["Redis does not do", "Check REDIS_URL, and that Redis runs and answers"],
  REDIS_BUSY: ["Redis cannot work right now", "It goes on by itself; look at Redis if it takes more than some minutes"],
  HTTP_NETWORK: ["The connection failed", "Check the address, DNS, the network and the firewall"],
  HTTP_DEADLINE: ["No answer in time", "Check the network and whether the other side is up; " + WAITS.toLowerCase()],
  HTTP_STATUS: ["An HTTP status that is no answer", "Check the address; " + WAITS.toLowerCase()],
  HTTP_BODY_TOO_LARGE: ["The answer is too large", "Lower page_size in the scheme"],
  KD_NOT_API: ["This is not Kingdee's WebAPI (a login page, perhaps)", "Check KINGDEE_URL; it ends with /k3cloud/"],
  KD_GATEWAY: [
    "Kingdee's gateway reports an error",
    "Check KINGDEE_URL: the tenant's own address, not the old gateway",
  ],
  KD_ANSWER_INVALID: ["Kingdee's answer is not as agreed", "Run the doctor again; if it stays, ask for support"],
  KD_BUSINESS_ERROR: ["Kingdee reports an error", "Read the text; it is Kingdee's own"],
  KD_SESSION_LOST: ["Kingdee's session is lost", "Check the credentials, and that nothing logs this user out"],
  KD_CREDENTIALS_REFUSED: [
    "Kingdee refuses the sign-in",
    "Check KINGDEE_USER, the password or the application's secret, and KINGDEE_LCID",
  ],
  KD_PASSWORD_EXPIRED: ["The password has expired or must be changed", "Change it in Kingdee, then in the settings"],
  KD_ACCOUNT_UNKNOWN: ["No such Kingdee account set", "Check KINGDEE_ACCOUNT: the data centre's id, not its name"],
  KD_PERMISSION_DENIED: [
    "The Kingdee user lacks the permission",
    "Grant the integration user the right to query the form",
  ],
  KD_WAF_BLOCKED: [
    "Kingdee's security rule blocks the request",
    "Let Kingdee's administrator exempt the integration user",
  ],
  KD_LICENCE: ["No Kingdee licence is free", "Free a licence, or add one for the integration user"],
  KD_CALL_LIMIT: ["Kingdee limits the calls", WAITS],
  KD_FORM_UNKNOWN: ["Kingdee has no such form", "Check the form (FormId) in the scheme"],
  KD_FIELD_UNKNOWN: ["Kingdee lacks a field that was asked for", "Mend the field's name in the scheme"],
  KD_FILTER_INVALID: ["Kingdee cannot read the filter", "Check the filter in the scheme"],
  KD_ORDER_BROKEN: ["Kingdee does not keep to the order", "Run the doctor again; if it stays, ask for support"],
  KD_CONTRACT_BROKEN: ["Fields are not of the agreed type", "Check whether the named field was renamed or retyped"],
  WDT_URL_WRONG: [
    "There is no Wangdiantong interface at WDT_URL",
    "Check WDT_URL; it is https://api.wangdian.cn/openapi2/ in production",
  ],
  WDT_CREDENTIALS_REFUSED: [
    "Wangdiantong refuses the credentials or the signature",
    "Check WDT_SID, WDT_APPKEY, WDT_APPSECRET and this machine's clock",
  ],
  WDT_PERMISSION_DENIED: [
    "Wangdiantong has not opened this interface",
    "Let Wangdiantong open the interface for this appkey, or add this machine's outgoing IP to its allow-list",
  ],
  WDT_RATE_LIMITED: ["Wangdiantong limits the calls", "Lower WDT_CALLS_PER_MINUTE; other users of this sid count too"],
  WDT_BUSY: ["Wangdiantong is busy", WAITS],
  WDT_ANSWER_INVALID: ["This is no answer of Wangdiantong's interface", "Check WDT_URL; it ends with /openapi2/"],
  WDT_REFUSED: ["Wangdiantong refuses the call", "Read the text; it is Wangdiantong's own"],
};

/** An IP allow-list comes as a missing permission [kingdee 2.6], and another person mends it. */
const ALLOW_LIST: Words = {
  zh: "请金蝶管理员把本机出口 IP 加入该第三方应用的 IP 白名单",
  en: "Let Kingdee's administrator add this machine's outgoing IP to the application's allow-list",
};

/** What a failure means and what to do about it. */
export function failureWords(code: Failure["code"], message: string): FailureWords {
  if (code === "UNKNOWN")
    return {
      meaning: { zh: "意外的错误", en: "An unexpected error" },
      remedy: { zh: "保留本输出并联系技术支持", en: "Keep this output and ask for support" },
    };
  const { meaning, remedy } = FAULT_CODES[code];
  const [english = meaning, englishRemedy = remedy] = ENGLISH[code] ?? [];
  return {
    meaning: { zh: meaning, en: english },
    remedy: code.startsWith("KD_") && /IP\s*白名单/i.test(message) ? ALLOW_LIST : { zh: remedy, en: englishRemedy },
  };
}
