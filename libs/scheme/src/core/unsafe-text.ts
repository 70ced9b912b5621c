/** Characters beyond the basic plane (emoji): they break the target's database write [wangdiantong 1.4]. */
export const ASTRAL = /[\u{10000}-\u{10FFFF}]/gu;
// oxlint-disable-next-line no-control-regex -- control characters are exactly what is looked for
export const CONTROL = /[\u0000-\u001F\u007F]+/g;

/** What a person cannot see in a code, so that two codes look alike and differ: control and format characters, what
 *  fonts draw as nothing, and what stands for a character that was lost. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\uFFFD]/u;

/** The first character that a person cannot see, as "不可见字符 U+200B"; undefined where there is none. */
export function nameInvisible(text: string): string | undefined {
  const found = INVISIBLE.exec(text)?.[0];
  return found === undefined ? undefined : `不可见字符 ${codePointOf(found)}`;
}

const FIRST_ASTRAL = new RegExp(ASTRAL.source, "u");

/** The first character that no code of the target may hold. */
export function nameUnsafe(text: string): string | undefined {
  const astral = FIRST_ASTRAL.exec(text)?.[0];
  return nameInvisible(text) ?? (astral === undefined ? undefined : `旺店通不支持的字符 ${codePointOf(astral)}`);
}

function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
