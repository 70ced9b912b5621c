import { parseDecimal, parseKingdeeTime, type Cell, type KingdeeField, type Zone } from "@billferry/contracts";

export interface CheckedPage {
  readonly fields: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** The fields that the scheme cannot do without. */
  readonly needed: ReadonlySet<string>;
  /** Of these, the ones that are never blank. */
  readonly filled: ReadonlySet<string>;
  readonly zone: Zone;
  /** The numbers of a bill's lines. */
  readonly seq: string;
  readonly findField: (name: string) => KingdeeField | undefined;
}

/** What the filter demanded of every row. */
export interface Demand {
  /** Undefined where the scheme's own filter does not bound the approve date from below. */
  readonly fromMs: number | undefined;
  /** Exclusive. */
  readonly toMs: number;
}

/** Fewer rows than this that are all wrong may be single bad bills; those become cases of their own. */
const FEWEST_ROWS = 3;

/**
 * Whether Kingdee still keeps to what was agreed: says in Chinese what is broken, or nothing. A field counts as broken
 * when it is of the wrong type in **every** row of a page: it was renamed or its type was changed, and reading on would
 * turn each bill into a case. A row that the filter had excluded means that the filter was ignored.
 */
export function findBreach(page: CheckedPage, demand?: Demand): string | undefined {
  return findWrongType(page) ?? (demand && findUndemanded(page, demand));
}

function findWrongType(page: CheckedPage): string | undefined {
  if (page.rows.length < FEWEST_ROWS) return undefined;
  for (const [column, name] of page.fields.entries()) {
    if (!page.needed.has(name)) continue;
    const isRight = checkOf(name, page);
    if (page.rows.some((row) => isRight(row[column] ?? null))) continue;
    return `字段 ${name} 在本页全部 ${page.rows.length} 行中都不是${wantedOf(name, page)}`;
  }
  return undefined;
}

function findUndemanded({ fields, rows, zone }: CheckedPage, demand: Demand): string | undefined {
  const columnOf = (name: string): number => fields.indexOf(name);
  const [idAt, dateAt] = [columnOf("FID"), columnOf("FApproveDate")];
  const [statusAt, cancelAt] = [columnOf("FDocumentStatus"), columnOf("FCancelStatus")];
  for (const row of rows) {
    const text = (column: number): string => String(row[column] ?? "").trim();
    const ignored = (what: string): string => `金蝶未按过滤条件返回:FID=${text(idAt)} ${what}`;
    if (text(statusAt) !== "C") return ignored("的单据状态不是已审核(C)");
    if (text(cancelAt) !== "A") return ignored("的作废状态不是未作废(A)");
    // A date that cannot be read is a bill's own trouble, unless all are so.
    const approvedMs = parseKingdeeTime(text(dateAt), zone);
    if (approvedMs === undefined) continue;
    if (approvedMs >= demand.toMs || (demand.fromMs !== undefined && approvedMs < demand.fromMs))
      return ignored(`的审核时间 ${text(dateAt)} 不在所请求的时间窗内`);
  }
  return undefined;
}

type Check = (cell: Cell) => boolean;

function checkOf(name: string, page: CheckedPage): Check {
  const isRight = typeCheckOf(name, page);
  return (cell) => (isBlank(cell) ? !page.filled.has(name) : isRight(cell));
}

function typeCheckOf(name: string, { zone, seq, findField }: CheckedPage): Check {
  if (name === seq) return (cell) => typeof cell === "string" && /^\s*\d+(\.0+)?\s*$/.test(cell);
  switch (findField(name)?.type) {
    case "decimal":
      return (cell) => isText(cell) && parseDecimal(cell) !== undefined;
    case "date":
      return (cell) => isText(cell) && parseKingdeeTime(cell, zone) !== undefined;
    case "id":
      return (cell) => isText(cell) && (name === "FID" ? /^\d{1,19}$/.test(cell) : !/\s/.test(cell.trim()));
    case "text":
    case "code":
    case "enum":
      return isText;
    case "boolean":
    case undefined:
      return () => true;
  }
}

function isText(cell: Cell): cell is string {
  return typeof cell === "string";
}

function wantedOf(name: string, { seq, findField }: CheckedPage): string {
  if (name === seq) return "整数";
  const type = findField(name)?.type;
  return (type && WANTED[type]) ?? "文本";
}

const WANTED: Readonly<Record<string, string>> = { decimal: "数字", date: "时间", id: "内码" };

function isBlank(cell: Cell): boolean {
  return cell === null || (typeof cell === "string" && cell.trim() === "");
}
