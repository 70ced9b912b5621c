/** The text of a table file, or why nobody can tell what it says. */
export type Decoded = { readonly text: string } | { readonly problem: string };

const SAVE_AGAIN = "请在 Excel 中另存为“CSV UTF-8(逗号分隔)”";

/** The encodings in which Excel saves a table: UTF-8 with or without a mark, GB18030, UTF-16 with a mark. What could be
 *  read in two ways is refused, with both readings: codes that are read wrongly match nothing. */
export function decodeTable(bytes: Uint8Array): Decoded {
  const marked = MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte));
  const declared = marked && strict(marked[1], bytes);
  if (marked !== undefined)
    return declared === undefined ? { problem: `无法识别文件编码;${SAVE_AGAIN}` } : { text: declared };
  const utf8 = strict("utf-8", bytes);
  return utf8 === undefined ? decodeChinese(bytes) : judgeUtf8(utf8, bytes);
}

const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

const HAN = /\p{Script=Han}/u;
/** A letter of two bytes: a Chinese table has none, and its bytes are those of one Chinese character. */
const STRANGE_LETTER = /(?=[\u0080-\u07FF])\p{L}/u;
/** Such letters stand in codes of their own right: Φ20, Ω, é. */
const USUAL_LETTER = /[\p{Script=Greek}\p{Script=Latin}]/u;

/** Two bytes of GBK can be one letter of UTF-8: 医药 is "ҽҩ" as well. */
function judgeUtf8(text: string, bytes: Uint8Array): Decoded {
  const strange = STRANGE_LETTER.exec(text)?.[0];
  if (strange === undefined || HAN.test(text)) return { text };
  const chinese = shareOf(bytes, isCommonGb) === 1 ? strict("gb18030", bytes) : undefined;
  if (chinese !== undefined && !USUAL_LETTER.test(strange)) return { text: chinese };
  const readings = chinese === undefined ? "" : `(${sampleOf(text)} 还是 ${sampleOf(chinese)}?)`;
  return { problem: `无法判断文件编码${readings},其中有 ${strange};${SAVE_AGAIN}` };
}

/** GB18030 takes almost any bytes, Big5 among them; the characters that come out are rare ones then. */
function decodeChinese(bytes: Uint8Array): Decoded {
  const text = strict("gb18030", bytes);
  if (text === undefined) return { problem: `无法识别文件编码;${SAVE_AGAIN}` };
  const isTraditional = shareOf(bytes, isUsualGb) < MOSTLY && shareOf(bytes, isCommonBig5) > shareOf(bytes, isUsualGb);
  const big5 = isTraditional ? strict("big5", bytes) : undefined;
  if (big5 === undefined) return { text };
  return { problem: `文件像是 Big5(繁体中文)编码(${sampleOf(big5)}),读作简体会成为别的编码;${SAVE_AGAIN}` };
}

const MOSTLY = 0.8;

type Pair = readonly [lead: number, trail: number];

/** What part of the characters that are not ASCII are such pairs; all of none. */
function shareOf(bytes: Uint8Array, isSuch: (pair: Pair) => boolean): number {
  let [all, such] = [0, 0];
  for (let index = 0; index < bytes.length; index += 1) {
    const lead = bytes[index] ?? 0;
    if (lead < 0x80) continue;
    all += 1;
    if (isSuch([lead, bytes[index + 1] ?? 0])) such += 1;
    index += 1;
  }
  return all === 0 ? 1 : such / all;
}

/** The 3755 characters that are used most, in GB2312's first level. */
function isCommonGb([lead, trail]: Pair): boolean {
  return lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1 && trail <= 0xfe;
}

/** What Chinese text of GB18030 is made of: GB2312 without its kana, and the signs beside it (㎡, ℃). */
function isUsualGb([lead, trail]: Pair): boolean {
  if ((lead === 0xa8 || lead === 0xa9) && trail >= 0x40 && trail <= 0xa0) return true;
  return lead >= 0xa1 && lead <= 0xf7 && lead !== 0xa4 && lead !== 0xa5 && trail >= 0xa1 && trail <= 0xfe;
}

/** Signs and the first level of Big5. */
function isCommonBig5([lead, trail]: Pair): boolean {
  return lead >= 0xa1 && lead <= 0xc6 && ((trail >= 0x40 && trail <= 0x7e) || (trail >= 0xa1 && trail <= 0xfe));
}

const SHOWN = 12;

/** The first cell that is not plain ASCII. */
function sampleOf(text: string): string {
  const cell = text.split(/[,;\t\r\n]/).find((each) => /[\u0080-\u{10FFFF}]/u.test(each)) ?? "";
  return [...cell].slice(0, SHOWN).join("");
}

/** The decoder takes the mark away itself. */
function strict(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
