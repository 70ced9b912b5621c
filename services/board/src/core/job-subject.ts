/** What a job is about, as far as its content tells: a reading is about no single bill. */
export interface JobSubject {
  readonly billNo: string;
  readonly billId: string;
  /** Of an order's job. */
  readonly outerNo: string | null;
}

export function subjectOf(content: unknown): JobSubject | undefined {
  const billNo = textOf(content, "billNo");
  if (billNo === undefined) return undefined;
  const { order } = content as { order?: unknown };
  return { billNo, billId: textOf(content, "billId") ?? "", outerNo: textOf(order, "outer_no") ?? null };
}

const WORDS = {
  "zh-CN": {
    readings: "按时间读取",
    named: "读取指定单据",
    hourly: "每小时补漏",
    nightly: "每晚补漏",
    manual: "人工补漏",
  },
  en: {
    readings: "reading by time",
    named: "reading of named bills",
    hourly: "hourly sweep",
    nightly: "nightly sweep",
    manual: "sweep by hand",
  },
} as const;

const SWEEPS: ReadonlySet<string> = new Set(["hourly", "nightly", "manual"]);
/** So many warehouses, or bills that somebody asked for, are named. */
const MOST_NAMED = 3;

/** A job's name: its bill and warehouse; of what is about no single bill, what it does. */
export function titleOf(content: unknown, language: "zh-CN" | "en"): string | undefined {
  const words = WORDS[language];
  const subject = subjectOf(content);
  if (subject !== undefined) return titleOfBill(subject, content as object);
  const name = textOf(content, "name") ?? "";
  if (SWEEPS.has(name)) return words[name as "hourly" | "nightly" | "manual"];
  if (textOf(content, "scheme") === undefined) return undefined;
  const { billNos } = content as { billNos?: unknown };
  const named = Array.isArray(billNos) ? (billNos as unknown[]).map(String) : [];
  return named.length === 0 ? words.readings : `${words.named} ${listed(named)}`;
}

function titleOfBill({ billNo, outerNo }: JobSubject, content: object): string {
  if (outerNo === null) return [billNo, listed(warehousesOf(content))].filter(Boolean).join(" · ");
  // Its own number names the bill and Kingdee's warehouse, unless it had to be shortened.
  const own = outerNo.startsWith(billNo) ? outerNo : `${billNo} · ${outerNo}`;
  const warehouse = textOf((content as { order?: unknown }).order, "warehouse_no");
  return warehouse === undefined || own.endsWith(warehouse) ? own : `${own} · ${warehouse}`;
}

/** Of the lines of a bill, each once. */
function warehousesOf(content: object): readonly string[] {
  const { fields, rows } = content as { fields?: unknown; rows?: unknown };
  if (!Array.isArray(fields) || !Array.isArray(rows)) return [];
  const place = fields.findIndex((name) => /^FStockI[dD]_FNumber$/.test(String(name)));
  const codes = rows.map((row) => (Array.isArray(row) ? (row as unknown[])[place] : undefined));
  return [...new Set(codes.filter((code) => typeof code === "string" && code.trim() !== ""))] as string[];
}

function listed(names: readonly string[]): string {
  return names.length <= MOST_NAMED ? names.join(" ") : `${names.slice(0, MOST_NAMED).join(" ")} …`;
}

function textOf(content: unknown, field: string): string | undefined {
  if (content === null || typeof content !== "object") return undefined;
  const value = (content as Readonly<Record<string, unknown>>)[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}
