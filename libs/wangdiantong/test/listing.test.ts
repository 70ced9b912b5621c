import { Fault } from "@billferry/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";

import { findByNumber, listDocuments } from "../src/find-documents.ts";
import { isAudited, isCancelled } from "../src/core/document-status.ts";
import type { DocumentRecord } from "../src/index.ts";
import type { QueryPage } from "../src/walk-pages.ts";

const TARGET = "stockout_order_push";
const DAY_MS = 86_400_000;
const atOnce = async () => undefined;
const SPAN = { fromMs: 0, toMs: DAY_MS, beforeCall: atOnce };

function record(number: number, status: string | null): DocumentRecord {
  return {
    stockoutNo: `CK${number}`,
    outerNo: `X${number}`,
    warehouseNo: "CK1",
    status,
    details: [],
    isCancelled: isCancelled(TARGET, status),
    isAudited: isAudited(TARGET, status),
  };
}

/** Answers as the vendor does, from orders that may change between any two calls. */
function serve(orders: () => readonly DocumentRecord[], pageLimit = 100): QueryPage {
  return async (query) => {
    const { status, pageNo, stockoutNo } = query;
    const pageSize = Math.min(query.pageSize, pageLimit);
    const rows = orders().filter(
      (order) =>
        (status === undefined ? ["95", "110"].includes(order.status ?? "") : order.status === status) &&
        (stockoutNo ?? order.stockoutNo) === order.stockoutNo,
    );
    return {
      totalCount: pageNo === 0 ? rows.length : null,
      documents: rows.slice(pageNo * pageSize, (pageNo + 1) * pageSize),
    };
  };
}

async function collect(orders: AsyncGenerator<DocumentRecord>): Promise<DocumentRecord[]> {
  const all: DocumentRecord[] = [];
  for await (const order of orders) all.push(order);
  return all;
}

function numbersOf(orders: readonly DocumentRecord[]): string[] {
  return orders.map((order) => order.stockoutNo ?? "").toSorted((a, b) => (a < b ? -1 : 1));
}

test("orders of every status are listed, the pages of a small-paged server to their end", async () => {
  const statuses = ["110", "95", "55", "50", "113", "5"];
  const orders = Array.from({ length: 60 }, (_, index) => record(index, statuses[index % 6] ?? null));
  const listed = await collect(
    listDocuments(
      TARGET,
      SPAN,
      serve(() => orders, 3),
    ),
  );
  expect(numbersOf(listed)).toEqual(numbersOf(orders));
});

test("a span without any order costs six calls", async () => {
  let calls = 0;
  const beforeCall = async () => {
    calls += 1;
  };
  expect(
    await collect(
      listDocuments(
        TARGET,
        { ...SPAN, beforeCall },
        serve(() => []),
      ),
    ),
  ).toEqual([]);
  expect(calls).toBe(6);
});

const refusing: QueryPage = async () => {
  throw new Fault("WDT_REFUSED", "参数错误");
};

test("a status that the account does not know hides no document of the others", async () => {
  const orders = [record(1, "50"), record(2, "110"), record(3, "5")];
  const answer = serve(() => orders);
  const queryPage: QueryPage = async (query) => {
    if (query.status === "20") throw new Fault("WDT_REFUSED", "status 无效");
    return answer(query);
  };
  expect(numbersOf(await collect(listDocuments(TARGET, SPAN, queryPage)))).toEqual(numbersOf(orders));
  expect(await findByNumber(TARGET, "CK3", { beforeCall: atOnce }, queryPage)).toMatchObject({ isCancelled: true });
  await expect(collect(listDocuments(TARGET, SPAN, refusing))).rejects.toThrow(/参数错误/);
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
      const queryPage: QueryPage = async (query) => {
        for (const { atCall, index } of moves) if (atCall === calls) move(index);
        calls += 1;
        return answer(query);
      };
      const listed = await collect(listDocuments(TARGET, SPAN, queryPage));
      expect(numbersOf(listed)).toEqual(numbersOf(starts.map((_, index) => record(index, null))));
    }),
    { numRuns: 300 },
  );
});

test("a page that is refused for its rate is asked again, and whoever waits is told why", async () => {
  const refusal = new Fault("WDT_RATE_LIMITED", "慢一点");
  const told: (Fault | undefined)[] = [];
  const answer = serve(() => [record(1, "110")]);
  let calls = 0;
  const queryPage: QueryPage = async (query) => {
    calls += 1;
    if (calls === 2) throw refusal;
    return answer(query);
  };
  const beforeCall = async (lastFault?: Fault) => {
    told.push(lastFault);
  };
  expect(await collect(listDocuments(TARGET, { ...SPAN, beforeCall }, queryPage))).toHaveLength(1);
  expect(told.filter((fault) => fault === refusal)).toHaveLength(1);
});

test("pages that are too large are asked for in smaller ones", async () => {
  const orders = Array.from({ length: 50 }, (_, index) => record(index, "110"));
  const answer = serve(() => orders);
  const queryPage: QueryPage = async (query) => {
    const page = await answer(query);
    if (page.documents.length > 20) throw new Fault("HTTP_BODY_TOO_LARGE", "");
    return page;
  };
  expect(await collect(listDocuments(TARGET, SPAN, queryPage))).toHaveLength(50);
});

test("an order is found by its number under whatever status it has, and its row tells it", async () => {
  const orders = [record(1, "110"), record(2, "50"), record(3, "5")];
  const find = async (number: string) =>
    findByNumber(
      TARGET,
      number,
      { beforeCall: atOnce },
      serve(() => orders),
    );
  expect((await find("CK1"))?.outerNo).toBe("X1");
  const waiting = await find("CK2");
  expect(waiting?.isAudited).toBe(false);
  const cancelled = await find("CK3");
  expect(cancelled?.isCancelled).toBe(true);
  expect(await find("CK4")).toBeUndefined();
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
