/** What a command's options are called where the same is chosen on the page, in either language. */
const CHOICES: readonly (readonly [option: RegExp, choice: string, english: string])[] = [
  [/ ?--correct replacement ?/g, "“替换”", " “Replacement” "],
  [/ ?--correct difference ?/g, "“差额”", " “Difference” "],
  [/加 --old-order-is-cancelled ?/g, "勾选“原单已取消”", ""],
  [/add --old-order-is-cancelled ?/g, "", "check “The old order is cancelled”"],
  [/ ?--accept ?/g, "“接受”", " “Accept” "],
];

/** A reason that names a command's options, for somebody who has the page and no terminal; pure. */
export function inConsoleWords(reason: string): string {
  return CHOICES.reduce((text, [option, choice]) => (choice === "" ? text : text.replace(option, choice)), reason);
}

/** The same of its English. */
export function inEnglishConsoleWords(reason: string): string {
  const told = CHOICES.reduce(
    (text, [option, , english]) => (english === "" ? text : text.replace(option, english)),
    reason,
  );
  return told.replaceAll(/ +(?=[\s,;.]|$)/g, "");
}
