import fc from "fast-check";
import { expect, test } from "vitest";

import { FIRST_PAGE, needsProof, offsetOf, readPage, type PageStart, type WholeBill } from "../../src/core/paging.ts";

type Row = readonly [string, string];

/** Kingdee, as far as paging sees it: rows in total order, of a range of bills, at an offset, at most so many. */
function ask(rows: readonly Row[], start: PageStart, limit: number): readonly Row[] {
  const inRange = rows.filter(([id]) => start.range === "all" || BigInt(id) >= BigInt(start.billId));
  return inRange.slice(offsetOf(start), offsetOf(start) + limit);
}

type Outcome = readonly WholeBill[] | "disordered" | "one-row-limit";

/**
 * Reads as the reader does; the limit of each call is the smaller one of what is asked for and what the server gives.
 */
function readAll(
  limitOf: (call: number) => number,
  between: (call: number) => readonly Row[],
  spoil: (call: number, answer: readonly Row[]) => readonly Row[] = (_call, answer) => answer,
): { readonly outcome: Outcome; readonly calls: number } {
  const bills: WholeBill[] = [];
  let [start, hasSeenRows, calls]: [PageStart | null, boolean, number] = [FIRST_PAGE, false, 0];
  while (start !== null) {
    let rows = spoil(calls, ask(between(calls), start, limitOf(calls)));
    calls += 1;
    if (needsProof(start, rows, 0)) {
      rows = spoil(calls, ask(between(calls), start, limitOf(calls)));
      calls += 1;
    }
    hasSeenRows ||= rows.length > 1;
    const verdict = readPage(start, rows, { idColumn: 0, hasSeenRows });
    if (verdict.kind !== "page") return { outcome: verdict.kind, calls };
    bills.push(...verdict.bills);
    start = verdict.next;
  }
  return { outcome: bills, calls };
}

function readWhole(rows: readonly Row[], limitOf: (call: number) => number): readonly WholeBill[] {
  const { outcome } = readAll(limitOf, () => rows);
  if (typeof outcome === "string") throw new Error(outcome);
  return outcome;
}

const toRows = (sizes: readonly number[]): Row[] =>
  sizes.flatMap((size, bill) => Array.from({ length: size }, (_, line): Row => [String(1_000 + bill), String(line)]));

const sizesOfBills = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 40 });

test("whatever the server's row limit, the page size and the bills are, every bill comes once and whole", () => {
  fc.assert(
    fc.property(sizesOfBills, fc.integer({ min: 2, max: 60 }), fc.integer({ min: 2, max: 60 }), (sizes, page, cap) => {
      const rows = toRows(sizes);
      const bills = readWhole(rows, () => Math.min(page, cap));
      expect(bills.map((bill) => bill.rows.length)).toEqual(sizes);
      expect(bills.flatMap((bill) => bill.rows)).toEqual(rows);
    }),
  );
});

test("a limit that is another at every call loses no row and cuts no bill", () => {
  const limits = fc.array(fc.integer({ min: 2, max: 40 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(sizesOfBills, limits, (sizes, caps) => {
      const bills = readWhole(toRows(sizes), (call) => caps[call % caps.length] ?? 2);
      expect(bills.map((bill) => bill.rows.length)).toEqual(sizes);
    }),
  );
});

test("rows that the server has more than once are all read, each as often as it has them", () => {
  const rowsOfBills = fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 8 }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(rowsOfBills, fc.integer({ min: 2, max: 20 }), (lines, limit) => {
      const rows = lines.flatMap((times, bill) =>
        times.flatMap((each, line) => Array.from({ length: each }, (): Row => [String(1_000 + bill), String(line)])),
      );
      expect(readWhole(rows, () => limit).flatMap((bill) => bill.rows)).toEqual(rows);
    }),
  );
});

