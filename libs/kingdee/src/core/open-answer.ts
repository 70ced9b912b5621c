import { finding, type Finding, type Judged } from "./finding.ts";
import {
  isList,
  isObject,
  parseLossless,
  property,
  textOf,
  type LosslessObject,
  type LosslessValue,
} from "./lossless.ts";
import { judgeMessage, judgeText } from "./message-codes.ts";

/** An answer as it came over the wire: nothing is believed of it yet. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly isUtf8: boolean;
  readonly retryAfterMs?: number | undefined;
}

/** 206 counts as success in the official SDK [kingdee 2.5]. */
const SUCCESS: ReadonlySet<number> = new Set([200, 206]);
/** To a sign-in page; a lasting redirect is a wrong address. */
const TEMPORARY_REDIRECTS: ReadonlySet<number> = new Set([302, 303, 307]);
/** 440 is IIS' login timeout, 419 that of others. */
const SESSION_STATUSES: ReadonlySet<number> = new Set([401, 403, 419, 440]);
const SIGN_IN_PAGE = /登录|登陆|登入|登錄|log[ -]?in|sign[ -]?in|passport/i;
const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * Opens an answer of any service: gives the JSON value in it, or says what the body is instead. The four failure layers
 * of [kingdee 0.10], in the order in which they can be told apart:
 * 1. the HTTP status, with whatever the body says about it,
 * 2. text that is not JSON: login page, `response_error:`, session text, a cut body, another charset,
 * 3. JSON that is not the API: gateway error, WAF pop-up,
 * 4. the error envelope in all its nestings.
 */
export function openAnswer(answer: RawAnswer): Judged<LosslessValue> {
  const text = answer.text.replace(BYTE_ORDER_MARK, "").trim();
  const value = unwrapText(parseLossless(text));
  if (!SUCCESS.has(answer.status)) return { finding: nameStatus(answer, text, value) };
  if (!answer.isUtf8) return { finding: finding("KD_ANSWER_INVALID", "应答的字符集不是 UTF-8") };
  if (value === undefined || typeof value !== "object") return { finding: nameText(text, value) };
  const named = nameStranger(value) ?? nameEnvelope(value) ?? nameMessage(value);
  return named ? { finding: named } : { value };
}

// Some servers wrap their JSON in one more JSON string [kingdee 3.2]. Once: what is still text then is no answer.
function unwrapText(value: LosslessValue | undefined): LosslessValue | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  return parseLossless(value.trim()) ?? value;
}

function nameStatus(answer: RawAnswer, text: string, value: LosslessValue | undefined): Finding {
  const { status, retryAfterMs } = answer;
  const details = { status };
  const named = value === undefined ? undefined : (nameStranger(value) ?? nameEnvelope(value));
  if (named) return { ...named, details: { ...named.details, ...details } };
  const judged = looksLikeHtml(text) ? undefined : judgeText(text);
  if (judged) return finding(judged.code, `金蝶返回 HTTP ${status}`, { ...judged.details, ...details }, text);
  if (status === 429) return { ...finding("KD_CALL_LIMIT", "金蝶返回 HTTP 429", details), retryAfterMs };
  if (status === 519) return finding("KD_GATEWAY", "金蝶网关返回 HTTP 519", details);
  if (status === 404) return finding("KD_NOT_API", "地址不存在(HTTP 404)", details);
  if (status >= 300 && status < 400) {
    const redirect = finding("KD_NOT_API", `请求被转向别处(HTTP ${status})`, details);
    return TEMPORARY_REDIRECTS.has(status) ? { ...redirect, mayBeSessionLoss: true } : redirect;
  }
  const refusal = { ...finding("HTTP_STATUS", `金蝶返回 HTTP ${status}`, details), retryAfterMs };
  return SESSION_STATUSES.has(status) ? { ...refusal, mayBeSessionLoss: true } : refusal;
}

