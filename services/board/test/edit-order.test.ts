import { randomUUID } from "node:crypto";
import { join } from "node:path";

import { listActs } from "@billferry/audit";
import { decimal, hashContent, type TargetOrder } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { readScheme } from "@billferry/scheme";
import { expect, test } from "vitest";

import { BILL } from "./board-world.ts";
import { by, openPeopled, type Browser } from "./people-world.ts";

const SCHEMES = join(import.meta.dirname, "..", "..", "..", "schemes");
const { scheme: SCHEME } = BILL;
const ORDER: TargetOrder = {
  outer_no: `${BILL.billNo}-CK01`,
  warehouse_no: "CK01",
  logistics_code: "SF",
  remark: "请致电王小明",
  detail_list: [{ spec_no: "SKU-1", num: decimal("2") }],
};
const [OUTER_NO, HASH] = [ORDER.outer_no, hashContent(ORDER)];
const REF = { outerNo: OUTER_NO, billId: BILL.billId, contentHash: HASH };

function schemeOf(name: string) {
  const read = readScheme(SCHEMES, name);
  return "scheme" in read ? read.scheme : undefined;
}

async function openHeld() {
  const board = await openPeopled({ schemeOf });
  const ledger = new Ledger(board.redis, SCHEME);
  await ledger.bills.recordRead([BILL]);
  await ledger.bills.recordOrders(BILL, [REF]);
  const story = { schemeVersion: "v1.t1", revision: 1, fields: BILL.fields, rows: BILL.rows };
  await ledger.stories.keep(BILL.billId, { ...story, orders: [{ order: ORDER, notes: [], seqs: [["1"]] }] }, 60_000);
  await ledger.orders.recordHeld(REF, { code: "WDT_REFUSED", text: "物流编号 SF 已停用" });
  const [wang, li, viewer] = [await board.enter("operator"), await board.enter("admin"), await board.enter("viewer")];
  const look = async (person: Browser) => {
    const answer = await board.act(`/api/v1/orders/${OUTER_NO}/editable?scheme=${SCHEME}`, by(person));
    return { status: answer.status, body: (await answer.json()) as object };
  };
  const seenBy = async (person: Browser) => ((await look(person)).body as { seen?: string }).seen ?? "";
  const edit = async (person: Browser, changes: readonly object[], more: { seen?: string; reason?: string } = {}) => {
    const { seen = (await seenBy(li)) || "gone", reason = "改发圆通" } = more;
    const form = { scheme: SCHEME, seen, changes, reason, requestId: randomUUID() };
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify(form);
    const answer = await board.act(`/api/v1/orders/${OUTER_NO}/edit`, by(person, { method: "POST", headers, body }));
    return { status: answer.status, body: (await answer.json()) as object };
  };
  return { ...board, ledger, wang, li, viewer, look, seenBy, edit };
}

const YTO = { place: "logistics_code", value: "YTO" };

test("an operator changes the carrier of a refused order; it is tried again, and the original stays beside it", async () => {
  const { wang, look, edit, ledger, act } = await openHeld();
  expect(await look(wang)).toMatchObject({ status: 200, body: { seen: expect.stringContaining(HASH), edit: null } });
  expect(await edit(wang, [YTO])).toMatchObject({ status: 200, body: { outerNo: OUTER_NO, isHeldBack: false } });
  expect(await ledger.anew.waitsForRetry(BILL.billId)).toBe(true);
  expect(await look(wang)).toMatchObject({ body: { edit: { by: "operator", note: "改发圆通", changes: [YTO] } } });
  const path = `/api/v1/bills/${BILL.billNo}/story?scheme=${SCHEME}&billId=${BILL.billId}`;
  expect(await (await act(path, by(wang))).json()).toMatchObject({
    story: {
      orders: [
        {
          values: expect.arrayContaining([expect.objectContaining({ place: "logistics_code", value: "SF" })]),
          edit: { by: "operator", isPresent: true, changes: [{ ...YTO, before: "SF" }] },
        },
      ],
    },
  });
});

test("the act stands on record with person, reason and places, and without the values, which may name somebody", async () => {
  const { wang, edit, redis } = await openHeld();
  await edit(wang, [{ place: "remark", value: "请致电李小红" }]);
  const { items } = await listActs({ redis, folder: "", filter: {}, limit: 10 });
  expect(items[0]).toMatchObject({
    act: "edit-order",
    by: "operator",
    reason: "改发圆通",
    subjects: [{ kind: "order", id: OUTER_NO }],
    after: { places: ["remark"], isHeldBack: false },
  });
  expect(JSON.stringify(items)).not.toContain("李小红");
});

