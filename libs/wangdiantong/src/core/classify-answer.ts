import { CODE_MEANINGS, SUCCESS_CODE, TEXT_RULES, UNKNOWN_MEANING, type AnswerMeaning } from "./answer-codes.ts";

export type Verdict =
  | { readonly kind: "success" }
  | { readonly kind: "duplicate" }
  | { readonly kind: "refused"; readonly meaning: AnswerMeaning; readonly isKnown: boolean };

/**
 * What an answer means; total, so every code and text has a verdict. `message` never decides success (vendor notes
 * 2.4). `ownTexts` are values of the request that the server may quote: they are taken out of the text first, so a
 * material called "物流袋" is not mistaken for a carrier.
 */
export function classifyAnswer(code: string, message: string, ownTexts: readonly string[] = []): Verdict {
  if (code === SUCCESS_CODE) return { kind: "success" };
  const byCode = Object.hasOwn(CODE_MEANINGS, code) ? CODE_MEANINGS[code] : undefined;
  const meaning = byCode ?? meaningOfText(withoutOwnTexts(message, ownTexts));
  if (meaning === undefined) return { kind: "refused", meaning: UNKNOWN_MEANING, isKnown: false };
  if (meaning.faultCode === "WDT_ORDER_DUPLICATE") return { kind: "duplicate" };
  return { kind: "refused", meaning, isKnown: true };
}

function meaningOfText(message: string): AnswerMeaning | undefined {
  return TEXT_RULES.find((rule) => rule.pattern.test(message));
}

function withoutOwnTexts(message: string, ownTexts: readonly string[]): string {
  // Longest first: a number that contains another one goes as a whole.
  const quoted = ownTexts.filter((text) => text.length > 1 && message.includes(text));
  return quoted.toSorted((a, b) => b.length - a.length).reduce((rest, text) => rest.replaceAll(text, "…"), message);
}
