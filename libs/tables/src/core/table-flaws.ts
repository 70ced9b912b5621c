import type { TableProblem } from "@billferry/scheme/tables";

type FlawName =
  | NonNullable<TableProblem["kind"]>
  | "number-rounded"
  | "number-cell"
  | "date-cell"
  | "logical-cell"
  | "alike"
  | "was-other";

/** Something in a table that keeps it from being taken, or that a person should look at before it is. */
export interface TableFlaw {
  readonly severity: "refused" | "warning";
  readonly kind: FlawName;
  /** Of the file, from 1. */
  readonly line: number;
  readonly code: string;
  readonly text: { readonly zh: string; readonly en: string };
}

const AS_TEXT = "format the column as text and fill it in anew";

/** `{code}`, `{other}` and `{line}` are filled in; the Chinese words of a file's own flaws are the scheme's. */
const WORDS: Readonly<Record<FlawName, { readonly zh?: string; readonly en: string }>> = {
  empty: { en: "a code is empty" },
  scientific: { en: `{code} looks like scientific notation by Excel; ${AS_TEXT}` },
  "excel-error": { en: "{code} is an error value of Excel, and no code" },
  "excel-date": { en: `{code} looks like a date that Excel made of a code; ${AS_TEXT}` },
  logical: { en: `{code} looks like a truth value that Excel made of a code; ${AS_TEXT}` },
  invisible: { en: "{code} has a character that nobody can see; take it out" },
  "date-like": { en: `{code} looks like a date: if the code is another one, Excel has changed it; ${AS_TEXT}` },
  rounded: { en: "{code} ends with zeros after its 15th digit: Excel keeps 15; look at the original" },
  "full-width": { en: "{code} has full-width letters or digits, which are others than the usual ones" },
  "odd-blank": { en: "{code} has a special blank; it must be as in Kingdee and Wangdiantong" },
  ratio: { en: "the ratio {code} must be a positive number or a fraction: 12, 0.5, 1/12" },
  doubled: { en: "{code} stands twice; take one of the rows out" },
  heading: { en: "the first line must name the columns: kingdee, wangdiantong, or item, unit, ratio" },
  "number-rounded": {
    zh: "{code} 在 Excel 中是超过 15 位的数字,末尾几位已被 Excel 丢失;请把该列设为“文本”后重新填写",
    en: `{code} is a number of more than 15 digits, of which Excel has lost the last; ${AS_TEXT}`,
  },
  "number-cell": {
    zh: "{code} 在 Excel 中是数字而不是文本:开头的 0 会丢失,请核对原编码",
    en: "{code} is a number in Excel, not text: leading zeros are lost; compare with the original",
  },
  "date-cell": {
    zh: "{code}:这一格已被 Excel 改成日期,原编码无从得知;请把该列设为“文本”后重新填写",
    en: `{code}: Excel has turned this cell into a date, and nobody knows the code any more; ${AS_TEXT}`,
  },
  "logical-cell": {
    zh: "{code}:这一格已被 Excel 改成逻辑值;请把该列设为“文本”后重新填写",
    en: `{code}: Excel has turned this cell into a truth value; ${AS_TEXT}`,
  },
  alike: {
    zh: "{code} 与 {other} 只有全角半角、大小写、空格或前导零不同:它们是两个编码,请核对是否都需要",
    en: "{code} and {other} differ in width, case, blanks or leading zeros only: they are two codes; are both meant?",
  },
  "was-other": {
    zh: "{code} 在现有表中写作 {other}:像是丢了前导零,或全角半角、大小写不同",
    en: "{code} is {other} in the table so far: zeros were lost, or width or case changed",
  },
};

/** A flaw that the scheme's own reading of a table has found. */
export function describeProblem(
  { line, text, kind = "heading", code = "" }: TableProblem,
  severity: TableFlaw["severity"],
): TableFlaw {
  return { severity, kind, line, code, text: { zh: text, en: fill(WORDS[kind].en, { code, other: "" }) } };
}

/** One that only the way into the table shows. */
export function toFlaw(flaw: Omit<TableFlaw, "text">, other = ""): TableFlaw {
  const { zh = "", en } = WORDS[flaw.kind];
  const facts = { code: flaw.code, other };
  return { ...flaw, text: { zh: fill(zh, facts), en: fill(en, facts) } };
}

function fill(text: string, facts: Readonly<Record<"code" | "other", string>>): string {
  return text.replaceAll(/\{(code|other)\}/g, (_whole, name: "code" | "other") => facts[name]);
}
