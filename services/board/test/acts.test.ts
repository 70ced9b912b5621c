import { randomUUID } from "node:crypto";

import { hashContent } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { expect, test } from "vitest";

import { BILL } from "./board-world.ts";
import { by, openPeopled, type Browser } from "./people-world.ts";

const SCHEME = "sal-outstock";
const OUTER_NO = `${BILL.billNo}-CK01`;
const CASE_ID = `order:${OUTER_NO}`;
const ORDER = { outerNo: OUTER_NO, billId: BILL.billId, contentHash: hashContent("content") };
const REASON = { code: "WDT_SKU_UNKNOWN", text: "[WDT_SKU_UNKNOWN] SKU1" } as const;

/** A board with people, and a bill of which an order waits for one of them. */
async function openWithCase() {
  const board = await openPeopled();
  const ledger = new Ledger(board.redis, SCHEME);
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [{ outerNo: OUTER_NO, contentHash: ORDER.contentHash }]);
  await ledger.orders.recordHeld(ORDER, REASON);
  const [wang, li] = [await board.enter("operator"), await board.enter("admin")];
  const press = async (person: Browser, path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const answer = await board.act(
      `/api/v1${path}`,
      by(person, { method: "POST", headers, body: JSON.stringify({ scheme: SCHEME, ...body }) }),
    );
    return { status: answer.status, body: (await answer.json()) as object };
  };
  const readVersion = async (): Promise<string> => {
    const answer = await board.act("/api/v1/cases/items", by(wang));
    return ((await answer.json()) as { items: { version: string }[] }).items[0]?.version ?? "";
  };
  return { ...board, ledger, wang, li, press, readVersion };
}

const toForm = () => ({ requestId: randomUUID() });

test("a case that is retried is asked for anew, and one who presses after that is told that it is on its way", async () => {
  const { press, wang, li, ledger } = await openWithCase();
  const first = await press(wang, "/cases/retry", { caseIds: [CASE_ID, "order:unknown"], ...toForm() });
  expect(first).toMatchObject({
    status: 200,
    body: { items: [{ caseId: CASE_ID, outcome: "retried" }, { outcome: "not-found" }] },
  });
  expect(await ledger.anew.waitsForRetry(BILL.billId)).toBe(true);
  const second = await press(li, "/cases/retry", { caseIds: [CASE_ID], ...toForm() });
  expect(second).toMatchObject({ body: { items: [{ outcome: "underway" }] } });
});

test("a form that is sent five times at once is one act, and each is answered with its outcome", async () => {
  const { press, wang, ledger } = await openWithCase();
  const form = { caseIds: [CASE_ID], ...toForm() };
  const answers = await Promise.all(Array.from({ length: 5 }, async () => press(wang, "/cases/retry", form)));
  expect(answers).toEqual(Array.from({ length: 5 }, () => answers[0]));
  expect(answers[0]).toMatchObject({ body: { items: [{ outcome: "retried" }] } });
  await ledger.cases.accept(CASE_ID, { by: "li", note: "done" });
  expect(await press(wang, "/cases/retry", form)).toEqual(answers[0]);
});

test("a form's number does for that form alone: another act, or another person's, is not taken for it", async () => {
  const { press, wang, li } = await openWithCase();
  const form = { caseIds: [CASE_ID], ...toForm() };
  await press(wang, "/cases/retry", form);
  const other = await press(wang, "/cases/retry", { ...form, caseIds: ["order:other"] });
  expect(other).toMatchObject({ status: 409, body: { code: "REQUEST_ID_REUSED" } });
  expect(await press(li, "/cases/retry", form)).toMatchObject({ body: { items: [{ outcome: "underway" }] } });
});

test("a case is accepted under the name of who has signed in, with a note; the second is told who was first", async () => {
  const { press, wang, li, ledger, readVersion } = await openWithCase();
  const form = { caseId: CASE_ID, note: "样品,不必出库", version: await readVersion() };
  expect(await press(wang, "/cases/accept", { ...form, ...toForm() })).toMatchObject({
    status: 200,
    body: { caseId: CASE_ID, outcome: "accepted" },
  });
  expect(await ledger.bills.history(BILL.billId)).toContainEqual(
    expect.objectContaining({ event: "accepted", by: "operator", text: form.note }),
  );
  const second = await press(li, "/cases/accept", { ...form, ...toForm() });
  expect(second).toMatchObject({
    status: 409,
    body: { code: "CASE_GONE", message: expect.stringContaining("operator") },
  });
});

test("what has changed since it was seen is not accepted, and the same form goes through once it is told anew", async () => {
  const { press, wang, ledger, readVersion } = await openWithCase();
  const version = await readVersion();
  await ledger.orders.recordHeld(ORDER, { code: "WDT_WAREHOUSE_UNKNOWN", text: "[WDT_WAREHOUSE_UNKNOWN] CK01" });
  const form = { caseId: CASE_ID, note: "ok", ...toForm() };
  expect(await press(wang, "/cases/accept", { ...form, version })).toMatchObject({
    status: 409,
    body: { code: "CASE_CHANGED" },
  });
  expect(await ledger.cases.find(CASE_ID)).toBeDefined();
  expect((await press(wang, "/cases/accept", { ...form, version: await readVersion() })).status).toBe(200);
});

test("a stage is paused with name and reason; the second who presses is told of the first; and it goes on again", async () => {
  const { press, wang, li, queue, act } = await openWithCase();
  const form = { stage: "transform", reason: "等盘点" };
  expect(await press(wang, "/stages/pause", { ...form, ...toForm() })).toMatchObject({
    body: { stages: [{ stage: "transform", isChanged: true, pause: { by: "operator", note: "等盘点" } }] },
  });
  expect(await queue.isPaused()).toBe(true);
  expect(await press(li, "/stages/pause", { ...form, reason: "换班", ...toForm() })).toMatchObject({
    body: { stages: [{ isChanged: false, pause: { by: "operator", note: "等盘点" } }] },
  });
  const overview = await (await act("/api/v1/overview", by(wang))).json();
  expect(JSON.stringify(overview)).toContain("等盘点");
  expect(await press(li, "/stages/resume", { stage: "transform", ...toForm() })).toMatchObject({
    body: { stages: [{ isChanged: true, pause: { by: "operator" } }] },
  });
  expect(await queue.isPaused()).toBe(false);
});

test.each([
  ["/cases/accept", { caseId: CASE_ID, note: "  " }],
  ["/cases/retry", { caseIds: [] }],
  ["/cases/retry", { caseIds: Array.from({ length: 101 }, (_, index) => `order:${index}`) }],
  ["/stages/pause", { stage: "sweep", reason: "x" }],
  ["/stages/pause", { stage: "load" }],
])("%s without what it needs is refused with the field, and nothing happens: %j", async (path, body) => {
  const { press, wang, queue } = await openWithCase();
  const answer = await press(wang, path, { ...body, ...toForm() });
  expect(answer).toMatchObject({ status: 400, body: { code: "REQUEST_INVALID" } });
  expect(await queue.isPaused()).toBe(false);
});

test("an act without a form's number is refused", async () => {
  const { press, wang } = await openWithCase();
  expect(await press(wang, "/cases/retry", { caseIds: [CASE_ID] })).toMatchObject({ status: 400 });
});
