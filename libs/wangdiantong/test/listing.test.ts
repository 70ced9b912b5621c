import { decimal, Fault } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { isAudited, readDocument, type DocumentRow } from "../src/core/read-document.ts";
import { createOrderSearch, type AskPage } from "../src/search-orders.ts";
import { openGate } from "./scripted-server.ts";

const TARGET = "stockout_order_push";
const { signal } = new AbortController();
const SPAN = { sinceMs: 0, untilMs: 86_400_000, signal };

interface Kept {
  readonly row: DocumentRow;
  readonly status: string | null;
}

function record(number: number, status: string | null): Kept {
  const raw = { stockoutNo: `CK${number}`, outerNo: `X${number}`, warehouseNo: "CK1", status, details: [] };
  return { row: readDocument(TARGET, raw, undefined), status };
}

/** Answers as the vendor does, from orders that may change between any two calls. */
function serve(orders: () => readonly Kept[], pageLimit = 100): AskPage {
  return async (query) => {
    const { status, pageNo, stockoutNo } = query;
    const pageSize = Math.min(query.pageSize, pageLimit);
    const rows = orders().filter(
      (order) =>
        (status === undefined ? ["95", "110"].includes(order.status ?? "") : order.status === status) &&
        (stockoutNo ?? order.row.stockoutNo) === order.row.stockoutNo,
    );
    return {
      totalCount: pageNo === 0 ? rows.length : null,
      documents: rows.slice(pageNo * pageSize, (pageNo + 1) * pageSize).map(({ row }) => row),
    };
  };
}

const find = async (askPage: AskPage, stockoutNo: string) =>
  createOrderSearch(TARGET, openGate(), askPage).find({ outerNo: "X", stockoutNo, sinceMs: 0 }, { signal });
const list = async (askPage: AskPage, gate = openGate()) => createOrderSearch(TARGET, gate, askPage).list(SPAN);

function numbersOf(orders: readonly { readonly stockoutNo: string | null }[]): string[] {
  return orders.map((order) => order.stockoutNo ?? "").toSorted((a, b) => (a < b ? -1 : 1));
}

const rowsOf = (orders: readonly Kept[]) => orders.map(({ row }) => row);

test("orders of every status are listed, the pages of a small-paged server to their end", async () => {
  const statuses = ["110", "95", "55", "50", "113", "5"];
  const orders = Array.from({ length: 60 }, (_, index) => record(index, statuses[index % 6] ?? null));
  expect(numbersOf(await list(serve(() => orders, 3)))).toEqual(numbersOf(rowsOf(orders)));
});

test("a span without any order costs six calls", async () => {
  let calls = 0;
  const gate = openGate(() => {
    calls += 1;
  });
  const nothing = serve(() => []);
  expect(await list(nothing, gate)).toEqual([]);
  expect(calls).toBe(6);
});

const refusing: AskPage = async () => {
  throw new Fault("WDT_REFUSED", "参数错误");
};

test("a status that the account does not know hides no document of the others", async () => {
  const orders = [record(1, "50"), record(2, "110"), record(3, "5")];
  const answer = serve(() => orders);
  const askPage: AskPage = async (query) => {
    if (query.status === "20") throw new Fault("WDT_REFUSED", "status 无效");
    return answer(query, signal);
  };
  expect(numbersOf(await list(askPage))).toEqual(numbersOf(rowsOf(orders)));
  expect(await find(askPage, "CK3")).toMatchObject({ isCancelled: true });
  await expect(list(refusing)).rejects.toThrow(/参数错误/);
});

test("where lists grow at their end, an order that moves on between any two pages is listed, and once", async () => {
  const life = ["50", "55", "95", "110"];
  const steps = fc.array(fc.record({ atCall: fc.nat(30), index: fc.nat(8) }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { minLength: 9, maxLength: 9 }), steps, async (starts, moves) => {
      let orders = starts.map((age, index) => ({ age, index }));
      let calls = 0;
      const move = (index: number) => {
        const moved = orders.find((order) => order.index === index);
        if (!moved || moved.age === 3) return;
        // Shipped and completed share one list, so the last step keeps its place.
        if (moved.age === 2) moved.age = 3;
        else orders = [...orders.filter((order) => order !== moved), { index, age: moved.age + 1 }];
      };
      const answer = serve(() => orders.map(({ age, index }) => record(index, life[age] ?? null)), 2);
      const askPage: AskPage = async (query) => {
        for (const { atCall, index } of moves) if (atCall === calls) move(index);
        calls += 1;
        return answer(query, signal);
      };
      const listed = await list(askPage);
      expect(numbersOf(listed)).toEqual(numbersOf(rowsOf(starts.map((_, index) => record(index, null)))));
    }),
    { numRuns: 300 },
  );
});

