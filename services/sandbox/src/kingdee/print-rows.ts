import type { KingdeeSettings } from "../settings.ts";
import type { Column } from "./column.ts";
import type { QueryResult, Row } from "./run-query.ts";

/** Writes a result as Kingdee writes JSON [kingdee 3.6]: numbers as their exact digits, some with ".0"; dates without
 *  trailing zeros; blank text as one space. Written by hand because a decimal must never pass through a float. */
export function printRows(result: QueryResult, settings: KingdeeSettings): string {
  if (result.kind === "count") return `[[${result.count}]]`;
  const { rows, columns } = result;
  return `[${rows.map((row) => `[${columns.map((column) => printCell(column, row, settings)).join(",")}]`).join(",")}]`;
}

/** BillQuery: objects, their keys spelt as asked. */
export function printObjects(result: QueryResult, settings: KingdeeSettings): string {
  if (result.kind === "count") return `[{"COUNT(1)":${result.count}}]`;
  const { rows, columns, keys } = result;
  const names = keys.map((key) => JSON.stringify(key));
  const print = (row: Row): string =>
    `{${columns.map((column, index) => `${names[index]}:${printCell(column, row, settings)}`).join(",")}}`;
  return `[${rows.map(print).join(",")}]`;
}

export function printCell(column: Column, { bill, line }: Row, settings: KingdeeSettings): string {
  const value = column.read(bill, line);
  if (value === null) return "null";
  if (settings.retypedFields.includes(column.key.split(".")[0] ?? "")) return JSON.stringify("见附件");
  switch (column.type) {
    case "text":
      return JSON.stringify(value === "" ? " " : value);
    case "decimal":
      return printDecimal(String(value), line.entryId + column.key.length);
    case "date":
      return `"${printDate(Number(value))}"`;
    case "boolean":
      return printBoolean(value === true, settings.booleans);
    case "id":
      return String(value);
  }
}

/** Which whole numbers carry ".0" is fixed by row and column: the same row reads the same each time. */
function printDecimal(text: string, mix: number): string {
  if (text.includes(".")) return mix % 5 === 0 ? `${text}0` : text;
  return mix % 3 === 0 ? `${text}.0` : text;
}

function printDate(localMs: number): string {
  const [seconds = "", millis = "000Z"] = new Date(localMs).toISOString().split(".");
  const fraction = millis.slice(0, 3).replace(/0+$/, "");
  return fraction === "" ? seconds : `${seconds}.${fraction}`;
}

function printBoolean(isTrue: boolean, style: KingdeeSettings["booleans"]): string {
  if (style === "digit") return isTrue ? '"1"' : '"0"';
  return style === "text" ? `"${isTrue}"` : String(isTrue);
}
