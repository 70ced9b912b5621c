import { FAULT_CODES, type FaultCode } from "@billferry/contracts";
import { inEnglish } from "@billferry/contracts/english";
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

/** A text of ours (the line of a case, a difference, a refusal) in the language of the reader. */
export function tellText(text: string, language: ReaderLanguage): string {
  return language === "en" ? inEnglish(text) : text;
}

/**
 * An answer in the language of the reader: what stands under these names, at whatever depth, is words of ours, alone or
 * in a list. All else (codes, cells, people's words) is data.
 */
export function tellParts<Answer>(answer: Answer, names: ReadonlySet<string>, language: ReaderLanguage): Answer {
  return language === "en" ? (told(answer, names) as Answer) : answer;
}

function told(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => told(each, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]: [string, unknown]) => [
      name,
      names.has(name) ? inWords(part, names) : told(part, names),
    ]),
  );
}

function inWords(part: unknown, names: ReadonlySet<string>): unknown {
  if (typeof part === "string") return inEnglish(part);
  return Array.isArray(part) ? part.map((each) => inWords(each, names)) : told(part, names);
}
