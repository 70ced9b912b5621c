import type { Language, Say, Told } from "@billferry/contracts";

/** Commander's own words, which it has in English only. */
const TITLES: Readonly<Record<string, Told>> = {
  "Usage:": { zh: "用法:", en: "Usage:" },
  "Arguments:": { zh: "参数:", en: "Arguments:" },
  "Options:": { zh: "选项:", en: "Options:" },
  "Commands:": { zh: "命令:", en: "Commands:" },
};

export const COMMANDER_WORDS = {
  lang: {
    zh: "以中文或英文显示;默认为中文,或 BILLFERRY_LANG 与系统语言所指",
    en: "Chinese or English; by default as BILLFERRY_LANG or the locale says, else Chinese",
  },
  version: { zh: "显示版本", en: "show the version" },
  help: { zh: "显示用法", en: "show this help" },
  helpOf: { zh: "显示某个命令的用法", en: "show the help of a command" },
} as const satisfies Record<string, Told>;

/** What stands in parentheses behind an option, and what went wrong; `$1` is what commander named. */
const PHRASES: readonly { readonly pattern: RegExp; readonly zh: string }[] = [
  { pattern: /^error: /, zh: "错误:" },
  { pattern: /unknown option '(.+?)'/, zh: "没有选项 '$1'" },
  { pattern: /unknown command '(.+?)'/, zh: "没有命令 '$1'" },
  { pattern: /missing required argument '(.+?)'/, zh: "缺少参数 '$1'" },
  { pattern: /required option '(.+?)' not specified/, zh: "缺少选项 '$1'" },
  { pattern: /option '(.+?)' argument missing/, zh: "选项 '$1' 缺少值" },
  { pattern: /option '(.+?)' argument '(.*?)' is invalid\./, zh: "选项 '$1' 的值 '$2' 无效。" },
  { pattern: /command-argument value '(.*?)' is invalid for argument '(.+?)'\./, zh: "参数 '$2' 的值 '$1' 无效。" },
  { pattern: /Allowed choices are (.+)\./, zh: "可选:$1。" },
  {
    pattern: /too many arguments.*?\. Expected (\d+) arguments? but got (\d+): (.*)\./,
    zh: "参数过多:应为 $1 个,实为 $2 个:$3。",
  },
  { pattern: /\(Did you mean one of (.+)\?\)/, zh: "(是否想写 $1 之一?)" },
  { pattern: /\(Did you mean (.+)\?\)/, zh: "(是否想写 $1?)" },
];

export function sayTitle(title: string, say: Say): string {
  const told = TITLES[title];
  return told === undefined ? title : say(told);
}

/** A message of commander's in the reader's language; what is not known of it stays English. */
export function sayPhrase(message: string, language: Language): string {
  if (language === "en") return message;
  return PHRASES.reduce((text, { pattern, zh }) => text.replace(pattern, zh), message);
}

const REMARKS = {
  choices: { zh: "可选:", en: "choices: " },
  more: { zh: ";默认:", en: ", default: " },
  default: { zh: "默认:", en: "default: " },
} as const satisfies Record<string, Told>;

/** "(choices: …, default: …)" behind an option. */
export function sayRemark(description: string, language: Language): string {
  if (language === "en") return description;
  return description.replace(/\((?:choices|default): [^()]*\)$/, (remark) =>
    remark
      .replace("choices: ", REMARKS.choices.zh)
      .replace(", default: ", REMARKS.more.zh)
      .replace("default: ", REMARKS.default.zh),
  );
}
