const CUT = "…";
const STANDS_FOR: Readonly<Record<string, string>> = { "<": "‹", ">": "›", "[": "\uFF3B", "]": "\uFF3D", "`": "'" };

/** One line without what a robot would take for a mention, a tag or a link: not each of them knows escapes. */
export function plainLine(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[<>[\]`]/g, (mark) => STANDS_FOR[mark] ?? "")
    .trim();
}

/** As UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const letter of text) bytes += byteCount(letter);
  return bytes;
}

/** Never more than so many bytes, and never a part of a character. */
export function cutBytes(text: string, mostBytes: number): string {
  if (byteLength(text) <= mostBytes) return text;
  let [kept, bytes] = ["", byteLength(CUT)];
  for (const letter of text) {
    bytes += byteCount(letter);
    if (bytes > mostBytes) break;
    kept += letter;
  }
  return `${kept}${CUT}`;
}

function byteCount(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x8_00) return 2;
  return code < 0x1_00_00 ? 3 : 4;
}