test("free text is covered for an operator, before and after a change, and shown to an admin", async () => {
  const { wang, li, look, edit } = await openHeld();
  expect(JSON.stringify(await look(wang))).not.toContain("王小明");
  await edit(li, [{ place: "remark", value: "请致电李小红" }]);
  expect(JSON.stringify(await look(wang))).not.toMatch(/王小明|李小红/);
  expect(JSON.stringify(await look(li))).toMatch(/王小明.*李小红/);
});

test("what was seen before the bill changed is changed by nobody, and a viewer changes nothing", async () => {
  const { wang, viewer, edit, look, ledger } = await openHeld();
  expect(await edit(wang, [YTO], { seen: hashContent("other") })).toMatchObject({ status: 409 });
  expect(await edit(viewer, [YTO])).toMatchObject({ status: 403 });
  expect(await look(viewer)).toMatchObject({ status: 403 });
  expect((await ledger.orders.findEdits([OUTER_NO])).size).toBe(0);
});

test("key, goods and quantity cannot be changed, and a value that the interface does not take is named", async () => {
  const { wang, edit } = await openHeld();
  expect(await edit(wang, [{ place: "detail_list[0].num", value: "3" }])).toMatchObject({
    status: 400,
    body: { code: "EDIT_PLACE_FIXED", message: expect.stringContaining("detail_list[0].num") },
  });
  expect(await edit(wang, [{ place: "logistics_code", value: "x".repeat(30) }])).toMatchObject({
    status: 400,
    body: { code: "EDIT_VALUE_REFUSED", message: expect.stringContaining("logistics_code") },
  });
});

test("an order that is on its way, delivered, or not kept any more is not changed, and the answer says what helps", async () => {
  const { wang, edit, ledger, redis } = await openHeld();
  await ledger.orders.beginPush(REF, "me", 60_000);
  expect(await edit(wang, [YTO])).toMatchObject({ status: 409, body: { code: "EDIT_TOO_LATE" } });
  await ledger.orders.recordDelivered(REF, { stockoutNo: "CK1", proof: "answered" });
  expect(await edit(wang, [YTO])).toMatchObject({ status: 409, body: { code: "EDIT_DELIVERED" } });
  await redis.del(`{billferry:${SCHEME}}L:story:${BILL.billId}`);
  expect(await edit(wang, [YTO])).toMatchObject({ status: 409, body: { code: "EDIT_CONTENT_GONE" } });
});

test("an edit is taken back by one without changes", async () => {
  const { wang, edit, look } = await openHeld();
  await edit(wang, [YTO]);
  expect(await edit(wang, [], { reason: "弄错了" })).toMatchObject({ status: 200 });
  expect(await look(wang)).toMatchObject({ body: { edit: null } });
});

test("what an admin has written stays, unseen, where an operator changes another value after him", async () => {
  const { wang, li, look, edit, ledger, seenBy } = await openHeld();
  const [remark, ofLine] = [
    { place: "remark", value: "请致电李小红" },
    { place: "detail_list[0].remark", value: "交给李小红" },
  ];
  await edit(li, [remark, ofLine]);
  // The line had no remark before: what was added is as personal.
  const shown = await look(wang);
  expect(JSON.stringify(shown)).not.toContain("李小红");
  const covered = (shown.body as { edit: { changes: { place: string; value: string }[] } }).edit.changes;
  expect(await edit(wang, [...covered, YTO], { seen: await seenBy(wang) })).toMatchObject({ status: 200 });
  const kept = (await ledger.orders.findEdits([OUTER_NO])).get(OUTER_NO)?.changes;
  expect(kept).toEqual([remark, ofLine, YTO]);
});

test("of two who change the same order at once the second is told, and the first one's change stands", async () => {
  const { wang, li, edit, seenBy, ledger } = await openHeld();
  const seen = await seenBy(li);
  expect(await edit(wang, [YTO])).toMatchObject({ status: 200 });
  expect(await edit(li, [{ place: "logistics_code", value: "ZTO" }], { seen })).toMatchObject({
    status: 409,
    body: { code: "CASE_CHANGED" },
  });
  expect((await ledger.orders.findEdits([OUTER_NO])).get(OUTER_NO)?.changes).toEqual([YTO]);
});

test("an edit of a bill that is held back says that it waits for the release", async () => {
  const { wang, edit, ledger } = await openHeld();
  await ledger.holds.hold(BILL.billId, { by: "li", note: "等", text: "" });
  expect(await edit(wang, [YTO])).toMatchObject({ status: 200, body: { isHeldBack: true } });
});
