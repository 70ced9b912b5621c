import type { Bill, BillLine } from "../bills/bill.ts";
import type { Form } from "../forms/form.ts";
import type { Random } from "../random.ts";
import type { KingdeeSettings } from "../settings.ts";
import { parseArrayFilter } from "./array-filter.ts";
import type { Column } from "./column.ts";
import { compareValues } from "./compare.ts";
import { compileFilter, type Predicate } from "./compile-filter.ts";
import { parseFilter } from "./parse-filter.ts";
import { FORBIDDEN, KingdeeProblem, malformedFilter, MSG_CODE, unknownField } from "./problem.ts";

export interface QueryRequest {
  readonly formId: string;
  readonly fieldKeys: string;
  /** A string, or the array form. */
  readonly filter: unknown;
  readonly order: string;
  readonly topRowCount: number;
  readonly startRow: number;
  readonly limit: number;
}

interface QueryContext {
  /** The form that is asked for; undefined where there is none of that id. */
  readonly form: Form | undefined;
  /** What is visible now, by ascending id. */
  readonly bills: readonly Bill[];
  readonly settings: KingdeeSettings;
  /** A fresh one for each request: it decides how tied rows fall. */
  readonly random: Random;
}

export interface Row {
  readonly bill: Bill;
  readonly line: BillLine;
}

export type QueryResult =
  | {
      readonly kind: "rows";
      readonly keys: readonly string[];
      readonly columns: readonly Column[];
      readonly rows: readonly Row[];
    }
  | { readonly kind: "count"; readonly count: number };

const DEFAULT_LIMIT = 2000;

/** ExecuteBillQuery [kingdee 3.2 to 3.8]: head × entry join, filter, order, then the rows
 *  `[StartRow, min(StartRow + Limit, TopRowCount))`. Whatever is wrong fails the whole query with a KingdeeProblem. */
export function runQuery(request: QueryRequest, context: QueryContext): QueryResult {
  const { settings } = context;
  const form = requireForm(request.formId, context.form, settings);
  const keys = request.fieldKeys
    .split(",")
    .map((key) => key.trim())
    .filter(Boolean);
  if (keys.length === 0) throw new KingdeeProblem(MSG_CODE.badParameter, "data数据包中的参数FieldKeys的值不能为空。");
  const isCount = keys.length === 1 && /^count\(1\)$/i.test(keys[0] as string);
  const columns = isCount ? [] : keys.map((key) => requireColumn(key, form, settings));
  const predicates = compileFilter(readFilter(request.filter), form);
  const order = readOrder(request.order, form, settings);
  // With head fields alone the entries are not joined: one row a bill.
  const isJoined = [...columns, ...predicates, ...order.map((each) => each.column)].some(
    ({ level }) => level === "entry",
  );
  const rows = select(context, predicates, isJoined);
  if (isCount) return { kind: "count", count: rows.length };
  arrange(rows, order, context);
  const { startRow, topRowCount } = request;
  const end = startRow + pageSize(request.limit, settings);
  return {
    kind: "rows",
    keys,
    columns,
    rows: rows.slice(startRow, topRowCount > 0 ? Math.min(end, topRowCount) : end),
  };
}

export function requireForm(formId: string, form: Form | undefined, { forbiddenForms }: KingdeeSettings): Form {
  if (form === undefined)
    throw new KingdeeProblem(MSG_CODE.exception, `标识为“${formId}”的业务对象不存在，或者被删除。`);
  if (forbiddenForms.includes(form.id)) throw new KingdeeProblem(MSG_CODE.permission, FORBIDDEN);
  return form;
}

function requireColumn(key: string, form: Form, { renamedFields }: KingdeeSettings): Column {
  const column = form.findColumn(key);
  const bare = key.split(".")[0]?.toLowerCase();
  if (!column || renamedFields.some((renamed) => renamed.toLowerCase() === bare)) throw unknownField(key);
  return column;
}

function readFilter(filter: unknown): ReturnType<typeof parseFilter> {
  if (Array.isArray(filter)) return parseArrayFilter(filter);
  if (filter === undefined || filter === null) return undefined;
  if (typeof filter !== "string") throw malformedFilter();
  if (!filter.trimStart().startsWith("[")) return parseFilter(filter);
  try {
    return parseArrayFilter(JSON.parse(filter));
  } catch (error) {
    throw error instanceof KingdeeProblem ? error : malformedFilter();
  }
}

interface OrderKey {
  readonly column: Column;
  readonly direction: 1 | -1;
}

function readOrder(text: string, form: Form, settings: KingdeeSettings): OrderKey[] {
  if (text.trim() === "") return [];
  return text.split(",").map((part) => {
    const [key = "", direction = "asc", ...rest] = part.trim().split(/\s+/);
    if (key === "" || rest.length > 0 || !/^(asc|desc)$/i.test(direction)) throw malformedFilter();
    return { column: requireColumn(key, form, settings), direction: direction.toLowerCase() === "asc" ? 1 : -1 };
  });
}

function select(context: QueryContext, predicates: readonly Predicate[], isJoined: boolean): Row[] {
  const hidden = new Set(context.settings.hiddenBillNos);
  const hiddenStocks = new Set(context.settings.hiddenStocks);
  // Conditions on the head are settled once for the bill; most filters are made of them.
  const { head = [], entry = [] } = Object.groupBy(predicates, (predicate) => predicate.level);
  const rows: Row[] = [];
  for (const bill of context.bills) {
    const lines = hiddenStocks.size === 0 ? bill.lines : bill.lines.filter((line) => !hiddenStocks.has(line.stock));
    const first = lines[0];
    if (!first || hidden.has(bill.billNo)) continue;
    if (!head.every((predicate) => predicate.test(bill, first) === true)) continue;
    if (!isJoined) rows.push({ bill, line: first });
    else
      for (const line of lines)
        if (entry.every((predicate) => predicate.test(bill, line) === true)) rows.push({ bill, line });
  }
  return rows;
}

function arrange(rows: Row[], order: readonly OrderKey[], { random }: QueryContext): void {
  const compare = (a: Row, b: Row): number => {
    for (const { column, direction } of order) {
      const [left, right] = [column.read(a.bill, a.line), column.read(b.bill, b.line)];
      // Nulls come first, as in SQL Server.
      const result =
        left === null || right === null
          ? Number(left !== null) - Number(right !== null)
          : compareValues(column.type, left, right);
      if (result !== 0) return result * direction;
    }
    return 0;
  };
  if (order.length > 0) rows.sort(compare);
  // What the OrderString leaves tied comes in another order with each request.
  for (let from = 0; from < rows.length;) {
    let to = from + 1;
    while (to < rows.length && compare(rows[from] as Row, rows[to] as Row) === 0) to += 1;
    random.shuffle(rows, from, to);
    from = to;
  }
}

function pageSize(limit: number, settings: KingdeeSettings): number {
  if (limit <= 0) return Math.min(DEFAULT_LIMIT, settings.limitCap);
  if (limit <= settings.limitCap) return limit;
  if (settings.limitPolicy === "clamp") return settings.limitCap;
  throw new KingdeeProblem(MSG_CODE.badParameter, `参数Limit的值不能超过${settings.limitCap}`);
}