test("a server that gives one row at a time is named, unless there is one row only", () => {
  fc.assert(
    fc.property(sizesOfBills, (sizes) => {
      const { outcome } = readAll(
        () => 1,
        () => toRows(sizes),
      );
      const rows = sizes.reduce((sum, size) => sum + size, 0);
      if (rows > 1) expect(outcome).toBe("one-row-limit");
      else expect(outcome).toHaveLength(rows);
    }),
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
        const { outcome: bills } = readAll(
          () => limit,
          (call) => {
            for (const bill of call > 0 ? (vanishing[call] ?? []) : []) gone.add(String(1_000 + bill));
            return rows.filter(([id]) => !gone.has(id));
          },
        );
        // A bill that changes while it is being read makes the window be read again; no cut bill ever comes out.
        if (typeof bills === "string") return;
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
  expect(readWhole(toRows([3, 5_000, 2]), () => 2_000).map((bill) => bill.rows.length)).toEqual([3, 5_000, 2]);
});

test.each([
  ["nothing", [], 2],
  ["one bill of one line", [1], 3],
  ["some bills", [2, 1, 3], 2],
])("a window with %s is read in few calls", (_words, sizes, calls) => {
  const read = readAll(
    () => 2_000,
    () => toRows(sizes),
  );
  expect(read.calls).toBe(calls);
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
  expect(readPage(FIRST_PAGE, rows, { idColumn: 0, hasSeenRows: true }).kind).toBe("disordered");
});

const AT_7: PageStart = { range: "from", billId: "7", carried: [["7", "a"]] };
test("a bill that comes while a single row is proved to be the last one is no row limit, and is read", () => {
  const [seven, eight]: [Row, Row] = [
    ["7", "1"],
    ["8", "1"],
  ];
  const options = { idColumn: 0, hasSeenRows: false };
  const alone: PageStart = { range: "beyond", billId: "7", carried: [seven] };
  const doubted = readPage(alone, [eight], options);
  expect(doubted).toMatchObject({ kind: "page", bills: [], next: { range: "from", billId: "7", carried: [seven] } });
  const next = doubted.kind === "page" && doubted.next !== null ? doubted.next : FIRST_PAGE;
  expect(readPage(next, [seven, eight], options)).toMatchObject({
    bills: [{ billId: "7", rows: [seven] }],
    next: { range: "from", billId: "8", carried: [eight] },
  });
});

const readOn = (start: PageStart, rows: readonly Row[]) => readPage(start, rows, { idColumn: 0, hasSeenRows: true });

test("a page that goes back before its own start is noticed", () => {
  const back: Row[] = [
    ["7", "a"],
    ["6", "a"],
  ];
  expect(readOn(AT_7, back)).toEqual({ kind: "disordered", at: "6" });
  expect(readOn({ ...AT_7, carried: [] }, [["6", "a"]])).toEqual({ kind: "disordered", at: "6" });
});

test("an answer that would end a reading too early is asked for again: an empty one, and one without the held-back bill", () => {
  expect(needsProof(FIRST_PAGE, [], 0)).toBe(true);
  expect(needsProof(AT_7, [], 0)).toBe(true);
  expect(needsProof(AT_7, [["9", "1"]], 0)).toBe(true);
  expect(needsProof(AT_7, [["7", "1"]], 0)).toBe(false);
  expect(needsProof(FIRST_PAGE, [["9", "1"]], 0)).toBe(false);
  expect(needsProof({ ...AT_7, carried: [] }, [["9", "1"]], 0)).toBe(false);
  expect(needsProof({ ...AT_7, range: "beyond" }, [], 0)).toBe(false);
});

const readOne = (id: string | null) => readPage(FIRST_PAGE, [[id, "a"]], { idColumn: 0, hasSeenRows: true });

test("an id that is none, or lies outside what 64 bits hold, stops the reading and is named", () => {
  for (const id of ["x1", "1x", "-1", "1.5", "12345678901234567890"])
    expect(readOne(id)).toEqual({ kind: "disordered", at: id });
  for (const none of ["", null]) expect(readOne(none)).toEqual({ kind: "disordered", at: "(空)" });
  expect(readOne("1234567890123456789")).toMatchObject({ kind: "page", bills: [] });
});

test("the last bill of any page is held back, and goes on where the page ended", () => {
  const rows: readonly Row[] = [
    ["5", "a"],
    ["7", "a"],
    ["7", "b"],
  ];
  const next = { range: "from", billId: "7", carried: rows.slice(1) } as const;
  expect(readOn(FIRST_PAGE, rows)).toEqual({ kind: "page", bills: [{ billId: "5", rows: [rows[0]] }], next });
  expect(offsetOf(next)).toBe(1);
  expect(readOn(next, [["7", "b"]])).toEqual({
    kind: "page",
    bills: [{ billId: "7", rows: next.carried }],
    next: null,
  });
  expect(
    readOn(next, [
      ["7", "b"],
      ["7", "c"],
    ]),
  ).toEqual({ kind: "page", bills: [], next: { ...next, carried: [...next.carried, ["7", "c"]] } });
});

test("a bill that is another when its page goes on is read again, and one that is gone is forgotten", () => {
  expect(readOn(AT_7, [["7", "b"]])).toEqual({ kind: "disordered", at: "7" });
  const forgotten = { kind: "page", bills: [], next: { range: "from", billId: "7", carried: [], isAgain: true } };
  expect(readOn(AT_7, [])).toEqual(forgotten);
  expect(readOn(AT_7, [["9", "a"]])).toEqual(forgotten);
});

const repeat = (each: readonly Row[]): readonly Row[] => [...each, ...each.slice(-1)];

test("an answer that repeats a row of the held-back bill makes it be read again, and one that always does is no loop", () => {
  const rows = toRows([2, 3]);
  const readRepeated = (isRepeated: (call: number) => boolean) =>
    readAll(
      () => 100,
      () => rows,
      (call, answer) => (isRepeated(call) ? repeat(answer) : answer),
    ).outcome;
  expect(readRepeated(() => true)).toBe("disordered");
  for (let struck = 0; struck < 6; struck += 1) {
    const bills = readRepeated((call) => call === struck);
    if (typeof bills === "string") throw new Error(bills);
    const unique = bills.map(({ rows: own }) => new Set(own.map((row) => JSON.stringify(row))).size);
    expect(unique).toEqual([2, 3]);
  }
});
