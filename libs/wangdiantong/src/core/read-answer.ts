import { parse } from "lossless-json";

/** An answer as far as all calls agree on it. Every number in `body` is its raw text, so no digit is ever lost. */
export interface Answer {
  /** "0" is success; it came as a number or as a string (vendor notes 2.4). */
  readonly code: string;
  readonly message: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Why a text is no answer: `html` a page of a proxy or gateway, `cut` JSON that does not end or parse. */
export type Unreadable = "empty" | "html" | "cut" | "not-an-object" | "no-code";

/** Reads the text of a reply; whatever is not an object with a code says what it is instead. Never throws. */
export function readAnswer(text: string): { answer: Answer } | { unreadable: Unreadable } {
  // PHP files saved with a byte order mark send it along.
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") return { unreadable: "empty" };
  if (trimmed.startsWith("<")) return { unreadable: "html" };
  let body: unknown;
  try {
    body = parse(trimmed, undefined, (raw) => raw);
  } catch {
    return { unreadable: "cut" };
  }
  if (!isRecord(body)) return { unreadable: "not-an-object" };
  const code = toCode(body["code"]);
  if (code === undefined) return { unreadable: "no-code" };
  const message = body["message"];
  return { answer: { code, message: typeof message === "string" ? message : "", body } };
}

function toCode(value: unknown): string | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const code = value.trim();
  return /^-?0+(?:\.0+)?$/.test(code) ? "0" : code;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
