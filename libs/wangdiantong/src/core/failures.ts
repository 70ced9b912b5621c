import { Fault, type FaultDetails, type FaultFacts, type MissingCode } from "@billferry/contracts";

import type { AnswerMeaning } from "./answer-codes.ts";
import type { Unreadable } from "./read-answer.ts";

/** `hasEffect` separates a push, which may have been carried out though its answer is lost, from a query. */
export interface CallContext {
  readonly service: string;
  readonly hasEffect: boolean;
  /** Where the call went; named where the address is the trouble. */
  readonly address?: string;
  /** Business keys for the log, e.g. the outer number. */
  readonly keys: FaultDetails;
}

/** Characters of a vendor's message and code that are kept. */
export const MAX_MESSAGE_LENGTH = 400;
export const MAX_CODE_LENGTH = 40;

const MISDIRECTED = new Set([404, 405, 410]);
/** Refused at the door, by the interface or by a gateway before it. */
const DENIED = new Set([401, 403, 407]);

const UNREADABLE_TEXTS: Readonly<Record<Unreadable, string>> = {
  empty: "应答为空",
  html: "应答是网页,不是接口内容",
  cut: "应答不是完整的 JSON",
  "not-an-object": "应答不是 JSON 对象",
  "no-code": "应答中没有 code",
};

/** A transport failure of this call: a push that may have arrived says so. */
export function transportFailure(fault: Fault, context: CallContext): Fault {
  const isUnsent = fault.details["delivery"] === "not-sent";
  return new Fault(fault.code, `${context.service}:${fault.message}`, {
    cause: fault.cause,
    details: { ...fault.details, ...detailsOf(context) },
    facts: effectOf(context, !isUnsent),
  });
}

/** A status that is no answer of the interface. What was refused at the door had no effect. */
export function statusFailure(
  { status, retryAfterMs, words }: { status: number; retryAfterMs?: number | undefined; words?: string | undefined },
  context: CallContext,
): Fault {
  const said = words === undefined || words === "" ? "" : `:${cutText(words, MAX_MESSAGE_LENGTH)}`;
  const where = isMisdirected(status) ? addressOf(context) : context.service;
  const message = `${where} 返回 HTTP ${status}${said}`;
  const isRefusedAtTheDoor = isMisdirected(status) || DENIED.has(status) || status === 429;
  const details = { ...detailsOf(context), status, delivery: "answered" };
  const facts = effectOf(context, !isRefusedAtTheDoor);
  if (status === 429) return new Fault("WDT_RATE_LIMITED", message, { details, facts, retryAfterMs });
  if (isMisdirected(status)) return new Fault("WDT_URL_WRONG", message, { details, facts });
  if (DENIED.has(status)) return new Fault("WDT_PERMISSION_DENIED", message, { details, facts });
  return new Fault("HTTP_STATUS", message, { details, facts, retryAfterMs });
}

/** A status that says that our address is wrong, not the document: the way through is closed for all. */
export function isMisdirected(status: number): boolean {
  return (status >= 300 && status < 400) || MISDIRECTED.has(status);
}

/** Something with status 200 that is no answer. A text that is no refusal is left out: it may hold personal data. */
export function unreadableFailure(
  { problem, lengthChars, words = "" }: { problem: Unreadable; lengthChars: number; words?: string },
  context: CallContext,
): Fault {
  const said = words === "" ? `(${lengthChars} 个字符)` : `:${cutText(words, MAX_MESSAGE_LENGTH)}`;
  return new Fault("WDT_ANSWER_INVALID", `${context.service} ${UNREADABLE_TEXTS[problem]}${said}`, {
    details: { ...detailsOf(context), problem, delivery: "answered" },
    facts: effectOf(context, true),
  });
}

/** An answer whose content breaks its schema; `paths` name the places, never the values. */
export function schemaFailure(paths: readonly string[], context: CallContext): Fault {
  const places = [...new Set(paths)].slice(0, 5).join("、");
  return new Fault("WDT_ANSWER_INVALID", `${context.service} 应答内容不符合约定:${places}`, {
    details: { ...detailsOf(context), problem: "schema", delivery: "answered" },
    facts: effectOf(context, true),
  });
}

/** A refusal in the vendor's own words, from which the caller has removed secrets. */
export interface RefusedAnswer {
  readonly code: string;
  readonly message: string;
  readonly meaning: AnswerMeaning;
  readonly mayHaveEffect: boolean;
  /** The number of a document that the refusal told all the same. */
  readonly documentNo: string | null;
  readonly retryAfterMs: number | undefined;
  /** What is added to the vendor's words. */
  readonly note: string;
  readonly missing: readonly MissingCode[];
}

export function refusal(answer: RefusedAnswer, context: CallContext): Fault {
  const { faultCode, hasBrokenDown = false } = answer.meaning;
  const code = cutText(answer.code, MAX_CODE_LENGTH);
  const words = (cutText(answer.message, MAX_MESSAGE_LENGTH) || "(没有说明)") + answer.note;
  const { retryAfterMs } = answer;
  // A busy server that says until when has asked us to wait.
  const isToldToWait = faultCode === "WDT_BUSY" && !hasBrokenDown && retryAfterMs !== undefined;
  const where = faultCode === "WDT_URL_WRONG" ? addressOf(context) : context.service;
  return new Fault(faultCode, `${where} 返回 ${code === "" ? "" : `${code}:`}${words}`, {
    details: {
      ...detailsOf(context),
      vendorCode: code,
      delivery: "answered",
      ...(answer.documentNo === null ? {} : { documentNo: answer.documentNo }),
    },
    facts: {
      missing: answer.missing,
      ...effectOf(context, answer.mayHaveEffect || answer.documentNo !== null),
      ...(hasBrokenDown && context.hasEffect ? { hasBrokenDown } : {}),
    },
    retryAfterMs,
    ...(isToldToWait ? { recovery: "snooze" } : {}),
  });
}

/** On one line and at most `length` characters. */
export function cutText(text: string, length: number): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, " ").trim();
  const characters = [...line];
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : line;
}

function addressOf({ address = "", service }: CallContext): string {
  return `${address}${service}.php`;
}

function detailsOf({ keys, service }: CallContext): FaultDetails {
  return { ...keys, service };
}

function effectOf({ hasEffect }: CallContext, mayHaveEffect: boolean): FaultFacts {
  return hasEffect ? { mayHaveEffect } : {};
}
