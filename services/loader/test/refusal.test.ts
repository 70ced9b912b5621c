import { decimal, hashContent, type LoadJob, type TargetOrder } from "@billferry/contracts";
import { expect, test } from "vitest";

import type { Trouble } from "./stand-in.ts";
import { openLoader, TARGET } from "./world.ts";

const ORDER: TargetOrder = {
  outer_no: "XSCKD1-CK1",
  warehouse_no: "CK1",
  is_check: 1,
  detail_list: [{ spec_no: "A-100", num: decimal("12") }],
};

/** One order, its ledger and its gate, and a Wangdiantong that was listed and was empty. */
async function setup() {
  const { scheme, target, ledger, loadJob, audits } = await openLoader();
  await ledger.inventory.begin("test", 10_000);
  await ledger.inventory.finish("test", "done");
  const bill = { billId: "1001", billNo: "XSCKD1", contentHash: hashContent(ORDER), revision: 1 };
  const approved = { ...bill, approvedAt: "2026-11-23T10:00:00" };
  await ledger.bills.recordRead([approved]);
  await ledger.bills.recordOrders(approved, [{ outerNo: ORDER.outer_no, contentHash: bill.contentHash }]);
  const payload: LoadJob = { scheme, schemeVersion: "1", target: TARGET, ...bill, order: ORDER, notes: [] };
  const load = async () => {
    const outcome = await loadJob(payload);
    return outcome.kind === "done" ? outcome.result : outcome;
  };
  /** Each push is answered so. */
  const refuse = (trouble: Trouble): void => {
    target.trouble = (service) => (service === TARGET ? trouble : undefined);
  };
  return { target, ledger, load, audits, refuse };
}

test.each<[words: string, trouble: Trouble]>([
  ["check_fail Unknown Database Error", { code: 20, message: "check_fail Unknown Database Error", books: "50" }],
  ["check_fail, being edited", { code: 20, message: "check_fail Unknown Database Error", books: "20" }],
  [
    "check failed: stock not enough, with its number",
    { code: 20, message: "check failed: stock not enough", stockout_no: "CK1", books: "50" },
  ],
  ["单据创建成功,审核失败", { code: 100, message: "单据创建成功,审核失败", books: "50" }],
  ["库存不足", { code: 100, message: "A-100 库存不足", books: "50" }],
  ["words that nobody knows", { code: 7777, message: "some_new_error_xyz", books: "50" }],
])("a document that was made though its push was refused (%s) is delivered, and a case", async (_, trouble) => {
  const { target, ledger, load, refuse } = await setup();
  refuse(trouble);
  expect(await load()).toMatchObject({ kind: "delivered", stockoutNo: "CK1", proof: "looked-up" });
  expect(target.pushes).toHaveLength(1);
  const [found] = await ledger.cases.list({ limit: 10 });
  expect(found).toMatchObject({ code: "WDT_NOT_AUDITED" });
  expect(found?.text).toContain(trouble.message);
  expect((await ledger.progress.read()).foreignDuplicates).toBe(0);
});

test("one that queries show late is proved by the push's repeat, and its audit is looked after once it shows", async () => {
  const { target, ledger, load, refuse, audits } = await setup();
  target.isLate = true;
  refuse({ code: 100, message: "单据创建成功,审核失败", books: "50" });
  expect(await load()).toEqual({ kind: "delivered", stockoutNo: null, proof: "duplicate" });
  expect(await ledger.cases.list({ limit: 10 })).toMatchObject([{ code: "WDT_NOT_AUDITED" }]);
  expect(await audits()).toBe(0);
  target.isLate = false;
  for (const order of target.orders) order.status = "110";
  expect(await audits()).toBe(1);
  expect(await ledger.cases.list({ limit: 10 })).toEqual([]);
});

test("one that may not be looked up is proved by the push's repeat", async () => {
  const { target, ledger, load } = await setup();
  const denied = { code: 99, message: "没有该接口的权限" };
  const trouble = { code: 100, message: "check failed: stock not enough", books: "50" };
  target.trouble = (service) => (service === TARGET ? trouble : denied);
  expect(await load()).toEqual({ kind: "delivered", stockoutNo: null, proof: "duplicate" });
  expect(target.orders).toHaveLength(1);
  const [found] = await ledger.cases.list({ limit: 10 });
  expect(found).toMatchObject({ code: "WDT_NOT_AUDITED" });
  expect(found?.text).toContain("check failed: stock not enough");
});

test("a refusal that left nothing behind is believed after a look and a repeat, in the vendor's words", async () => {
  const { target, load, refuse } = await setup();
  refuse({ code: 7777, message: "some_new_error_xyz" });
  expect(await load()).toMatchObject({
    kind: "held",
    code: "WDT_REFUSED",
    text: expect.stringContaining("some_new_error_xyz") as string,
    facts: { mayHaveEffect: true },
  });
  expect(target.queries).toBeGreaterThan(0);
});

test("a refusal for a missing code costs one call", async () => {
  const { target, load, refuse } = await setup();
  refuse({ code: 100, message: "spec_no A-100 not exist" });
  expect(await load()).toMatchObject({
    kind: "held",
    code: "WDT_SKU_UNKNOWN",
    facts: { missing: [{ kind: "target", subject: "spec_no", code: "A-100" }], mayHaveEffect: false },
  });
  expect(target.queries).toBe(0);
});
