import { z } from "zod";

/**
 * The document's request table, pasted as it is: one row a line, `| 字段 | 字段名称 | 类型 | 配置值 |`, with or without the
 * outer bars, tabs between the cells as a copied web table has them. The rows that are parameters of the query itself
 * (`FormId`, `FilterString`, `Limit`, …) set the source; all others are fields.
 */
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
const NAME = z.string().regex(/^F[A-Za-z0-9_]{0,79}$/);
const KEY = z.string().regex(/^F[A-Za-z0-9_]{0,79}(\.F?[A-Za-z0-9_]{1,40})?$/);
const HEADINGS = new Set(["字段", "field", "字段名"]);

export function parseRequestTable(text: string): { table: RequestTable; problems: readonly RequestProblem[] } {
  const problems: RequestProblem[] = [];
  const fields: { name: string; label: string; key: string }[] = [];
  const settings: { form?: string; filter?: string; pageSize?: number } = {};
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const cells = splitRow(raw);
    const [name = "", label = "", , value = ""] = cells;
    if (name === "" || HEADINGS.has(name.toLowerCase()) || /^:?-{2,}:?$/.test(name)) continue;
    const complain = (what: string): void => void problems.push({ line: index + 1, text: `${name}:${what}` });
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
        // It is the last row and no page size: with a value the second page comes back empty (vendor notes 3.4).
        if (value !== "" && value !== "0") complain("应为空或 0,否则第二页起没有数据");
        break;
      case "FieldKeys":
        break;
      default:
        if (!NAME.safeParse(name).success) complain("不是金蝶字段名");
        else if (!KEY.safeParse(value || name).success) complain(`配置值 ${JSON.stringify(value)} 不是字段 key`);
        else if (fields.some((each) => each.name === name)) complain("重复");
        else fields.push({ name, label, key: value || name });
    }
  }
  return { table: { ...settings, fields }, problems };
}

function splitRow(raw: string): string[] {
  const line = raw.trim().replace(/^\|/, "").replace(/\|$/, "");
  return line.split(line.includes("|") ? "|" : "\t").map((cell) => cell.trim());
}
