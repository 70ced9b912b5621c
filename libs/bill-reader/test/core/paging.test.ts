import fc from "fast-check";
import { expect, test } from "vitest";

import { FIRST_PAGE, needsProof, offsetOf, readPage, type PageStart, type WholeBill } from "../../src/core/paging.ts";

type Row = readonly [string, string];

/** Kingdee, as far as paging sees it: rows in total order, of a range of bills, at an offset, at most so many. */
function ask(rows: readonly Row[], start: PageStart, limit: number): readonly Row[] {
  const inRange = rows.filter(([id]) => {
    if (start.range === "all") return true;
    const [own, at] = [BigInt(id), BigInt(start.billId)];
    return start.range === "from" ? own >= at : start.range === "only" ? own === at : own > at;
  });
  return inRange.slice(offsetOf(start), offsetOf(start) + limit);
}

function readAll(
  rows: readonly Row[],
  limit: number,
  between: (page: number) => readonly Row[] = () => rows,
): WholeBill[] | "disordered" {
  const bills: WholeBill[] = [];
  let start: PageStart | null = FIRST_PAGE;
  for (let page = 0; start !== null; page += 1) {
    const verdict = readPage(start, ask(between(page), start, limit), { limit, idColumn: 0 });
    if (verdict.kind === "disordered") return "disordered";
    bills.push(...verdict.bills);
    start = verdict.next;
  }
  return bills;
}

function readWhole(rows: readonly Row[], limit: number): WholeBill[] {
  const bills = readAll(rows, limit);
  if (bills === "disordered") throw new Error("disordered");
  return bills;
}

const toRows = (sizes: readonly number[]): Row[] =>
  sizes.flatMap((size, bill) => Array.from({ length: size }, (_, line): Row => [String(1_000 + bill), String(line)]));

test("whatever the sizes of bills and pages, every bill comes once and whole", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 40 }),
      fc.integer({ min: 2, max: 25 }),
      (sizes, limit) => {
        const rows = toRows(sizes);
        const bills = readWhole(rows, limit);
        expect(bills.map((bill) => bill.rows.length)).toEqual(sizes);
        expect(bills.flatMap((bill) => bill.rows)).toEqual(rows);
      },
    ),
  );
});

test("bills that vanish or appear between pages cut no other bill and repeat none", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 4, maxLength: 30 }),
      fc.integer({ min: 2, max: 10 }),
      fc.array(fc.array(fc.nat(29), { maxLength: 4 }), { minLength: 1, maxLength: 10 }),
      (sizes, limit, vanishing) => {
        const rows = toRows(sizes);
        const gone = new Set<string>();
        const bills = readAll(rows, limit, (page) => {
          for (const bill of page > 0 ? (vanishing[page] ?? []) : []) gone.add(String(1_000 + bill));
          return rows.filter(([id]) => !gone.has(id));
        });
        // A bill that vanishes while it is being read makes the window be read again; no cut bill ever comes out.
        if (bills === "disordered") return;
        const ids = bills.map((bill) => bill.billId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [bill, size] of sizes.entries()) {
          const id = String(1_000 + bill);
          const found = bills.find((each) => each.billId === id);
          if (!gone.has(id) || found) expect(found?.rows.length).toBe(size);
        }
      },
    ),
  );
});

test("a bill with 5 000 lines over three pages arrives whole", () => {
  expect(readWhole(toRows([3, 5_000, 2]), 2_000).map((bill) => bill.rows.length)).toEqual([3, 5_000, 2]);
});

test.each([
  [2_000, "2999"],
  [10_000, "10999"],
])("a page that the server clamped at %i rows is not taken for the last", (size, billId) => {
  const verdict = readPage(FIRST_PAGE, toRows(Array(size).fill(1)), { limit: 20_000, idColumn: 0 });
  expect(verdict).toMatchObject({ kind: "page", next: { range: "from", billId } });
});

test.each([
  [
    "bills out of order",
    [
      ["2", "0"],
      ["1", "0"],
    ],
  ],
  [
    "a bill that comes back",
    [
      ["1", "0"],
      ["2", "0"],
      ["1", "1"],
    ],
  ],
  ["a row without an id", [["", "0"]]],
])("%s are noticed", (_case, rows) => {
  expect(readPage(FIRST_PAGE, rows, { limit: 10, idColumn: 0 }).kind).toBe("disordered");
});

