/** What a command's options are called where the same is chosen on the page. */
const CHOICES: readonly (readonly [option: RegExp, choice: string])[] = [
  [/ ?--correct replacement ?/g, "“替换”"],
  [/ ?--correct difference ?/g, "“差额”"],
  [/加 --old-order-is-cancelled ?/g, "勾选“原单已取消”"],
  [/ ?--accept ?/g, "“接受”"],
];

/** A reason that names a command's options, for somebody who has the page and no terminal; pure. */
export function inConsoleWords(reason: string): string {
  return CHOICES.reduce((text, [option, choice]) => text.replace(option, choice), reason);
}
