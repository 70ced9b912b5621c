import { FAULT_CODES, type FaultCode, type MissingCode } from "@billferry/contracts";
import { FAULT_WORDS_EN } from "@billferry/contracts/fault-words-en";

import type { ReaderLanguage } from "./problems.ts";

/** What a code means, and what to do, in the language of the reader. */
export function wordsOf(
  code: FaultCode,
  language: ReaderLanguage,
): { readonly meaning: string; readonly remedy: string } {
  const { meaning, remedy } = language === "en" ? FAULT_WORDS_EN[code] : FAULT_CODES[code];
  return { meaning, remedy };
}

/** The same of a missing code, whose remedy names it. */
export function remedyOf({ kind, subject, code }: MissingCode): string {
  return kind === "table"
    ? `Add ${code} to the scheme's table ${subject} and save it; the bills go on by themselves`
    : `Add or enable ${code} (${subject}) in Wangdiantong; the orders are tried again by themselves`;
}

const TEXT = /^\[([A-Z_]+)\] /;

/** A fault's line in its parts, in the language of the reader. */
export interface ToldFault {
  readonly code: FaultCode;
  readonly meaning: string;
  /** What is particular to this one: numbers, a vendor's own words. */
  readonly detail: string;
  readonly remedy: string;
}

/** Undefined of a text that is no fault's line. */
export function readFault(text: string, language: ReaderLanguage): ToldFault | undefined {
  const code = TEXT.exec(text)?.[1] ?? "";
  if (!Object.hasOwn(FAULT_CODES, code)) return undefined;
  const known = FAULT_CODES[code as FaultCode];
  const head = `[${code}] ${known.meaning}`;
  if (!text.startsWith(head)) return undefined;
  const [noted = "", ...rest] = text.slice(head.length).split(" → ");
  // A remedy that names the case's own numbers says more than the table's.
  const own = rest.join(" → ");
  const { meaning, remedy } = wordsOf(code as FaultCode, language);
  return {
    code: code as FaultCode,
    meaning,
    detail: noted.replace(/^[::]\s*/, ""),
    remedy: own === "" || own === known.remedy ? remedy : own,
  };
}

/**
 * A case's line in the language of the reader: code, meaning and remedy are told anew, and what is particular to the
 * case (numbers, a vendor's own words) stays as it was noted. Another text stays as it is.
 */
export function tellFault(text: string, language: ReaderLanguage): string {
  const told = language === "en" ? readFault(text, language) : undefined;
  if (told === undefined) return text;
  const { code, meaning, detail, remedy } = told;
  return `[${code}] ${meaning}${detail === "" ? "" : `: ${detail}`} → ${remedy}`;
}
