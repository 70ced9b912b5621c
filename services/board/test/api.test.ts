import { hashContent } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { expect, test } from "vitest";

import { describeApi } from "../src/api/register-api.ts";
import { BILL, openBoard } from "./board-world.ts";

const OUTER_NO = `${BILL.billNo}-CK01`;
const ORDER = { outerNo: OUTER_NO, billId: BILL.billId, contentHash: hashContent("content") };
const REASON = { code: "WDT_SKU_UNKNOWN", text: "[WDT_SKU_UNKNOWN] SKU1" } as const;

/** A board over a ledger with one bill, of which an order waits for a person. */
async function openWithCase() {
  const board = await openBoard();
  const ledger = new Ledger(board.redis, "sal-outstock");
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [{ outerNo: OUTER_NO, contentHash: ORDER.contentHash }]);
  await ledger.orders.recordHeld(ORDER, REASON);
  const ask = async (path: string) => {
    const answer = await board.act(`/api/v1${path}`);
    return { status: answer.status, body: (await answer.json()) as never as Record<string, never> };
  };
  return { ...board, ledger, ask };
}

test("the document names every route of the API in OpenAPI 3.1, and is the same with and without a server", async () => {
  const { ask } = await openWithCase();
  const { body } = await ask("/openapi.json");
  expect(body).toMatchObject({ openapi: "3.1.0" });
  expect(Object.keys(body["paths"] as never)).toEqual(
    expect.arrayContaining([
      "/api/v1/status",
      "/api/v1/overview",
      "/api/v1/bills",
      "/api/v1/bills/{number}",
      "/api/v1/cases",
    ]),
  );
  expect(await describeApi()).toEqual(body);
});

test("the status and the overview tell each scheme's stages, as of when, and what does not move", async () => {
  const { ask } = await openWithCase();
  const status = await ask("/status");
  expect(status).toMatchObject({ status: 200, body: { schemes: [{ scheme: "sal-outstock", bills: 1, held: 1 }] } });
  expect(status.body["asOf"]).toBeGreaterThan(Date.now() - 60_000);
  const overview = await ask("/overview");
  expect(overview.body["reasons"]).toContainEqual(expect.objectContaining({ scheme: "sal-outstock" }));
  expect(overview.body["stages"]).toHaveLength(4);
});

test.each([
  ["its own number", BILL.billNo],
  ["its number in small letters", BILL.billNo.toLowerCase()],
  ["an order's number", OUTER_NO],
])("a bill is found by %s, with its orders and why one waits", async (_words, number) => {
  const { ask } = await openWithCase();
  const { status, body } = await ask(`/bills/${encodeURIComponent(number)}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    asked: number,
    bills: [
      {
        bills: [{ billNo: BILL.billNo, shownState: "held" }],
        orders: [{ outerNo: OUTER_NO, code: REASON.code, caseId: `order:${OUTER_NO}` }],
      },
    ],
  });
});

test.each([
  ["its beginning", "xsckd00"],
  ["its last digits", "0001"],
  ["an order's number", OUTER_NO],
  ["its state", "", "held"],
])("a bill is listed by %s, with how it stands and why", async (_words, q, state = "") => {
  const { ask } = await openWithCase();
  const { status, body } = await ask(
    `/bills?${new URLSearchParams({ ...(q && { q }), ...(state && { state }) }).toString()}`,
  );
  expect(status).toBe(200);
  expect(body).toMatchObject({
    items: [{ scheme: "sal-outstock", billNo: BILL.billNo, state: "held", orders: 1, reason: REASON.text }],
    next: null,
  });
});

test("of a pasted list the numbers that are not there are told in the language of the reader", async () => {
  const { act } = await openWithCase();
  const path = `/api/v1/bills?${new URLSearchParams({ q: `${BILL.billNo}\nXSCKD999999,退货/1#2` }).toString()}`;
  const chinese = await (await act(path)).json();
  expect(chinese).toMatchObject({ items: [{ billNo: BILL.billNo }], note: expect.stringContaining("退货/1#2") });
  const english = await (await act(path, { headers: { "accept-language": "en" } })).json();
  expect(english).toMatchObject({ note: "2 not in the ledger: XSCKD999999、退货/1#2" });
});

test("a number that nobody knows is answered with what can be done, in the language of the reader", async () => {
  const { act } = await openWithCase();
  const path = `/api/v1/bills/${encodeURIComponent("退货/1#2%3?")}`;
  const chinese = await act(path);
  expect(chinese.status).toBe(404);
  expect(await chinese.json()).toMatchObject({ code: "BILL_NOT_FOUND", message: "台账中没有 退货/1#2%3?" });
  const english = await act(path, { headers: { "accept-language": "en-GB,en;q=0.9,zh;q=0.1" } });
  expect(await english.json()).toMatchObject({ message: "The ledger does not know 退货/1#2%3?" });
});

test("cases are told by their cause with owner and remedy, and one by one", async () => {
  const { ask } = await openWithCase();
  const { body } = await ask("/cases");
  expect(body).toMatchObject({ total: { bills: 1, orders: 1 }, groups: [{ code: REASON.code, owner: "master-data" }] });
  const items = await ask(`/cases/items?code=${REASON.code}`);
  expect(items.body).toMatchObject({ items: [{ caseId: `order:${OUTER_NO}`, billNo: BILL.billNo }], next: null });
  expect((await ask("/cases/items?code=BILL_KEY_TAKEN")).body["items"]).toEqual([]);
});

test.each([
  ["/bills?limit=0", 400, "REQUEST_INVALID"],
  ["/bills?state=lost", 400, "REQUEST_INVALID"],
  ["/cases?scheme=nowhere", 404, "SCHEME_UNKNOWN"],
  ["/nowhere", 404, "NOT_FOUND"],
])("%s is answered with %i and %s", async (path, status, code) => {
  const { ask } = await openWithCase();
  expect(await ask(path)).toMatchObject({ status, body: { code } });
});
