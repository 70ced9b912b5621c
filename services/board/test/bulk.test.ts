import { randomUUID } from "node:crypto";

import { hashContent } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { expect, test } from "vitest";

import { BILL } from "./board-world.ts";
import { by, openPeopled, type Browser } from "./people-world.ts";

const SCHEME = "sal-outstock";
const CONTENT = hashContent("content");
const LIMIT_MS = 120_000;
const WAIT = { timeout: 90_000, interval: 100 };

/** A board with people, and three bills that wait for one code. */
async function openWithCases() {
  const board = await openPeopled();
  const ledger = new Ledger(board.redis, SCHEME);
  const orders = ["1", "2", "3"].map((end) => ({
    bill: { ...BILL, billId: `10${end}`, billNo: `XS${end}` },
    order: { outerNo: `XS${end}-CK01`, billId: `10${end}`, contentHash: CONTENT },
  }));
  for (const { bill, order } of orders) {
    await ledger.bills.recordRead([bill]);
    await ledger.bills.recordOrders(bill, [{ outerNo: order.outerNo, contentHash: CONTENT }]);
    await ledger.orders.recordHeld(order, { code: "WDT_SKU_UNKNOWN", text: "[WDT_SKU_UNKNOWN] SKU1" });
  }
  const [wang, li] = [await board.enter("operator"), await board.enter("admin")];
  const press = async (person: Browser, path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify({ requestId: randomUUID(), ...body }) };
    const answer = await board.act(`/api/v1${path}`, by(person, init));
    return { status: answer.status, body: (await answer.json()) as Answer };
  };
  const look = async (path: string) => (await (await board.act(`/api/v1${path}`, by(wang))).json()) as Answer;
  return { ...board, ledger, orders, wang, li, press, look };
}

interface Answer {
  readonly act?: { readonly id: string; readonly state: string; readonly begun: { readonly by: string } | null };
  readonly items?: readonly { readonly billNo: string; readonly outcome: string }[];
  readonly isChanged?: boolean;
}

const count = { scheme: SCHEME, filter: { code: "WDT_SKU_UNKNOWN" }, mapping: "present" };
const begin = { reason: "SKU 已建", canary: 1 };

test("what became of each case of an act is a file, under the filter of its page", { timeout: LIMIT_MS }, async () => {
  const { press, wang, act } = await openWithCases();
  const id = (await press(wang, "/bulk-acts", count)).body.act?.id ?? "";
  const download = async (query: string) => act(`/api/v1/bulk-acts/${id}/export?${query}`, by(wang));
  const csv = await (await download("format=csv&language=en")).text();
  expect(csv.split("\r\n").slice(0, 2)).toEqual([
    "Bill,Case,Result,What,Code before,Code now",
    "XS1,order:XS1-CK01,not tried,,WDT_SKU_UNKNOWN,",
  ]);
  expect(csv.match(/not tried/g)).toHaveLength(3);
  expect(await (await download("format=csv&outcome=done")).text()).not.toContain("XS1");
  expect((await download("format=xlsx")).headers.get("content-type")).toContain("spreadsheetml");
});

test("a group is counted, begun with a reason, and each bill's result can be read", { timeout: LIMIT_MS }, async () => {
  const { press, look, wang, ledger, orders } = await openWithCases();
  const counted = await press(wang, "/bulk-acts", count);
  expect(counted).toMatchObject({
    status: 200,
    body: { act: { state: "counted", total: { cases: 3, bills: 3 }, causes: [{ code: "WDT_SKU_UNKNOWN", cases: 3 }] } },
  });
  const id = counted.body.act?.id ?? "";
  const begun = await press(wang, `/bulk-acts/${id}/begin`, begin);
  expect(begun).toMatchObject({ body: { isChanged: true, act: { begun: { by: "operator", reason: "SKU 已建" } } } });
  for (const { order } of orders) {
    await expect.poll(async () => ledger.anew.list(5), WAIT).not.toEqual([]);
    const [asked] = await ledger.anew.list(1);
    const one = orders.find(({ bill }) => bill.billId === asked?.billId)?.order ?? order;
    await ledger.orders.recordDelivered(one, { stockoutNo: one.billId, proof: "answered" });
    await ledger.anew.done(one.billId, asked?.sinceMs ?? 0);
  }
  await expect.poll(async () => (await look(`/bulk-acts/${id}`)).act?.state, WAIT).toBe("done");
  const { items } = await look(`/bulk-acts/${id}/items?outcome=done`);
  expect(items?.map(({ billNo }) => billNo)).toEqual(["XS1", "XS2", "XS3"]);
  expect((await look("/bulk-acts")).items).toMatchObject([{ id, state: "done" }]);
});

test("two who press at once begin one act, and the second is told who was first", async () => {
  const { press, wang, li } = await openWithCases();
  const id = (await press(wang, "/bulk-acts", count)).body.act?.id ?? "";
  const pressed = await Promise.all([wang, li].map(async (person) => press(person, `/bulk-acts/${id}/begin`, begin)));
  expect(pressed.map(({ body }) => String(body.isChanged)).toSorted()).toEqual(["false", "true"]);
  expect(new Set(pressed.map(({ body }) => body.act?.begun?.by)).size).toBe(1);
});

test(
  "a second act waits for one that goes on, is told whose, and may once that is stopped",
  { timeout: LIMIT_MS },
  async () => {
    const { press, wang, li, ledger, orders } = await openWithCases();
    const first = (await press(wang, "/bulk-acts", { ...count, filter: { caseIds: ["order:XS1-CK01"] } })).body.act?.id;
    const second = (await press(li, "/bulk-acts", count)).body.act?.id;
    await press(wang, `/bulk-acts/${first}/begin`, begin);
    expect(await press(li, `/bulk-acts/${second}/begin`, begin)).toMatchObject({
      status: 409,
      body: { code: "BULK_OTHER_RUNNING", message: expect.stringContaining("operator") },
    });
    expect(await press(li, `/bulk-acts/${first}/stop`, {})).toMatchObject({ body: { isChanged: true } });
    expect(await press(wang, `/bulk-acts/${first}/stop`, {})).toMatchObject({ body: { isChanged: false } });
    // What was under way as it was stopped comes to its end first.
    const [asked] = await ledger.anew.list(1);
    if (asked !== undefined) {
      const order = orders.find(({ bill }) => bill.billId === asked.billId)?.order;
      if (order !== undefined) await ledger.orders.recordDelivered(order, { stockoutNo: "1", proof: "answered" });
      await ledger.anew.done(asked.billId, asked.sinceMs);
    }
    await expect.poll(async () => (await press(li, `/bulk-acts/${second}/begin`, begin)).status, WAIT).toBe(200);
    expect(await press(wang, `/bulk-acts/${first}/resume`, begin)).toMatchObject({ status: 409 });
  },
);

test.each([
  ["/bulk-acts", { ...count, filter: { code: "NO_SUCH_CODE" } }, 400],
  ["/bulk-acts", { ...count, scheme: "nobodys" }, 404],
  ["/bulk-acts/77/begin", begin, 404],
  ["/bulk-acts/77/begin", { ...begin, canary: 6 }, 400],
  ["/bulk-acts/77/begin", { ...begin, reason: " " }, 400],
  ["/bulk-acts/77/stop", {}, 404],
])("%s with %j is refused, and nothing is begun", async (path, body, status) => {
  const { press, look, wang } = await openWithCases();
  expect((await press(wang, path, body)).status).toBe(status);
  expect((await look("/bulk-acts")).items).toEqual([]);
});
