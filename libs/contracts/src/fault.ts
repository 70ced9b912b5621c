import { inEnglish } from "./english.ts";
import { FAULT_CODES, type FaultCode } from "./fault-codes.ts";
import type { FaultWords, Recovery } from "./fault-entry.ts";
import { FAULT_WORDS_EN } from "./fault-words-en.ts";
import { sameInBoth, type Language, type Told } from "./language.ts";
import type { OrderDifference } from "./target-order.ts";

/** For log fields: flat, already free of secrets and personal data. What a program decides by is in `FaultFacts`. */
export type FaultDetails = Readonly<Record<string, string | number | boolean | undefined>>;

/** A code without a row in one of the scheme's tables (`table`), or unknown to Wangdiantong (`target`). */
export interface MissingCode {
  readonly kind: "table" | "target";
  /** The table, or the parameter that carries the code. */
  readonly subject: string;
  readonly code: string;
}

/** What a failure tells the program, never made into text. */
export interface FaultFacts {
  readonly missing?: readonly MissingCode[];
  readonly differences?: readonly OrderDifference[];
  /** The call may have been carried out all the same. */
  readonly mayHaveEffect?: boolean;
  /** The other side failed on the way, and said so: a look tells what a repeat would not. */
  readonly hasBrokenDown?: boolean;
}

/** A failure that we understand; its code says what to do. A bug is none: it stays a plain error and fails loudly. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: FaultCode;
  readonly recovery: Recovery;
  readonly details: FaultDetails;
  readonly facts: FaultFacts;
  /** What happened, in both languages as far as whoever threw it told both; `message` is the Chinese one. */
  readonly text: Told;
  /** How long the other side told us to wait, where it did. */
  readonly retryAfterMs: number | undefined;

  /** `text`: in both languages, or what is the same in both. */
  constructor(
    code: FaultCode,
    text: Told | string,
    options: {
      cause?: unknown;
      details?: FaultDetails;
      facts?: FaultFacts;
      retryAfterMs?: number | undefined;
      /** Overrides the code's own recovery, where the circumstances decide: a broken answer to a listing is `retry`. */
      recovery?: Recovery;
    } = {},
  ) {
    const told = typeof text === "string" ? sameInBoth(text) : text;
    super(told.zh, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.text = told;
    this.recovery = options.recovery ?? FAULT_CODES[code].recovery;
    this.details = options.details ?? {};
    this.facts = options.facts ?? {};
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** True for our own faults, also across realms and copies of this module. */
export function isFault(error: unknown): error is Fault {
  return error instanceof Error && error.name === "Fault" && "code" in error && String(error.code) in FAULT_CODES;
}

/** False for what was never sent or surely refused before anything was done. A wait is judged by its cause. */
export function mayHaveEffect(error: unknown): boolean {
  if (!isFault(error)) return error instanceof Error && error.cause !== undefined && mayHaveEffect(error.cause);
  return error.facts.mayHaveEffect === true;
}

/** A code in the words of one language. */
export function faultWords(code: FaultCode, language: Language): FaultWords {
  return language === "en" ? FAULT_WORDS_EN[code] : FAULT_CODES[code];
}

/** What an operator reads, in Bull Board too: code, event, remedy; never a vendor's body or personal data. */
export function describeFault(fault: Fault, language: Language = "zh"): string {
  const { code } = fault;
  const { meaning, remedy } = faultWords(code, language);
  if (language === "en") return `[${code}] ${meaning}: ${inEnglish(fault.text.en)} → ${remedy}`;
  return `[${code}] ${meaning}:${fault.text.zh} → ${remedy}`;
}

/** What an error says to a person: the code and remedy of a fault, the words of others in his language, where told. */
export function describeError(error: unknown, language: Language): string {
  if (isFault(error)) return describeFault(error, language);
  return toldOf(error)[language];
}

/** What an error says, in both languages where whoever threw it told both: its `text`, else its message. */
export function toldOf(error: unknown): Told {
  if (!(error instanceof Error)) return sameInBoth(String(error));
  const { text = sameInBoth(error.message) } = error as { readonly text?: Told };
  return typeof text === "object" ? { zh: text.zh, en: inEnglish(text.en) } : sameInBoth(error.message);
}

/** The chain of causes as text, because Redis keeps only the message of an error [bullmq 1.1]. */
export function describeCauses(error: unknown, limit = 5): string[] {
  const causes: string[] = [];
  let current: unknown = error instanceof Error ? error.cause : undefined;
  while (current !== undefined && causes.length < limit) {
    causes.push(current instanceof Error ? `${current.name}: ${current.message}` : typeof current);
    current = current instanceof Error ? current.cause : undefined;
  }
  return causes;
}
