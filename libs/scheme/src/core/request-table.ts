import { toFieldKey } from "@billferry/contracts";
import { z } from "zod";

/** The document's request table, pasted as it is: one row a line, bars or tabs between the cells. Its columns are found
 *  by their headings, wherever they stand (`| 字段 | 字段名称 | 类型 | 配置值 |`, or seven columns with 序号 and 默认值); without
 *  headings they have to be those four. The rows that are parameters of the query itself (`FormId`, `FilterString`,
 *  `Limit`, …) set the source; all others are fields. */
export interface RequestTable {
  readonly form?: string;
  readonly filter?: string;
  readonly pageSize?: number;
  readonly fields: readonly { readonly name: string; readonly label: string; readonly key: string }[];
}

/** What is wrong with it, by line of the pasted text, from 1. */
export interface RequestProblem {
  readonly line: number;
  readonly text: string;
}

const PAGE_SIZE = /^\{\{\s*PAGINATION_PAGE_SIZE\s*\}\}$/;
const START_ROW = /^(\{\{\s*PAGINATION_START_ROW\s*\}\}|0|)$/;
/** A field, a property of it, and a part of an auxiliary property or place with one: `FStockLocId.FF100004.FNumber`. */
const NAME = z.string().regex(/^F[A-Za-z0-9_]{0,79}(\.F?[A-Za-z0-9_]{1,40}){0,3}$/);
const SETTINGS = ["FormId", "FilterString", "Limit", "StartRow", "TopRowCount", "FieldKeys"];

const HEADINGS = {
  name: ["字段", "字段名", "字段标识", "参数", "参数名", "field", "fieldname"],
  label: ["字段名称", "名称", "中文名", "中文名称", "label", "title"],
  value: ["配置值", "默认值", "值", "value", "default"],
} as const;

interface Columns {
  readonly name: number;
  /** -1 where the table has none. */
  readonly label: number;
  readonly value: number;
}

const USUAL: Columns = { name: 0, label: 1, value: 3 };

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

export function parseRequestTable(text: string): { table: RequestTable; problems: readonly RequestProblem[] } {
  const rows = text
    .split(/\r?\n/)
    .map((raw, index): Row => ({ line: index + 1, cells: splitRow(raw) }))
    .filter(({ cells }) => cells.some((cell) => cell !== "" && !/^:?-{2,}:?$/.test(cell)));
  const opened = openColumns(rows);
  if ("problem" in opened) return { table: { fields: [] }, problems: [opened.problem] };
  const problems: RequestProblem[] = [];
  const fields: { name: string; label: string; key: string }[] = [];
  const settings: { form?: string; filter?: string; pageSize?: number } = {};
  for (const { line, cells } of opened.rows) {
    const { columns } = opened;
    const [name = "", label = "", value = ""] = [columns.name, columns.label, columns.value].map((at) => cells[at]);
    if (name === "") continue;
    const complain = (what: string): void => void problems.push({ line, text: `${name}:${what}` });
    switch (name) {
      case "FormId":
        settings.form = value;
        break;
      case "FilterString":
        settings.filter = value;
        break;
      case "Limit":
        if (PAGE_SIZE.test(value) || value === "") break;
        if (/^\d{1,5}$/.test(value)) settings.pageSize = Number(value);
        else complain("应为 {{PAGINATION_PAGE_SIZE}} 或行数");
        break;
      case "StartRow":
        if (!START_ROW.test(value)) complain("应为 {{PAGINATION_START_ROW}};翻页由程序完成");
        break;
      case "TopRowCount":
        // It is the last row and no page size: with a value the second page comes back empty [kingdee 3.4].
        if (value !== "" && value !== "0") complain("应为空或 0,否则第二页起没有数据");
        break;
      case "FieldKeys":
        break;
      default:
        if (!isField(name)) complain("不是金蝶字段名");
        else if (!isField(value || name)) complain(`配置值 ${JSON.stringify(value)} 不是字段 key`);
        else if (fields.some((each) => each.name === nameOf(name))) complain("重复");
        else fields.push({ name: nameOf(name), label, key: value || toFieldKey(name) });
    }
  }
  return { table: { ...settings, fields }, problems };
}

/** Some documents name a field by its key. */
function nameOf(text: string): string {
  return text.replaceAll(".", "_");
}

function isField(text: string): boolean {
  return NAME.safeParse(text).success;
}

/** Where the columns are, and the rows below the headings. One problem where they cannot be told. */
function openColumns(
  rows: readonly Row[],
): { readonly columns: Columns; readonly rows: readonly Row[] } | { readonly problem: RequestProblem } {
  const at = rows.findIndex(({ cells }) => columnOf(cells, "name") >= 0);
  const heading = rows[at];
  if (heading !== undefined) {
    const [name, label, value] = (["name", "label", "value"] as const).map((each) => columnOf(heading.cells, each));
    return { columns: { name: name ?? 0, label: label ?? -1, value: value ?? -1 }, rows: rows.slice(at + 1) };
  }
  const firsts = rows.map(({ cells }) => cells[USUAL.name] ?? "");
  if (firsts.length === 0 || firsts.some((first) => isField(first) || SETTINGS.includes(first)))
    return { columns: USUAL, rows };
  const text =
    "找不到表头:请连同表头一起粘贴,需要“字段”“字段名称”“配置值”三列,例如 | 字段 | 字段名称 | 类型 | 配置值 |";
  return { problem: { line: rows[0]?.line ?? 1, text } };
}

function columnOf(cells: readonly string[], column: keyof typeof HEADINGS): number {
  const words: readonly string[] = HEADINGS[column];
  const heads = cells.map((cell) => cell.toLowerCase());
  return words.map((word) => heads.indexOf(word)).find((index) => index >= 0) ?? -1;
}

function splitRow(raw: string): string[] {
  const line = raw.trim().replace(/^\|/, "").replace(/\|$/, "");
  return line.split(line.includes("|") ? "|" : "\t").map((cell) => cell.trim());
}
