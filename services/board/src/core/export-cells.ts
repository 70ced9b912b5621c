/** A column of an exported list. */
export interface ExportColumn<Row> {
  readonly title: { readonly zh: string; readonly en: string };
  readonly cell: (row: Row, language: "zh" | "en") => string | number | null | undefined;
  /** Quantities and amounts, with which a spreadsheet may reckon; all else stays text, codes before all. */
  readonly isNumber?: boolean;
}

const DECIMAL = /^-?\d+(\.\d+)?$/;
/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
/** A spreadsheet keeps as many digits of a number, and makes zeros of the others. */
const MOST_DIGITS = 15;
/** A cell of a sheet holds no more. */
const MOST_CHARACTERS = 32_767;

/** What a cell says. */
export interface CellText {
  readonly text: string;
  readonly isNumber: boolean;
}

export function textsOf<Row>(
  columns: readonly ExportColumn<Row>[],
  row: Row,
  language: "zh" | "en",
): readonly CellText[] {
  return columns.map(({ cell, isNumber = false }) => ({ text: String(cell(row, language) ?? ""), isNumber }));
}

/** A cell of a CSV file: what a spreadsheet would run as a formula gets an apostrophe before it. */
export function toCsvCell({ text, isNumber }: CellText): string {
  return FORMULA.test(text) && !(isNumber && DECIMAL.test(text)) ? `'${text}` : text;
}

/** A cell of a sheet. Its type says that it is text: nothing in it is run. A number that it could not keep is text. */
export function toSheetCell({ text, isNumber }: CellText): string | number | null {
  if (text === "") return null;
  if (isNumber && DECIMAL.test(text) && text.replaceAll(/\D/g, "").length <= MOST_DIGITS) return Number(text);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
}
