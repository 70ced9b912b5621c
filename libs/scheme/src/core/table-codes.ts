import { nameInvisible } from "./unsafe-text.ts";

/** What can be wrong with a code, for programs. */
export type FlawKind =
  | "empty"
  | "scientific"
  | "excel-error"
  | "excel-date"
  | "logical"
  | "invisible"
  | "date-like"
  | "rounded"
  | "full-width"
  | "odd-blank";

/** The same for people, in Chinese. */
export interface CodeFlaw {
  readonly kind: FlawKind;
  readonly code: string;
  readonly text: string;
}

/** What is wrong with a code of a table (its row is refused), and what wants a look (it stands). */
export interface CodeCheck {
  readonly wrong: readonly CodeFlaw[];
  readonly doubts: readonly CodeFlaw[];
}

const FINE: CodeCheck = { wrong: [], doubts: [] };
const AS_TEXT = "请把该列设为“文本”后重新填写";

const EXCEL_ERROR =
  /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!|#+)$/i;
const MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
/** As Excel writes a date that it made of a code: `1-2` becomes `1月2日` or `2-Jan`. */
const EXCEL_DATE = new RegExp(
  `^(?:(?:\\d{2,4}年)?\\d{1,2}月(?:\\d{1,2}日)?|\\d{4}年|${MONTH}-\\d{2}|\\d{1,2}-${MONTH}(?:-\\d{2,4})?)$`,
  "i",
);
const SCIENTIFIC = /^\d(\.\d+)?E\+?\d+$/i;
const EXPONENT = /^\d\.\d+E\+\d+$/i;
const ANY_DATE = /^(\d{4}[/-]\d{1,2}[/-]\d{1,2}|\d{1,2}\/\d{1,2}\/\d{2,4})( \d{1,2}:\d{2}(:\d{2})?)?$/;
/** A spreadsheet keeps 15 digits of a number and makes zeros of the others. */
const ROUNDED = /^\d{15}0+$/;
const WIDE = /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/;
const OTHER_BLANK = /[\u00A0\u2000-\u200A\u202F\u205F\u3000]/;

/** A code may be what Kingdee holds, not what a spreadsheet made of a code, nor what a person cannot see. */
function checkCode(code: string): CodeCheck {
  const refuse = (kind: FlawKind, text: string): CodeCheck => ({ ...FINE, wrong: [{ kind, code, text }] });
  if (code === "") return refuse("empty", "编码不能为空");
  if (SCIENTIFIC.test(code) && (EXPONENT.test(code) || code.includes("+")))
    return refuse("scientific", `${code} 像是被 Excel 改成了科学计数,${AS_TEXT}`);
  if (EXCEL_ERROR.test(code)) return refuse("excel-error", `${code} 是 Excel 的错误值或列宽不足,不是编码,请重新填写`);
  if (EXCEL_DATE.test(code)) return refuse("excel-date", `${code} 像是被 Excel 改成了日期,${AS_TEXT}`);
  if (/^(TRUE|FALSE)$/.test(code)) return refuse("logical", `${code} 像是被 Excel 改成了逻辑值,${AS_TEXT}`);
  const invisible = nameInvisible(code);
  if (invisible !== undefined)
    return refuse("invisible", `编码 ${JSON.stringify(code)} 含有${invisible},请删去后重新填写`);
  const doubt = findDoubt(code);
  return doubt === undefined ? FINE : { wrong: [], doubts: [{ kind: doubt[0], code, text: doubt[1] }] };
}

/** Both, of several codes. */
export function checkCodes(codes: readonly string[]): CodeCheck {
  const checks = codes.map(checkCode);
  return { wrong: checks.flatMap((each) => each.wrong), doubts: checks.flatMap((each) => each.doubts) };
}

function findDoubt(code: string): readonly [kind: FlawKind, text: string] | undefined {
  if (ANY_DATE.test(code)) return ["date-like", `${code} 像是日期:若原编码不是这样,是被 Excel 改动了,${AS_TEXT}`];
  if (ROUNDED.test(code)) return ["rounded", `${code} 超过 15 位且末尾是 0:Excel 只保留 15 位,请核对原编码`];
  if (WIDE.test(code)) return ["full-width", `${code} 含有全角字母或数字:须与金蝶、旺店通中的编码完全相同,与半角不同`];
  if (OTHER_BLANK.test(code))
    return ["odd-blank", `${JSON.stringify(code)} 含有特殊空格:须与金蝶、旺店通中的编码完全相同`];
  return undefined;
}
