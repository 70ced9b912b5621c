import { inConsoleWords, inEnglishConsoleWords } from "./console-words.ts";
import { FAULT_CODES } from "./fault-codes.ts";
import { OF_BILLS, OF_DELIVERY } from "./english/bills.ts";
import { OF_FINDINGS } from "./english/findings.ts";
import { OF_EVENTS, OF_PARAMETERS } from "./english/names.ts";
import { OF_RECORDS, OF_THE_BOARD } from "./english/records.ts";
import { retelling, type Phrases } from "./english/retell.ts";
import { OF_MAPPING, OF_SCHEME_FILES, OF_TABLES } from "./english/schemes.ts";
import { OF_REDIS, OF_VENDORS } from "./english/vendors.ts";

/** Every text of the libraries and services that reaches a person, with its English; a test finds one that lacks. */
export const PHRASES: Phrases = {
  ...OF_VENDORS,
  ...OF_REDIS,
  ...OF_BILLS,
  ...OF_DELIVERY,
  ...OF_MAPPING,
  ...OF_SCHEME_FILES,
  ...OF_TABLES,
  ...OF_FINDINGS,
  ...OF_PARAMETERS,
  ...OF_EVENTS,
  ...OF_RECORDS,
  ...OF_THE_BOARD,
};

const retellPhrases = retelling(() => ({ ...PHRASES, ...onThePage(), ...faultPhrases() }));

/**
 * A text of ours in English: a fault as it was noted with a job or a case, a difference, a refusal, a finding. What a
 * vendor, a table or a person has said stays as it is, and so does what nobody knows.
 */
export function inEnglish(text: string): string {
  return retellPhrases(text);
}

/** What names a command's options, as it is told on the page. */
function onThePage(): Phrases {
  const told = Object.entries(PHRASES).map(([chinese, english]) => [
    inConsoleWords(chinese),
    inEnglishConsoleWords(english),
  ]);
  return Object.fromEntries(told.filter(([chinese]) => !(String(chinese) in PHRASES)));
}

/** Meaning and remedy of every code, alone and as a fault tells them: "[CODE] meaning:detail → remedy". */
function faultPhrases(): Phrases {
  return Object.fromEntries(
    Object.entries(FAULT_CODES).flatMap(([code, { meaning, remedy, english }]) => {
      return [
        [meaning, english.meaning],
        [remedy, english.remedy],
        [`[${code}] ${meaning}`, `[${code}] ${english.meaning}`],
        [`[${code}] ${meaning}:{1} → {2}`, `[${code}] ${english.meaning}: {1} → {2}`],
        [`[${code}] ${meaning} → {1}`, `[${code}] ${english.meaning} → {1}`],
      ];
    }),
  );
}
