import { decimal, hashContent, type LoadJob, type TargetOrder } from "@billferry/contracts";
import { expect, test } from "vitest";

import { openLoader, TARGET } from "./world.ts";

const ORDER: TargetOrder = {
  outer_no: "XSCKD1-CK1",
  warehouse_no: "CK1",
  is_check: 1,
  logistics_code: "SF",
  detail_list: [{ spec_no: "A-100", num: decimal("12") }],
};
const [OUTER_NO, HASH] = [ORDER.outer_no, hashContent(ORDER)];

/** An order that Wangdiantong refuses for its carrier, and that a person has changed so. */
async function openRefused(changes: readonly { place: string; value: string }[]) {
  const world = await openLoader();
  const { ledger, target, loadJob, scheme } = world;
  await ledger.inventory.begin("test", 10_000);
  await ledger.inventory.finish("test", "done");
  const bill = { billId: "1001", billNo: "XSCKD1", contentHash: HASH, revision: 1 };
  const approved = { ...bill, approvedAt: "2026-11-23T10:00:00" };
  await ledger.bills.recordRead([approved]);
  await ledger.bills.recordOrders(approved, [{ outerNo: OUTER_NO, contentHash: HASH }]);
  const payload: LoadJob = { scheme, schemeVersion: "1", target: TARGET, ...bill, order: ORDER, notes: [] };
  target.trouble = (service) => (service === TARGET ? { code: 7777, message: "物流编号 SF 已停用" } : undefined);
  expect(await loadJob(payload)).toMatchObject({ kind: "held" });
  const edit = { contentHash: HASH, changes, by: "li", note: "改发圆通", atMs: 1 };
  expect(await ledger.orders.edit(OUTER_NO, edit)).toBe("edited");
  target.trouble = () => undefined;
  return { ...world, load: async () => loadJob(payload) };
}

test("an order goes out as a person has changed it, once, and counts as the one that Kingdee asks for", async () => {
  const { ledger, target, load, answers } = await openRefused([{ place: "logistics_code", value: "YTO" }]);
  expect(await load()).toMatchObject({ kind: "done", result: { kind: "delivered" } });
  expect(target.orders.map(({ content }) => content)).toEqual([{ ...ORDER, logistics_code: "YTO" }]);
  expect(await ledger.orders.find(OUTER_NO)).toMatchObject({ state: "delivered", deliveredHash: HASH });
  expect(answers.at(-1)?.contentHash).toBe(hashContent({ ...ORDER, logistics_code: "YTO" }));
  expect(await load()).toMatchObject({ kind: "done", result: { kind: "already-delivered" } });
});

test("an answer that is lost after the changed order was made is no second order and no difference", async () => {
  const { ledger, target, load } = await openRefused([{ place: "logistics_code", value: "YTO" }]);
  target.put({ ...ORDER, logistics_code: "YTO" });
  expect(await load()).toMatchObject({ kind: "done", result: { kind: "delivered" } });
  expect(target.orders).toHaveLength(1);
  expect(await ledger.cases.list({ limit: 5 })).toEqual([]);
});

test("a change that does not fit the interface any more is told, and nothing is pushed", async () => {
  const { target, load } = await openRefused([{ place: "detail_list[7].batch_no", value: "B1" }]);
  const before = target.pushes.length;
  await expect(load()).rejects.toMatchObject({ code: "JOB_INVALID", recovery: "hold" });
  expect(target.pushes).toHaveLength(before);
});
