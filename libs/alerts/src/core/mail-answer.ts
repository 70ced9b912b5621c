import type { SendVerdict } from "./verdict.ts";

/** A failed delivery by SMTP, as the library tells it. */
export interface MailFailure {
  readonly code?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly message: string;
}

const BEFORE_SENDING = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|Connection timeout|Greeting never/;
const NEVER_SENT = new Set(["EDNS", "ETLS", "EREQUIRETLS", "EPROTOCOL"]);

/** What it means: 4xx is later, 5xx is for a person; a connection that was lost half way tells nothing. */
export function readMailFailure({ code = "", responseCode, message }: MailFailure): SendVerdict {
  const why = {
    zh: `邮件:${[code, responseCode].filter(Boolean).join(" ")}`,
    en: `mail: ${[code, responseCode].filter(Boolean).join(" ")}`,
  };
  if (code === "EAUTH" || code === "ENOAUTH")
    return {
      kind: "broken",
      why: {
        zh: `${why.zh} → 核对 ALERT_SMTP_URL 的用户与密码(QQ、163 等邮箱用授权码)`,
        en: `${why.en} → check user and password in ALERT_SMTP_URL (QQ, 163 and others want an authorisation code)`,
      },
    };
  if (code === "ETLS")
    return {
      kind: "not-sent",
      why: {
        zh: `${why.zh} → 服务器的加密连接不可用:核对端口(465 用 smtps,587 用 smtp)与证书`,
        en: `${why.en} → the server's encryption does not work: check port (465 for smtps, 587 for smtp) and certificate`,
      },
    };
  if (responseCode !== undefined && responseCode >= 500)
    return {
      kind: "broken",
      why: {
        zh: `${why.zh} → 服务器拒收:核对 ALERT_MAIL_FROM(多数邮箱要求与登录名相同)与 ALERT_MAIL_TO`,
        en: `${why.en} → the server refused it: check ALERT_MAIL_FROM (mostly the same as the user) and ALERT_MAIL_TO`,
      },
    };
  if (responseCode !== undefined && responseCode >= 400) return { kind: "not-sent", why };
  const isUnsent = NEVER_SENT.has(code) || BEFORE_SENDING.test(message);
  return { kind: isUnsent ? "not-sent" : "unknown", why };
}
