import { inEnglish } from "./english.ts";

/** The languages of people: whatever a person reads exists in both. */
export const LANGUAGES = ["zh", "en"] as const;

export type Language = (typeof LANGUAGES)[number];

/** One text in both languages: a text with a missing half does not compile. */
export interface Told {
  readonly zh: string;
  readonly en: string;
}

/** What is being done right now, for whoever waits: with how much of this step is done, as far as it is known. */
export interface WorkTold extends Told {
  /** Names the step: what is reckoned of one says nothing of the next. */
  readonly step?: string;
  /** How many are done. */
  readonly done?: number;
  /** From 0 to 1. */
  readonly share?: number;
}

/**
 * Says a text in the language of one reader; what makes text for a single reader takes it as an argument. A string is
 * what was noted somewhere in Chinese, and is retold, or is the same in both.
 */
export type Say = (text: Told | string) => string;

type Environment = Readonly<Record<string, string | undefined>>;

/** The words of one language. */
export function sayIn(language: Language): Say {
  const retell = language === "en" ? inEnglish : (text: string): string => text;
  return (text) => (typeof text === "string" ? retell(text) : text[language]);
}

/** A text that is made of parts: told once in each language. */
export function tellBoth(tell: (say: Say, language: Language) => string): Told {
  return { zh: tell(sayIn("zh"), "zh"), en: tell(sayIn("en"), "en") };
}

/** What is the same in both: a name, a number, a vendor's own words. */
export function sameInBoth(text: string): Told {
  return { zh: text, en: text };
}

/** The language of whoever reads along with a service: `BILLFERRY_LANG`; Chinese where nothing is said. */
export function serviceLanguage(env: Environment): Language {
  return readLanguage(env["BILLFERRY_LANG"]) ?? "zh";
}

/**
 * The language of a person's command: `--lang`, else `BILLFERRY_LANG`, else an English locale, else Chinese. A locale
 * decides no service's language: servers in China often have an English one.
 */
export function chooseLanguage({
  argv,
  env,
}: {
  readonly argv: readonly string[];
  readonly env: Environment;
}): Language {
  const locale = env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "";
  return askedLanguage(argv) ?? readLanguage(env["BILLFERRY_LANG"]) ?? (/^en/i.test(locale) ? "en" : "zh");
}

/** `--lang en` or `--lang=en`, wherever it stands; nothing after `--`. */
export function askedLanguage(argv: readonly string[]): Language | undefined {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  const at = words.findLastIndex((word) => word === "--lang" || word.startsWith("--lang="));
  const word = words[at];
  return readLanguage(word === "--lang" ? words[at + 1] : word?.slice("--lang=".length));
}

/** "en", "en_US", "zh-CN"; undefined for anything else. */
function readLanguage(text: string | undefined): Language | undefined {
  const [language = ""] = (text ?? "").toLowerCase().split(/[-_.@]/);
  return LANGUAGES.find((each) => each === language);
}
