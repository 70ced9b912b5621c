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
  const { meaning, remedy, english } = FAULT_CODES[code];
  return {
    meaning: { zh: meaning, en: english.meaning },
    remedy: code.startsWith("KD_") && /IP\s*白名单/i.test(message) ? ALLOW_LIST : { zh: remedy, en: english.remedy },
  };
}
