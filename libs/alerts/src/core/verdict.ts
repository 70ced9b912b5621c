import type { AlertText } from "./cause.ts";

/**
 * What an answer means:
 * - `sent`: it is there;
 * - `wait`: the channel rests, and what waits is folded into one message;
 * - `broken`: a person has to mend the channel; it is told through the others;
 * - `mistake`: this message will never be taken; the next one may;
 * - `not-sent`: surely nothing came of it, and it is tried again;
 * - `unknown`: nobody knows whether it is there.
 */
export type SendVerdict =
  | { readonly kind: "sent" }
  | { readonly kind: "wait"; readonly forMs: number; readonly why: AlertText }
  | { readonly kind: "broken" | "mistake" | "not-sent" | "unknown"; readonly why: AlertText };

/** An answer of HTTP as far as it matters here. */
export interface ChannelAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number | undefined;
}

export const SENT: SendVerdict = { kind: "sent" };

/** The object that an answer is; undefined where it is none, and with that no proof of anything. */
export function bodyOf({ text }: ChannelAnswer): Readonly<Record<string, unknown>> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null && !Array.isArray(body)
      ? (body as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What no code of the vendor's tells: without a code in the body nothing was sent. */
export function withoutCode(answer: ChannelAnswer, minuteMs: number): SendVerdict {
  const why = {
    zh: `HTTP ${answer.status},应答中没有可识别的结果`,
    en: `HTTP ${answer.status}, nothing in the answer that tells what came of it`,
  };
  if (answer.status === 429) return { kind: "wait", forMs: answer.retryAfterMs ?? minuteMs, why };
  return { kind: "not-sent", why };
}

/** A code or a text as a word; a form that no vendor documents is none. */
export function wordOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** A code and its text, as much of it as a person needs. */
export function told(code: unknown, text: unknown): string {
  return `${String(code)} ${typeof text === "string" ? [...text].slice(0, 120).join("") : ""}`.trim();
}