function nameText(text: string, value: LosslessValue | undefined): Finding {
  if (text === "") return finding("KD_ANSWER_INVALID", "应答为空");
  if (looksLikeHtml(text)) {
    const page = finding("KD_NOT_API", "应答是网页");
    return SIGN_IN_PAGE.test(text) ? { ...page, mayBeSessionLoss: true } : page;
  }
  const words = (typeof value === "string" ? value : text).trim();
  // The beginning of a cut page of bills may hold any words, so they are no error of Kingdee's.
  if (/^[[{"]/.test(words)) return finding("KD_ANSWER_INVALID", "应答不完整或不是有效的 JSON");
  const judged = judgeText(words);
  if (judged) return finding(judged.code, "金蝶返回错误文本", judged.details, words);
  if (words.startsWith("response_error:")) return finding("KD_BUSINESS_ERROR", "金蝶返回错误文本", {}, words);
  if (value !== undefined) return finding("KD_ANSWER_INVALID", "应答是单个值");
  return finding("KD_NOT_API", "应答不是 JSON");
}

/** JSON of someone who is not the API: the gateway [kingdee 2.7], or the product's own filter of requests. */
function nameStranger(value: LosslessValue): Finding | undefined {
  const first = isList(value) ? value[0] : value;
  const gatewayCode = textOf(property(first, "errcode"));
  if (gatewayCode !== undefined)
    return finding(
      "KD_GATEWAY",
      `金蝶网关错误 ${gatewayCode.slice(0, 20)}`,
      { gatewayCode: gatewayCode.slice(0, 20) },
      textOf(property(first, "description")),
    );
  if (property(first, "actionname") === undefined) return undefined;
  const [parameter] = listOf(property(first, "params"));
  const text = textOf(property(parameter, "msg")) ?? "";
  const rule = /\[([\w-]+)\]/.exec(text)?.[1];
  const code = /可疑数据|拦截/.test(text) ? "KD_WAF_BLOCKED" : "KD_NOT_API";
  return finding(code, "金蝶返回了弹窗而不是数据", rule ? { rule } : {}, text);
}

/** The error envelope: bare, `[{…}]` or `[[{…}]]`, with or without `Result` around `ResponseStatus` [kingdee 3.3]. */
function nameEnvelope(value: LosslessValue): Finding | undefined {
  const envelope = findEnvelope(value);
  if (!envelope) return undefined;
  const { status, isSuccess } = envelope;
  if (isSuccess) return undefined;
  const errors = listOf(property(status, "Errors")).map((error) => textOf(property(error, "Message")));
  const text = errors.filter((message) => message !== undefined).join(";");
  const msgCode = textOf(property(status, "MsgCode"))?.trim();
  const judged = judgeMessage(msgCode, text);
  const details = { ...judged.details, ...(msgCode === undefined ? {} : { msgCode: msgCode.slice(0, 20) }) };
  const words = msgCode === undefined ? "金蝶返回错误" : `金蝶返回错误(MsgCode ${msgCode.slice(0, 20)})`;
  return finding(judged.code, text === "" ? `${words},没有说明原因` : words, details, text);
}

/** An object that only says something: of whoever stands before Kingdee, whose own sign-in answers say more. */
function nameMessage(value: LosslessValue): Finding | undefined {
  if (!isObject(value) || property(value, "LoginResultType") !== undefined) return undefined;
  const text = ["Message", "message", "msg", "error"].map((name) => textOf(property(value, name))).find(Boolean);
  const judged = text === undefined ? undefined : judgeText(text);
  return judged && finding(judged.code, "金蝶返回错误文本", judged.details, text);
}

function findEnvelope(value: LosslessValue): { status: LosslessObject | undefined; isSuccess: boolean } | undefined {
  let inner: LosslessValue | undefined = value;
  for (let depth = 0; depth < 2 && isList(inner); depth += 1) inner = inner[0];
  const result = property(inner, "Result");
  for (const holder of [result, inner]) {
    const status = property(holder, "ResponseStatus");
    if (status === undefined) continue;
    // An envelope without a status is not a success.
    const told = property(status, "IsSuccess");
    const isSuccess = told === true || (typeof told === "string" && told.toLowerCase() === "true");
    return { status: isObject(status) ? status : undefined, isSuccess };
  }
  return undefined;
}

function listOf(value: LosslessValue | undefined): readonly LosslessValue[] {
  return isList(value) ? value : [];
}

function looksLikeHtml(text: string): boolean {
  return text.startsWith("<");
}
