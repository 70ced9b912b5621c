import type { FaultCode, MissingCode } from "@billferry/contracts";

import { findQuoted, type OwnCode } from "./own-codes.ts";

/** Which parameter carries the code that Wangdiantong does not know, by how it was refused. */
const SUBJECTS: Partial<Record<FaultCode, string>> = {
  WDT_SKU_UNKNOWN: "spec_no",
  WDT_WAREHOUSE_UNKNOWN: "warehouse_no",
  WDT_CARRIER_UNKNOWN: "logistics_code",
  WDT_REASON_UNKNOWN: "reason",
  WDT_POSITION_UNKNOWN: "position_no",
  WDT_DEFAULT_POSITION_UNKNOWN: "position_no",
  WDT_BATCH_UNKNOWN: "batch_no",
};

const MOST_CODES = 20;
/** Something that only a code looks like: with a digit, or all capitals; no row number ("第3行"). */
const CODE_TOKEN =
  /(?<![A-Za-z0-9_{./-])(?<!第 ?)(?=[A-Z0-9_./-]*[A-Z0-9]{2}|[\w./-]*\d)[A-Za-z0-9](?:[\w./-]*[A-Za-z0-9])?(?![A-Za-z0-9_}])/g;
const NO_CODES = new Set(["SKU", "ID", "NO", "API", "ERP", "WMS", "JSON", "SN", "OK"]);

/**
 * The codes for which a request was refused: ours that the vendor's words quote, as a whole; else the one that they
 * name though it is not ours (the part of a suite, a default position); else our only one of that parameter. None where
 * the refusal is not about a code, or nobody can tell about which.
 */
export function findMissingCodes(faultCode: FaultCode, words: string, own: readonly OwnCode[]): readonly MissingCode[] {
  const subject = SUBJECTS[faultCode];
  if (subject === undefined) return [];
  const { rest, quoted } = findQuoted(words, own);
  const ours = quoted.filter(({ field }) => field === subject).map(({ value }) => value);
  const codes = ours.length > 0 ? ours : (strangers(rest) ?? onlyOne(subject, own));
  return [...new Set(codes)].slice(0, MOST_CODES).map((code) => ({ kind: "target", subject, code }));
}

/** The one code in the words that is not ours; none where there are several; undefined without any code. */
function strangers(rest: string): readonly string[] | undefined {
  const found = [...new Set(rest.match(CODE_TOKEN))].filter((token) => !NO_CODES.has(token));
  if (found.length === 0) return undefined;
  return found.length === 1 ? found : [];
}

function onlyOne(subject: string, own: readonly OwnCode[]): readonly string[] {
  const values = [...new Set(own.filter(({ field }) => field === subject).map(({ value }) => value))];
  return values.length === 1 ? values : [];
}