test("a page that begins before its own start is noticed", () => {
  expect(readPage({ range: "from", billId: "5" }, [["4", "0"]], { limit: 10, idColumn: 0 }).kind).toBe("disordered");
  expect(readPage({ range: "after", billId: "5" }, [["5", "0"]], { limit: 10, idColumn: 0 }).kind).toBe("disordered");
});

test("an answer that would end a reading too early is asked for again: an empty one, and one without the held-back bill", () => {
  expect(needsProof(FIRST_PAGE, [], 0)).toBe(true);
  expect(needsProof({ range: "after", billId: "7" }, [], 0)).toBe(true);
  expect(needsProof({ range: "from", billId: "7" }, [["9", "1"]], 0)).toBe(true);
  expect(needsProof({ range: "from", billId: "7" }, [["7", "1"]], 0)).toBe(false);
  expect(needsProof(FIRST_PAGE, [["9", "1"]], 0)).toBe(false);
});

function readOne(id: string | null) {
  return readPage(FIRST_PAGE, [[id, "a"]], { limit: 10, idColumn: 0 });
}

test("an id that is none, or lies outside what 64 bits hold, stops the reading and is named", () => {
  for (const id of ["x1", "1x", "-1", "1.5", "12345678901234567890"])
    expect(readOne(id)).toEqual({ kind: "disordered", at: id });
  for (const none of ["", null]) expect(readOne(none)).toEqual({ kind: "disordered", at: "(空)" });
  expect(readOne("1234567890123456789")).toMatchObject({ kind: "page", next: null });
});

test("a large bill that is another on its next page is read again from the start", () => {
  const start: PageStart = { range: "only", billId: "7", carried: [["7", "a"]] };
  const read = (...rows: readonly Row[]) => readPage(start, rows, { limit: 2, idColumn: 0 });
  expect(read()).toEqual({ kind: "disordered", at: "7" });
  expect(read(["7", "b"])).toEqual({ kind: "disordered", at: "7" });
  expect(read(["7", "b"], ["7", "c"])).toEqual({ kind: "disordered", at: "7" });
  expect(read(["7", "a"])).toEqual({
    kind: "page",
    bills: [{ billId: "7", rows: [["7", "a"]] }],
    next: { range: "after", billId: "7" },
  });
});

test("a bill that fills a page alone is carried on, and not handed over yet", () => {
  const rows: readonly Row[] = [
    ["7", "a"],
    ["7", "b"],
  ];
  expect(readPage(FIRST_PAGE, rows, { limit: 2, idColumn: 0 })).toEqual({
    kind: "page",
    bills: [],
    next: { range: "only", billId: "7", carried: rows },
  });
});

test("a large bill is whole with the first of its pages that is not full", () => {
  const start: PageStart = { range: "only", billId: "7", carried: [["7", "a"]] };
  const rows: readonly Row[] = [
    ["7", "a"],
    ["7", "b"],
  ];
  expect(readPage(start, rows, { limit: 3, idColumn: 0 })).toEqual({
    kind: "page",
    bills: [{ billId: "7", rows }],
    next: { range: "after", billId: "7" },
  });
});

test("a page that is not full is the last one, and a full one of one row more of a large bill is not", () => {
  const rows: readonly Row[] = [
    ["1", "a"],
    ["2", "a"],
  ];
  expect(readPage(FIRST_PAGE, rows, { limit: 3, idColumn: 0 })).toMatchObject({ next: null });
  expect(readPage(FIRST_PAGE, rows, { limit: 2, idColumn: 0 })).toMatchObject({
    kind: "page",
    next: { range: "from", billId: "2" },
  });
  const start: PageStart = { range: "only", billId: "7", carried: [["7", "a"]] };
  expect(
    readPage(
      start,
      [
        ["7", "a"],
        ["7", "b"],
      ],
      { limit: 2, idColumn: 0 },
    ),
  ).toMatchObject({
    kind: "page",
    bills: [],
    next: {
      range: "only",
      carried: [
        ["7", "a"],
        ["7", "b"],
      ],
    },
  });
});
