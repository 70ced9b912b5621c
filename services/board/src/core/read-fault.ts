import { FAULT_CODES, type FaultCode } from "@billferry/contracts";

import type { ReaderLanguage } from "./problems.ts";
import { tellText, wordsOf } from "./told-text.ts";

/** A fault's line in its parts, in the language of the reader. */
export interface ToldFault {
  readonly code: FaultCode;
  readonly meaning: string;
  /** What is particular to this one: numbers, a vendor's own words. */
  readonly detail: string;
  readonly remedy: string;
}

const TEXT = /^\[([A-Z_]+)\] /;

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
    detail: tellText(noted.replace(/^[::]\s*/, ""), language),
    remedy: own === "" || own === known.remedy ? remedy : tellText(own, language),
  };
}
