import { hashContent } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { createLogger } from "@billferry/runtime";
import { fastify } from "fastify";
import { readSheet } from "read-excel-file/node";
import { expect, onTestFinished, test } from "vitest";

import { Problem } from "../src/core/problems.ts";
import { exportRows } from "../src/export/export-rows.ts";
import { answerProblems } from "../src/refusals.ts";
import { BILL } from "./board-world.ts";
import { basic, openPeopled } from "./people-world.ts";

const SCHEME = "sal-outstock";
const EVIL = ['=HYPERLINK("http://evil")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "=cmd", 'a,b"c\nd'];

/** A board whose bills have reasons that a spreadsheet would run. */
async function openWithBills(count: number) {
  const board = await openPeopled();
  const ledger = new Ledger(board.redis, SCHEME);
  const bills = Array.from({ length: count }, (_, index) => ({
    ...BILL,
    billId: String(100_001 + index),
    billNo: `XSCKD${String(index + 1).padStart(6, "0")}`,
    contentHash: hashContent(index),
  }));
  await ledger.bills.recordRead(bills);
  for (const [index, text] of EVIL.entries()) {
    const bill = bills[index];
    if (bill) await ledger.bills.recordHeld(bill, { code: "MAP_CODE_MISSING", text });
  }
  const download = async (path: string) => board.act(`/api/v1${path}`, { headers: basic("viewer") });
  return { ...board, download, bills };
}

test("the bills of a filter come as CSV, all pages of them, with a mark that Excel reads as UTF-8", async () => {
  const { download } = await openWithBills(250);
  const answer = await download("/bills/export?format=csv&language=zh-CN");
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toMatch(
    /^attachment; filename="billferry-bills-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const text = bytes.toString("utf8");
  expect(text.slice(1).split("\r\n")[0]).toBe("单号,状态,审核时间(+08:00),订单数,原因,方案,单据内码");
  expect(text.match(/XSCKD\d{6}/g)).toHaveLength(250);
  const held = await (await download("/bills/export?format=csv&state=held&language=en")).text();
  expect(held.match(/XSCKD\d{6}/g)).toHaveLength(EVIL.length);
  expect(held).toContain("Bill,State,");
  const ofClass = await (await download("/bills/export?format=csv&class=master-data")).text();
  expect(ofClass.match(/XSCKD\d{6}/g)).toHaveLength(EVIL.length);
  const day = BILL.approvedAt.slice(0, 10);
  const ofDay = await (await download(`/bills/export?format=csv&day=${day}`)).text();
  expect(ofDay.match(/XSCKD\d{6}/g)).toHaveLength(250);
  expect(await (await download("/bills/export?format=csv&day=2001-01-01")).text()).not.toMatch(/XSCKD/);
  expect((await download("/bills?day=yesterday")).status).toBe(400);
});

test("no cell of a CSV file is run as a formula, and what is none stays as it is", async () => {
  const { download } = await openWithBills(EVIL.length);
  const text = await (await download("/bills/export?format=csv&state=held")).text();
  for (const formula of ['"\'=HYPERLINK(""http://evil"")"', "'+1+1", "'-2+3", "'@SUM(A1)", "'=cmd"])
    expect(text).toContain(`,${formula},`);
  expect(text).not.toMatch(/,["]?[=+\-@\t]/);
});

test("in a sheet every cell is text or a number that the sheet keeps: a formula is shown, not run", async () => {
  const { download } = await openWithBills(EVIL.length);
  const answer = await download("/bills/export?format=xlsx&state=held&language=en");
  expect(answer.headers.get("content-type")).toContain("spreadsheetml");
  const rows = await readSheet(Buffer.from(await answer.arrayBuffer()), { trim: false });
  expect(rows[0]).toEqual(["Bill", "State", "Approved (+08:00)", "Orders", "Reason", "Scheme", "Bill id"]);
  expect(rows).toHaveLength(1 + EVIL.length);
  expect(rows.slice(1).map((row) => row[4])).toEqual(expect.arrayContaining(EVIL.slice(0, 6)));
  expect(rows.slice(1).map((row) => [typeof row[3], typeof row[6]])).toEqual(EVIL.map(() => ["number", "string"]));
});

test("cases come as a file with cause, remedy and amount", async () => {
  const { download } = await openWithBills(3);
  const text = await (await download("/cases/export?code=MAP_CODE_MISSING&language=en")).text();
  expect(text).toContain("Bill,Case,Code,Reason,Remedy,Owner,Amount,Since (+08:00),Scheme");
  expect(text.match(/MAP_CODE_MISSING/g)).toHaveLength(3);
});

/** A server that exports numbers. */
async function openExport(numbers: () => AsyncIterable<string>) {
  const server = fastify();
  answerProblems(server, { log: createLogger({ name: "test", level: "silent", version: "0" }), language: "zh-CN" });
  server.get("/numbers", async (request, reply) => {
    const query = request.query as { format: "csv" | "xlsx" };
    const columns = [{ title: { zh: "数", en: "number" }, cell: (value: string) => value, isNumber: true }];
    return exportRows(reply, { name: "numbers", asOfMs: 0, query, language: "zh-CN", columns, rows: numbers() });
  });
  onTestFinished(async () => server.close());
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  return async (format: string, signal?: AbortSignal) =>
    fetch(`${url}/numbers?format=${format}`, signal === undefined ? {} : { signal });
}

test("a number that a sheet would round stays text, any other is one to reckon with, a negative one too", async () => {
  const ask = await openExport(async function* () {
    yield* ["-12.50", "123456789012345", "1234567890123456", "=1"];
  });
  expect(await (await ask("csv")).text()).toBe("数\r\n-12.50\r\n123456789012345\r\n1234567890123456\r\n'=1\r\n");
  const rows = await readSheet(Buffer.from(await (await ask("xlsx")).arrayBuffer()));
  expect(rows.slice(1).flat()).toEqual([-12.5, 123_456_789_012_345, "1234567890123456", "=1"]);
});

test("rows are asked for as the reader takes them, and no longer than he does", async () => {
  let [asked, hasEnded] = [0, false];
  const ask = await openExport(async function* () {
    try {
      for (; asked < 10_000_000; asked += 1) yield "1".repeat(1_000);
    } finally {
      hasEnded = true;
    }
  });
  const gone = new AbortController();
  const reader = (await ask("csv", gone.signal)).body?.getReader();
  await reader?.read();
  gone.abort();
  await expect.poll(() => hasEnded, { timeout: 20_000 }).toBe(true);
  expect(asked).toBeLessThan(1_000_000);
});

test("what fails before the first row is answered with its reason, and so is a sheet that is too large", async () => {
  // oxlint-disable-next-line require-yield -- it fails before
  const broken = await openExport(async function* () {
    throw new Problem("SCHEME_UNKNOWN", { what: "x" });
  });
  for (const format of ["csv", "xlsx"]) expect((await broken(format)).status).toBe(404);
  const large = await openExport(async function* () {
    for (let number = 0; number < 50_001; number += 1) yield String(number);
  });
  const refused = await large("xlsx");
  expect([refused.status, await refused.json()]).toEqual([
    413,
    expect.objectContaining({ code: "EXPORT_TOO_LARGE", remedy: expect.stringContaining("CSV") }),
  ]);
  expect((await (await large("csv")).text()).split("\r\n")).toHaveLength(50_003);
}, 60_000);
