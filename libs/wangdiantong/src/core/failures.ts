import { Fault, type FaultDetails, type Recovery } from "@billferry/contracts";

import type { AnswerMeaning } from "./answer-codes.ts";
import type { Unreadable } from "./read-answer.ts";

/**
 * What is known of a call when it goes wrong. `hasEffect` separates a push, which may have been carried out when its
 * answer is lost, from a query, which can simply be asked again.
 */
export interface CallContext {
  readonly service: string;
  readonly hasEffect: boolean;
  /** Business keys for the log, e.g. the outer number. */
  readonly keys: FaultDetails;
}

/** Characters of a vendor's message and code that are kept. */
export const MAX_MESSAGE_LENGTH = 200;
export const MAX_CODE_LENGTH = 40;

const MAX_RETRY_AFTER_MS = 3_600_000;

/** Statuses that say that our address or settings are wrong, not the document: the way through is closed for all. */
const MISDIRECTED = new Set([401, 404, 405, 410]);

const UNREADABLE_TEXTS: Readonly<Record<Unreadable, string>> = {
  empty: "应答为空",
  html: "应答是网页,不是接口内容",
  cut: "应答不是完整的 JSON",
  "not-an-object": "应答不是 JSON 对象",
  "no-code": "应答中没有 code",
};

/** A transport failure, with the recovery that this call needs: a push that may have arrived is settled by evidence. */
export function transportFailure(fault: Fault, context: CallContext): Fault {
  const isUnsent = fault.details["delivery"] === "not-sent";
  const recovery = context.hasEffect && !isUnsent ? "reconcile" : "retry";
  return new Fault(fault.code, `${context.service}:${fault.message}`, {
    cause: fault.cause,
    details: { ...fault.details, ...context.keys, service: context.service },
    // A stop is no failure of the call: it goes back to the queue and is repeated under the same key.
    recovery: fault.code === "SHUTDOWN" ? fault.recovery : recovery,
  });
}

/** A status that is no answer of the interface; 429 is the only one that surely had no effect. */
export function statusFailure(status: number, retryAfterMs: number | undefined, context: CallContext): Fault {
  const message = `${context.service} 返回 HTTP ${status}`;
  const details = { ...context.keys, service: context.service, status, delivery: "answered" };
  if (status === 429) return new Fault("WDT_RATE_LIMITED", message, { details, retryAfterMs });
  const isMisdirected = (status >= 300 && status < 400) || MISDIRECTED.has(status);
  const recovery = isMisdirected ? "abort" : lostAnswerRecovery(context);
  return new Fault("HTTP_STATUS", message, { details, retryAfterMs, recovery });
}

/** Something with status 200 that is no answer. The text itself is left out: it may hold personal data. */
export function unreadableFailure(problem: Unreadable, lengthChars: number, context: CallContext): Fault {
  return new Fault("WDT_ANSWER_INVALID", `${context.service} ${UNREADABLE_TEXTS[problem]}(${lengthChars} 个字符)`, {
    details: { ...context.keys, service: context.service, problem, delivery: "answered" },
    recovery: lostAnswerRecovery(context),
  });
}

/** An answer whose content breaks its schema; `paths` name the places, never the values. */
export function schemaFailure(paths: readonly string[], context: CallContext): Fault {
  const places = [...new Set(paths)].slice(0, 5).join("、");
  return new Fault("WDT_ANSWER_INVALID", `${context.service} 应答内容不符合约定:${places}`, {
    details: { ...context.keys, service: context.service, problem: "schema", delivery: "answered" },
    recovery: lostAnswerRecovery(context),
  });
}

/** A refusal in the vendor's own words, which the caller has freed of secrets. */
export function refusal(
  answer: { code: string; message: string; meaning: AnswerMeaning },
  context: CallContext,
): Fault {
  const { faultCode, recovery } = answer.meaning;
  const code = cutText(answer.code, MAX_CODE_LENGTH);
  const words = cutText(answer.message, MAX_MESSAGE_LENGTH) || "(没有说明)";
  return new Fault(faultCode, `${context.service} 返回 ${code}:${words}`, {
    details: { ...context.keys, service: context.service, vendorCode: code, delivery: "answered" },
    ...(recovery === undefined ? {} : { recovery: recovery === "reconcile" ? lostAnswerRecovery(context) : recovery }),
  });
}

/** `Retry-After` in milliseconds: seconds or an HTTP date against the server's clock; at most an hour. */
export function parseRetryAfter(header: unknown, serverNowMs: number): number | undefined {
  if (typeof header !== "string" || header.trim() === "") return undefined;
  const waitMs = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - serverNowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS);
}

/** On one line and at most `length` characters. */
export function cutText(text: string, length: number): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, " ").trim();
  const characters = [...line];
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : line;
}

function lostAnswerRecovery(context: CallContext): Recovery {
  return context.hasEffect ? "reconcile" : "retry";
}
