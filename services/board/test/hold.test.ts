import { randomUUID } from "node:crypto";

import { hashContent } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { expect, test } from "vitest";

import { BILL } from "./board-world.ts";
import { by, openPeopled, type Browser } from "./people-world.ts";

const SCHEME = "sal-outstock";
const ORDER = { outerNo: `${BILL.billNo}-CK01`, billId: BILL.billId, contentHash: hashContent("content") };

async function openWithBill() {
  const board = await openPeopled();
  const ledger = new Ledger(board.redis, SCHEME);
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [ORDER]);
  const [wang, li] = [await board.enter("operator"), await board.enter("admin")];
  const press = async (person: Browser, way: "hold" | "release", reason: string, number: string = BILL.billNo) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ scheme: SCHEME, reason, requestId: randomUUID() });
    const answer = await board.act(`/api/v1/bills/${number}/${way}`, by(person, { method: "POST", headers, body }));
    return { status: answer.status, body: (await answer.json()) as object };
  };
  return { ...board, ledger, wang, li, press };
}

test("a bill is held back with name and reason, shown as waiting for a person, and let go again", async () => {
  const { press, wang, li, act, ledger } = await openWithBill();
  expect(await press(wang, "hold", "等新品建档")).toMatchObject({
    status: 200,
    body: { bills: [{ outcome: "held" }] },
  });
  expect(await press(li, "hold", "也等")).toMatchObject({
    body: { bills: [{ outcome: "unchanged", hold: { by: "operator", note: "等新品建档" } }] },
  });
  const read = async () => (await act(`/api/v1/bills/${BILL.billNo}`, by(wang))).json() as Promise<object>;
  expect(await read()).toMatchObject({ bills: [{ bills: [{ shownState: "held", hold: { by: "operator" } }] }] });
  expect(await press(li, "release", "已建档")).toMatchObject({ body: { bills: [{ outcome: "released" }] } });
  expect(await read()).toMatchObject({ bills: [{ bills: [{ shownState: "underway", hold: null }] }] });
  expect(await press(wang, "release", "已建档")).toMatchObject({ body: { bills: [{ outcome: "not-held" }] } });
  expect((await ledger.bills.history(BILL.billId)).map(({ event, by: who }) => [event, who])).toEqual([
    ["held-back", "operator"],
    ["let-go", "admin"],
  ]);
});

test("what is held back is left alone by a retry, which says who holds it", async () => {
  const { press, wang, act } = await openWithBill();
  await press(wang, "hold", "等新品建档");
  const body = JSON.stringify({ scheme: SCHEME, caseIds: [`order:${ORDER.outerNo}`], requestId: randomUUID() });
  const headers = { "content-type": "application/json" };
  const answer = await act("/api/v1/cases/retry", by(wang, { method: "POST", headers, body }));
  expect(await answer.json()).toMatchObject({
    items: [{ outcome: "left-alone", text: expect.stringContaining("operator 已搁置") }],
  });
});

test("an unknown bill cannot be held back, and no bill without a reason", async () => {
  const { press, wang } = await openWithBill();
  expect(await press(wang, "hold", "等", "XSCKD999999")).toMatchObject({ status: 404 });
  expect(await press(wang, "hold", " ")).toMatchObject({ status: 400 });
});
