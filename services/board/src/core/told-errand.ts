import type { ReaderLanguage } from "./problems.ts";
import { tellParts } from "./told-text.ts";

/** What in a clerk's result is words of ours. */
const SAID = new Set(["text", "why", "unread", "reasons", "rule", "notes", "remedy", "en"]);
/** In what is made of a bill, a parameter's name too; in its rows names are Kingdee's. */
const OF_VALUES = new Set([...SAID, "label"]);

/** What came of an errand, in the language of the reader. */
export function tellResult<Result extends object>(result: Result, language: ReaderLanguage): Result {
  return Object.fromEntries(
    Object.entries(result).map(([name, part]: [string, unknown]) => [name, tellPart(name, part, language)]),
  ) as Result;
}

function tellPart(name: string, part: unknown, language: ReaderLanguage): unknown {
  switch (name) {
    case "values":
    case "unused":
    case "parameters":
      return tellParts(part, OF_VALUES, language);
    // The scheme's file is the team's own.
    case "draft":
      return typeof part === "object" && part !== null
        ? { ...tellResult(part, language), ...("text" in part ? { text: part.text } : {}) }
        : part;
    case "bills":
      return Array.isArray(part) ? part.map((bill: object) => tellBill(bill, language)) : part;
    case "reasons":
      return tellParts({ part }, new Set(["part"]), language).part;
    default:
      return tellParts(part, SAID, language);
  }
}

function tellBill(bill: object, language: ReaderLanguage): object {
  const said = tellParts(bill, SAID, language);
  return "orders" in bill ? { ...said, orders: tellParts(bill.orders, OF_VALUES, language) } : said;
}
