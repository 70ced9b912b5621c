import type { MissingCode } from "@billferry/contracts";

import type { AnswerMeaning } from "./answer-codes.ts";
import { findMissingCodes } from "./missing-code.ts";
import type { OwnCode } from "./own-codes.ts";

/** The parts of the request that a refusal can be about. */
export interface OwnRequest {
  readonly codes: readonly OwnCode[];
  /** Of an order. */
  readonly lines: readonly OwnLine[];
  /** What people wrote into it. */
  readonly prose?: readonly string[];
}

interface OwnLine {
  readonly specNo: string;
  readonly positionNo: string | undefined;
}

const MOST_SKUS = 10;

/** The missing codes, and for a position its goods: one that we had not sent is their default one. */
export function explainRefusal(
  meaning: AnswerMeaning,
  words: string,
  own: OwnRequest,
): { readonly meaning: AnswerMeaning; readonly note: string; readonly missing: readonly MissingCode[] } {
  const missing = findMissingCodes(meaning.faultCode, words, own.codes);
  if (meaning.faultCode !== "WDT_POSITION_UNKNOWN") return { meaning, note: "", missing };
  const sent = own.lines.filter(
    ({ positionNo }) => positionNo !== undefined && missing.some(({ code }) => code === positionNo),
  );
  if (sent.length > 0) return { meaning, note: concerning(sent), missing };
  const withoutPosition = own.lines.filter(({ positionNo }) => positionNo === undefined);
  if (withoutPosition.length === 0) return { meaning, note: concerning(own.lines), missing };
  return {
    // Nobody knows when Wangdiantong looks for it: perhaps only at the audit.
    meaning: { faultCode: "WDT_DEFAULT_POSITION_UNKNOWN" },
    note: `(推送未带货位,这是旺店通中货品的默认货位)${concerning(withoutPosition)}`,
    missing,
  };
}

function concerning(lines: readonly OwnLine[]): string {
  const skus = [...new Set(lines.map(({ specNo }) => specNo))];
  if (skus.length === 0) return "";
  const shown = skus.slice(0, MOST_SKUS).join("、");
  return `;涉及商家编码 ${shown}${skus.length > MOST_SKUS ? ` 等共 ${skus.length} 个` : ""}`;
}
