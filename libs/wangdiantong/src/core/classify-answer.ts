import {
  AFTER_BOOKING,
  CODE_MEANINGS,
  SUCCESS_CODE,
  TEXT_RULES,
  UNKNOWN_MEANING,
  type AnswerMeaning,
} from "./answer-codes.ts";
import { findQuoted, type OwnCode } from "./own-codes.ts";

export type Verdict =
  | { readonly kind: "success" }
  | { readonly kind: "duplicate" }
  | {
      readonly kind: "refused";
      readonly meaning: AnswerMeaning;
      readonly isKnown: boolean;
      /** False only where the text surely came before anything was booked. */
      readonly mayHaveEffect: boolean;
    };

/**
 * What an answer means; total, so every code and text has a verdict. `message` never decides success
 * [wangdiantong 2.4]. `own` are values of the request that the server may quote: they do not decide what a text means.
 */
export function classifyAnswer(code: string, message: string, own: readonly OwnCode[] = []): Verdict {
  if (code === SUCCESS_CODE) return { kind: "success" };
  const byCode = Object.hasOwn(CODE_MEANINGS, code) ? CODE_MEANINGS[code] : undefined;
  const { rest } = findQuoted(message, own);
  const meaning = byCode ?? TEXT_RULES.find((rule) => rule.pattern.test(rest));
  if (meaning?.faultCode === "WDT_ORDER_DUPLICATE") return { kind: "duplicate" };
  return {
    kind: "refused",
    meaning: meaning ?? UNKNOWN_MEANING,
    isKnown: meaning !== undefined,
    mayHaveEffect: meaning?.provesNoEffect !== true || AFTER_BOOKING.test(rest),
  };
}
