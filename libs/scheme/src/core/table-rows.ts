import { compareDecimals, isPositive, parseDecimal, ZERO } from "@billferry/contracts";

import type { Fraction } from "./fraction.ts";
import { unitKey, type CodeTable, type UnitTable } from "./scheme.ts";
import { checkCodes, type CodeFlaw, type FlawKind } from "./table-codes.ts";

/** A row of a table file with the number of its line, from 1. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What is wrong with a table; `line` is that of the file, 0 for the file as a whole. */
export interface TableProblem {
  readonly line: number;
  readonly text: string;
  /** For programs; left out where the file is no table at all. */
  readonly kind?: FlawKind | "ratio" | "doubled" | "heading";
  readonly code?: string;
}

export type TableKind = "codes" | "units";

/** A table, with what wants a look in it; or what keeps it from being one. */
export type Read<Table> =
  | { readonly table: Table; readonly doubts: readonly TableProblem[] }
  | { readonly problems: readonly TableProblem[] };

const CODE_COLUMNS = {
  kingdee: ["kingdee", "金蝶", "金蝶编码"],
  wangdiantong: ["wangdiantong", "旺店通", "旺店通编码"],
} as const;
const UNIT_COLUMNS = {
  item: ["item", "货品", "物料", "物料编码"],
  unit: ["unit", "单位"],
  ratio: ["ratio", "换算率"],
} as const;

/** Where in a line the columns of a table of this kind stand, by their names; -1 where one is missing. */
export function findTableColumns(kind: TableKind, cells: readonly string[]): Readonly<Record<string, number>> {
  return findColumns(cells, kind === "codes" ? CODE_COLUMNS : UNIT_COLUMNS);
}

/** Whether a line of cells is the head of a table of either kind. */
export function isHeading(cells: readonly string[]): boolean {
  const known = [CODE_COLUMNS, UNIT_COLUMNS].map((columns) => findColumns(cells, columns));
  return known.some((columns) => Object.values(columns).every((at) => at >= 0));
}

/** Kingdee's code to Wangdiantong's. Further columns are remarks. */
export function readCodeTable(rows: readonly TableRow[]): Read<CodeTable> {
  const opened = openRows(rows, CODE_COLUMNS, "首行应含“kingdee,wangdiantong”(或“金蝶编码,旺店通编码”)两列");
  if ("problems" in opened) return opened;
  const table = new Map<string, string>();
  const { problems, doubts } = eachOnce(opened.rows, ({ kingdee, wangdiantong }) => {
    const checked = checkCodes([kingdee, wangdiantong]);
    if (checked.wrong.length > 0) return checked;
    table.set(kingdee, wangdiantong);
    return { key: kingdee, shown: kingdee, doubts: checked.doubts };
  });
  return problems.length > 0 ? { problems } : { table, doubts };
}

/** How many of the target's units one of Kingdee's is. The item "*" stands for all without a row of their own. */
export function readUnitTable(rows: readonly TableRow[]): Read<UnitTable> {
  const opened = openRows(rows, UNIT_COLUMNS, "首行应含“item,unit,ratio”(或“货品,单位,换算率”)三列");
  if ("problems" in opened) return opened;
  const table = new Map<string, Fraction>();
  const { problems, doubts } = eachOnce(opened.rows, ({ item, unit, ratio }) => {
    const exact = parseRatio(ratio);
    const checked = checkCodes([item, unit]);
    const wrong = [...checked.wrong, ...(exact === undefined ? [wrongRatio(ratio)] : [])];
    if (wrong.length > 0 || exact === undefined) return { wrong };
    const key = unitKey(item, unit);
    table.set(key, exact);
    return { key, shown: `${item} ${unit}`, doubts: checked.doubts };
  });
  return problems.length > 0 ? { problems } : { table, doubts };
}

function wrongRatio(code: string): Flaw {
  return { kind: "ratio", code, text: `换算率 ${JSON.stringify(code)} 应为正数或分数,例如 12、0.5、1/12` };
}

function parseRatio(text: string): Fraction | undefined {
  const [top = "", bottom = "1", ...more] = text.split("/").map((part) => part.trim());
  const [numerator, denominator] = [parseDecimal(top), parseDecimal(bottom)];
  if (more.length > 0 || numerator === undefined || denominator === undefined) return undefined;
  return isPositive(numerator) && compareDecimals(denominator, ZERO) > 0 ? { numerator, denominator } : undefined;
}

type Named<Columns> = Readonly<Record<keyof Columns & string, string>>;

function openRows<Columns extends Readonly<Record<string, readonly string[]>>>(
  rows: readonly TableRow[],
  columns: Columns,
  wanted: string,
):
  | { readonly rows: readonly (TableRow & { readonly named: Named<Columns> })[] }
  | { problems: readonly TableProblem[] } {
  const [head, ...body] = rows;
  const at = findColumns(head?.cells ?? [], columns);
  if (head === undefined || Object.values(at).some((index) => index < 0))
    return { problems: [{ line: head?.line ?? 1, text: wanted, kind: "heading" }] };
  const named = ({ cells }: TableRow): Named<Columns> =>
    Object.fromEntries(
      Object.entries(at).map(([name, index]) => [name, (cells[index] ?? "").trim()]),
    ) as Named<Columns>;
  const filled = body.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  return { rows: filled.map((row) => ({ ...row, named: named(row) })) };
}

function findColumns(
  cells: readonly string[],
  columns: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, number>> {
  const heads = cells.map((cell) => cell.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(columns).map(([name, words]) => [name, heads.findIndex((head) => words.includes(head))]),
  );
}

type Flaw = Omit<TableProblem, "line"> | CodeFlaw;

type RowRead =
  | { readonly wrong: readonly Flaw[] }
  | { readonly key: string; readonly shown: string; readonly doubts: readonly Flaw[] };

/** Reads row by row; a key that was there before is a problem that names both lines. */
function eachOnce<Row extends TableRow & { readonly named: Readonly<Record<string, string>> }>(
  rows: readonly Row[],
  read: (named: Row["named"]) => RowRead,
): { readonly problems: readonly TableProblem[]; readonly doubts: readonly TableProblem[] } {
  const lineOf = new Map<string, number>();
  const problems: TableProblem[] = [];
  const doubts: TableProblem[] = [];
  for (const { line, named } of rows) {
    const result = read(named);
    if ("wrong" in result) {
      problems.push(...result.wrong.map((flaw) => ({ line, ...flaw })));
      continue;
    }
    doubts.push(...result.doubts.map((flaw) => ({ line, ...flaw })));
    const before = lineOf.get(result.key);
    if (before !== undefined) {
      const text = `${result.shown} 与第 ${before} 行重复,请删除其中一行`;
      problems.push({ line, text, kind: "doubled", code: result.shown });
    } else lineOf.set(result.key, line);
  }
  return { problems, doubts };
}
