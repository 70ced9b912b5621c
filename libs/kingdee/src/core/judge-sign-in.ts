import { zoneFromTicks, type FaultCode, type Zone } from "@billferry/contracts";

import { finding, type Finding, type Judged } from "./finding.ts";
import { isObject, property, textOf, type LosslessObject } from "./lossless.ts";
import { judgeText } from "./message-codes.ts";
import { openAnswer, type RawAnswer } from "./open-answer.ts";

export interface SignInAccepted {
  /** `KDSVCSessionId`; null on some servers, which then give the session as a cookie only. */
  readonly sessionId: string | undefined;
  /** The server's zone, where it said one that can be. */
  readonly zone: Zone | undefined;
  /** Signed in, but the password policy has something to say ("expires in N days"). */
  readonly passwordNotice: PasswordNotice | null;
}

/** That the password ends soon; null where no number of days is told. */
export interface PasswordNotice {
  readonly daysLeft: number | null;
}

/** 1 is success; -5 "needs a form" may be taken as allowed by API callers, says the manual [kingdee 2.6]. */
const ACCEPTED: ReadonlySet<string> = new Set(["1", "-5"]);

const REFUSED: Readonly<Record<string, readonly [FaultCode, string]>> = {
  "0": ["KD_CREDENTIALS_REFUSED", "用户名、密码或密钥错误"],
  "-1": ["KD_CREDENTIALS_REFUSED", "登录失败"],
  "-2": ["KD_PASSWORD_EXPIRED", "密码不符合策略"],
  "-3": ["KD_PASSWORD_EXPIRED", "密码须先修改"],
  "-4": ["KD_CREDENTIALS_REFUSED", "登录被警告拦下"],
  "-6": ["KD_CREDENTIALS_REFUSED", "未绑定云通行证"],
  "-7": ["KD_CREDENTIALS_REFUSED", "账号未激活"],
};

/** No zone on earth is further from UTC. */
const MAX_OFFSET_MINUTES = 14 * 60;

/**
 * Says whether an answer of the sign-in services means "signed in". Decided by `LoginResultType` and `IsSuccessByAPI`
 * and by nothing else: a refused sign-in sets cookies too, and `CheckPasswordPolicy` comes with successes as well as
 * with failures [kingdee 2.6].
 */
export function judgeSignIn(answer: RawAnswer): Judged<SignInAccepted> {
  const opened = openAnswer(answer);
  if ("finding" in opened) {
    // "Session lost" to a sign-in is no lost session: there was none, and signing in again cannot mend it.
    const isLost = opened.finding.code === "KD_SESSION_LOST";
    return isLost ? { finding: { ...opened.finding, code: "KD_CREDENTIALS_REFUSED" } } : opened;
  }
  const body = opened.value;
  const loginResultType = textOf(property(body, "LoginResultType"))?.trim();
  const isSuccessByApi = property(body, "IsSuccessByAPI");
  if (!isObject(body) || (loginResultType === undefined && typeof isSuccessByApi !== "boolean"))
    return { finding: finding("KD_ANSWER_INVALID", "登录应答中没有 LoginResultType") };
  const isAccepted = isSuccessByApi === true || (loginResultType !== undefined && ACCEPTED.has(loginResultType));
  return isAccepted ? { value: accept(body) } : { finding: refuse(body, loginResultType) };
}

function accept(body: LosslessObject): SignInAccepted {
  const isWarned = property(body, "MessageCode") === "CheckPasswordPolicy";
  return {
    sessionId: textOf(property(body, "KDSVCSessionId"))?.trim(),
    zone: readZone(body),
    passwordNotice: isWarned ? { daysLeft: daysIn(textOf(property(body, "Message")) ?? "") } : null,
  };
}

/** "您的密码将在 3 天后过期"; of several numbers the smallest, since how long it has been in use may stand there too. */
function daysIn(text: string): number | null {
  const days = [...text.matchAll(/(\d{1,4})\s*(?:天|日|days?\b)/gi)].map(([, count]) => Number(count));
  return days.length === 0 ? null : Math.min(...days);
}

function refuse(body: LosslessObject, loginResultType: string | undefined): Finding {
  const text = textOf(property(body, "Message")) ?? "";
  const messageCode = textOf(property(body, "MessageCode"))?.slice(0, 60);
  const [code, words] =
    messageCode === "CheckPasswordPolicy"
      ? (["KD_PASSWORD_EXPIRED", "密码已过期或须修改"] as const)
      : (REFUSED[loginResultType ?? ""] ?? (["KD_CREDENTIALS_REFUSED", "登录失败"] as const));
  const details = { loginResultType: loginResultType?.slice(0, 20), messageCode };
  // The words may say that it is a licence, an allow-list or the account, and not the credentials.
  const byText = code === "KD_CREDENTIALS_REFUSED" ? judgeText(text)?.code : undefined;
  return finding(byText && byText !== "KD_SESSION_LOST" ? byText : code, words, details, text);
}

function readZone(body: LosslessObject): Zone | undefined {
  const ticks = textOf(property(property(property(body, "Context"), "STimeZone"), "OffsetTicks"));
  if (ticks === undefined || !/^-?\d{1,15}(?:\.0+)?$/.test(ticks.trim())) return undefined;
  const zone = zoneFromTicks(Number(ticks));
  return Math.abs(zone.offsetMinutes) <= MAX_OFFSET_MINUTES ? zone : undefined;
}
