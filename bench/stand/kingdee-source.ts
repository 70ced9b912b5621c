import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/**
 * A Kingdee of a given number of rows that keeps none of them: each is made when it is asked for, so that a million
 * rows are a load for whoever reads them and not for the stand. Bills of so many lines, ids that rise, all approved
 * within the last hours, in the order of their ids.
 *
 * `node bench/stand/kingdee-source.ts ROWS`
 */
const LINES = 25;
const FIRST_ID = 100_001;
const ROWS = Number(process.argv[2]);
const BILLS = Math.ceil(ROWS / LINES);
const CHINA_OFFSET_MS = 8 * 3_600_000;
const SPREAD_MS = 2 * 3_600_000;
const LAST_MS = Date.now() - 60_000;

const server = createServer(async (request, response) => {
  const body = await text(request);
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.end(answer(request.url ?? "", body));
});
server.listen(0, "127.0.0.1", () => {
  console.log(
    JSON.stringify({ event: "source.ready", url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
  );
});

function answer(url: string, body: string): string {
  if (/AuthService/i.test(url))
    return JSON.stringify({
      LoginResultType: 1,
      Message: null,
      KDSVCSessionId: "session",
      Context: { UserLocale: "zh-CN" },
    });
  const { data } = JSON.parse(body) as { data: Query };
  return `[${rowsOf(data).join(",")}]`;
}

interface Query {
  readonly FieldKeys: string;
  readonly FilterString: string;
  readonly StartRow: number;
  readonly Limit: number;
}

/** The one kind of question that a reading asks: bills of a stretch of time, from an id on. */
function rowsOf({ FieldKeys, FilterString, StartRow, Limit }: Query): readonly string[] {
  const keys = FieldKeys.split(",").map((key) => key.trim());
  const fromId = Number(/FID>=(\d+)/.exec(FilterString)?.[1] ?? 0);
  const only = /FID(?:=| in \()([\d,]+)/i.exec(FilterString)?.[1]?.split(",").map(Number);
  const from = Math.max(billAfter(FilterString, ">="), fromId - FIRST_ID, 0);
  const to = Math.min(billAfter(FilterString, "<"), BILLS);
  const rows: string[] = [];
  for (let row = from * LINES + StartRow; row < Math.min(to * LINES, ROWS) && rows.length < Limit; row += 1) {
    const bill = Math.floor(row / LINES);
    if (only === undefined || only.includes(FIRST_ID + bill))
      rows.push(JSON.stringify(keys.map((key) => cell(key, bill, row))));
  }
  return rows;
}

/** The first bill that was approved at this bound of the filter or later. */
function billAfter(filter: string, operator: ">=" | "<"): number {
  const times = [...filter.matchAll(new RegExp(`FApproveDate ?${operator} ?'([^']+)'`, "g"))].map(
    ([, time = ""]) => Date.parse(`${time.replace(" ", "T")}Z`) - CHINA_OFFSET_MS,
  );
  if (times.length === 0) return operator === "<" ? BILLS : 0;
  const bound = operator === "<" ? Math.min(...times) : Math.max(...times);
  return Math.min(Math.max(Math.ceil((bound - LAST_MS + SPREAD_MS) / (SPREAD_MS / BILLS)), 0), BILLS);
}

function cell(key: string, bill: number, row: number): string | number | boolean | null {
  const name = key.split(".")[0] ?? "";
  const billNo = `XSCKD${String(bill + 1).padStart(7, "0")}`;
  const approvedAt = new Date(LAST_MS - SPREAD_MS + (bill * SPREAD_MS) / BILLS + CHINA_OFFSET_MS)
    .toISOString()
    .slice(0, 23);
  const values: Readonly<Record<string, string | number | boolean | null>> = {
    FID: FIRST_ID + bill,
    FEntity_FEntryID: 500_001 + row,
    FEntity_FSeq: (row % LINES) + 1,
    FBillNo: billNo,
    FApproveDate: approvedAt,
    FDate: approvedAt.slice(0, 10),
    FDocumentStatus: "C",
    FCancelStatus: "A",
    FRowType: "Standard",
    FRealQty: 1 + (row % 7),
    FMustQty: 1 + (row % 7),
    FTaxPrice: 12.5,
    FPrice: 11.061947,
    FAllAmount: 12.5 * (1 + (row % 7)),
    FStockID: "CK001",
    FMaterialID: `SKU-${String(row % LINES).padStart(4, "0")}`,
    FCarrierID: "SF",
    FLot: null,
    FIsFree: false,
  };
  return name in values ? (values[name] ?? null) : " ";
}