test("a page that is refused for its rate is asked again, and whoever waits is told why", async () => {
  const refusal = new Fault("WDT_RATE_LIMITED", "慢一点");
  const told: (Fault | undefined)[] = [];
  const answer = serve(() => [record(1, "110")]);
  let calls = 0;
  const askPage: AskPage = async (query) => {
    calls += 1;
    if (calls === 2) throw refusal;
    return answer(query, signal);
  };
  expect(
    await list(
      askPage,
      openGate((lastFault) => void told.push(lastFault)),
    ),
  ).toHaveLength(1);
  expect(told.filter((fault) => fault === refusal)).toHaveLength(1);
});

test("pages that are too large are asked for in smaller ones", async () => {
  const orders = Array.from({ length: 50 }, (_, index) => record(index, "110"));
  const answer = serve(() => orders);
  const askPage: AskPage = async (query) => {
    const page = await answer(query, signal);
    if (page.documents.length > 20) throw new Fault("HTTP_BODY_TOO_LARGE", "");
    return page;
  };
  expect(await list(askPage)).toHaveLength(50);
});

test("an order is found by its number under whatever status it has, and its row tells it", async () => {
  const orders = [record(1, "110"), record(2, "50"), record(3, "5")];
  const askPage = serve(() => orders);
  expect((await find(askPage, "CK1"))?.outerNo).toBe("X1");
  const waiting = await find(askPage, "CK2");
  expect(waiting?.isAudited).toBe(false);
  const cancelled = await find(askPage, "CK3");
  expect(cancelled?.isCancelled).toBe(true);
  expect(await find(askPage, "CK4")).toBeUndefined();
});

test("a stock-in document counts as audited from settlement on", () => {
  const statuses = ["10", "20", "30", "60", "80", null];
  expect(statuses.map((status) => isAudited("stockin_order_push", status))).toEqual([
    ...[false, false, false],
    ...[true, true, true],
  ]);
});

test.each([
  ["50", false],
  ["55", true],
  ["110", true],
  ["5", false],
  [null, true],
])("status %s: audited is %s", (status, expected) => {
  expect(isAudited(TARGET, status)).toBe(expected);
});

test("only the keys that are asked for are listed, and a row without a key or a number is none of ours", async () => {
  const { row, status } = record(1, "110");
  const rows = [{ ...row, outerNo: null }, { ...row, stockoutNo: null }, row, record(2, "110").row];
  const search = createOrderSearch(
    TARGET,
    openGate(),
    serve(() => rows.map((each) => ({ row: each, status }))),
  );
  expect(numbersOf(await search.list(SPAN))).toEqual(["CK1", "CK2"]);
  expect(numbersOf(await search.list({ ...SPAN, keys: new Set(["X2"]) }))).toEqual(["CK2"]);
});

test("an order that is found by its number and shows no key is the one that was looked for; what is not found is named", async () => {
  const rows = [{ row: { ...record(1, "110").row, outerNo: null }, status: "110" }, record(2, "5")];
  const search = createOrderSearch(
    TARGET,
    openGate(),
    serve(() => rows),
  );
  const wheres = ["CK1", "CK2", "CK3"].map((stockoutNo) => ({ outerNo: `of ${stockoutNo}`, stockoutNo, sinceMs: 0 }));
  const { found, missing } = await search.findAll(wheres, { signal });
  expect(found.map(({ outerNo, isCancelled }) => [outerNo, isCancelled])).toEqual([
    ["of CK1", false],
    ["X2", true],
  ]);
  expect(missing).toEqual(wheres.slice(2));
});

test("the lines of one SKU are added, and a row without lines tells no quantities", () => {
  const raw = { stockoutNo: "CK1", outerNo: "X1", warehouseNo: null, status: null };
  const details = ["1.5", "0.5"].map((num) => ({ specNo: "A", goodsCount: decimal(num) }));
  expect(readDocument(TARGET, { ...raw, details }, undefined).quantities).toEqual(new Map([["A", "2"]]));
  expect(readDocument(TARGET, { ...raw, details: [] }, undefined).quantities).toBeNull();
  // A row that does not tell its status has the one that was asked for.
  expect(readDocument(TARGET, { ...raw, details }, "5").isCancelled).toBe(true);
});
