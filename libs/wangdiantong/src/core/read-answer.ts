import { parse } from "lossless-json";

import { readWords } from "./read-words.ts";

/** An answer as far as all calls agree on it. Every number in `body` is its raw text, so no digit is ever lost. */
export interface Answer {
  /** "0" is success; it came as a number or as a string [wangdiantong 2.4]. */
  readonly code: string;
  /** What the answer says, under whatever name; "" where it says nothing. */
  readonly message: string;
  /** With the content of `data` beside its own, where the answer was wrapped. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Why a text is no answer: `html` a page of a proxy or gateway, `cut` JSON that does not end or parse. */
export type Unreadable = "empty" | "html" | "cut" | "not-an-object" | "no-code";

/** Never throws: what is no object with a code says what it is instead, with its `words` where it has any. */
export function readAnswer(text: string): { answer: Answer } | { unreadable: Unreadable; words: string } {
  // A PHP file that was saved with a byte order mark sends it in front of its answer.
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") return { unreadable: "empty", words: "" };
  if (trimmed.startsWith("<")) return { unreadable: "html", words: "" };
  let parsed: unknown;
  try {
    parsed = parse(trimmed, undefined, (raw) => raw);
  } catch {
    return { unreadable: "cut", words: "" };
  }
  if (!isRecord(parsed)) return { unreadable: "not-an-object", words: "" };
  const outer = unwrapResponse(parsed);
  const message = readWords(outer);
  const code = toCode(outer["code"]) ?? refusalCodeOf(outer);
  if (code === undefined) return { unreadable: "no-code", words: message };
  return { answer: { code, message, body: withData(outer) } };
}

/** A gateway may put the whole answer into an envelope of one key. */
function unwrapResponse(body: Record<string, unknown>): Record<string, unknown> {
  const [only, ...others] = Object.values(body);
  return others.length === 0 && isRecord(only) && toCode(only["code"]) !== undefined ? only : body;
}

/** A code under another name is believed when it refuses, and never when it confirms. */
function refusalCodeOf(body: Record<string, unknown>): string | undefined {
  const code = ["error_code", "errcode", "err_code", "sub_code"].map((name) => toCode(body[name])).find(isGiven);
  return code === "0" ? undefined : code;
}

/** `data` (an object, or a list of one) as if it stood beside the code; what stands there itself wins. */
function withData(body: Record<string, unknown>): Record<string, unknown> {
  const { data } = body;
  const inner: unknown = Array.isArray(data) && data.length === 1 ? data[0] : data;
  return isRecord(inner) ? { ...inner, ...body } : body;
}

function toCode(value: unknown): string | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const code = value.trim();
  return /^-?0+(?:\.0+)?$/.test(code) ? "0" : code;
}

function isGiven(value: string | undefined): value is string {
  return value !== undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
