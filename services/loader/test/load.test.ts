import { decimal, hashContent, putOff, type LoadJob, type TargetOrder } from "@billferry/contracts";
import { Ledger } from "@billferry/ledger";
import { wangdiantongIdentity } from "@billferry/wangdiantong";
import { expect, test } from "vitest";

import { orderRefOf } from "../src/record-order.ts";
import { createSchemeGuard } from "../src/scheme-guard.ts";
import { openLoader, TARGET } from "./world.ts";

/** A loader, and the one bill of its tests. */
async function setup() {
  const world = await openLoader();
  const { scheme, ledger, loadJob } = world;
  const load = async (order: TargetOrder, revision = 1, siblingLedgers: readonly Ledger[] = []) => {
    const outcome = await loadJob(jobOf(scheme, order, revision), { siblingLedgers });
    return outcome.kind === "done" ? outcome.result : outcome;
  };
  /** The bill is read and transformed, with this order as all it asks for. */
  const plan = async (order: TargetOrder, revision = 1) => {
    const bill = {
      billId: "1001",
      billNo: "XSCKD1",
      contentHash: hashContent(order),
      approvedAt: "2026-11-23T10:00:00",
      revision,
    };
    await ledger.bills.recordRead([bill]);
    return ledger.bills.recordOrders(bill, [{ outerNo: order.outer_no, contentHash: hashContent(order) }]);
  };
  return { ...world, load, plan };
}

function orderAs(num: string, more: Partial<TargetOrder> = {}): TargetOrder {
  const line = { spec_no: "SKU-1", num: decimal(num) };
  return { outer_no: "XSCKD1-CK1", warehouse_no: "CK1", is_check: 1, detail_list: [line], ...more };
}

function jobOf(scheme: string, order: TargetOrder, revision: number): LoadJob {
  const contentHash = hashContent(order);
  const bill = { billId: "1001", billNo: "XSCKD1" };
  return { scheme, schemeVersion: "1", target: TARGET, ...bill, contentHash, revision, order, notes: [] };
}

function heldAs(text: RegExp) {
  return { kind: "held", code: "BILL_CHANGED_AFTER_DELIVERY", text: expect.stringMatching(text) as string };
}

test("a new ledger with an empty Wangdiantong costs six queries, and then each order one call", async () => {
  const { target, ledger, load } = await setup();
  expect(await load(orderAs("12"))).toEqual({ kind: "delivered", stockoutNo: "CK1", proof: "answered" });
  expect(target.queries).toBe(6);
  expect((await ledger.progress.read()).inventory).toBe("done");
  expect(await load(orderAs("12"))).toMatchObject({ kind: "already-delivered" });
  expect(target.pushes).toEqual(["XSCKD1-CK1"]);
});

test("after a wipe, what is there is found by the inventory and not pushed, its corrections added", async () => {
  const { target, load } = await setup();
  target.put(orderAs("10"));
  target.put(orderAs("2", { outer_no: "XSCKD1-CK1-R1" }));
  target.put(orderAs("99"), "5");
  expect(await load(orderAs("12"))).toEqual({ kind: "delivered", stockoutNo: "CK1", proof: "looked-up" });
  expect(target.pushes).toEqual([]);
});

test("after a wipe, an order that is there with other quantities is told line by line, and waits for a person", async () => {
  const { target, ledger, load } = await setup();
  target.put(orderAs("10"));
  expect(await load(orderAs("12"))).toMatchObject({
    kind: "held",
    code: "WDT_ORDER_DIFFERS",
    text: expect.stringContaining("XSCKD1-CK1:SKU-1 应为 12,实为 10") as string,
  });
  expect(target.pushes).toEqual([]);
  const [found] = await ledger.cases.list({ limit: 10 });
  expect(found).toMatchObject({
    caseId: "order:XSCKD1-CK1",
    code: "WDT_ORDER_DIFFERS",
    differences: [{ specNo: "SKU-1", wanted: "12", present: "10" }],
  });
});

test("while one replica lists, the jobs of the others wait without burning an attempt", async () => {
  const { scheme, ledger, openInventory, load } = await setup();
  expect(await ledger.inventory.begin("another", 10_000)).toBe("begun");
  const wait = { kind: "wait", scope: "queue", reason: expect.stringContaining("清点") as string };
  expect(await openInventory().ensure(scheme, ledger)).toMatchObject(wait);
  expect(await load(orderAs("12"))).toMatchObject(wait);
  await ledger.inventory.finish("another", "done");
  expect(await load(orderAs("12"))).toMatchObject({ kind: "delivered" });
});

test("an account that may not be listed loses nothing: a repeat is refused, and that is the proof", async () => {
  const { target, ledger, load } = await setup();
  target.put(orderAs("12"));
  target.trouble = (service) =>
    service === "stockout_order_query" ? { code: 99, message: "没有该接口的权限" } : undefined;
  expect(await load(orderAs("12"))).toEqual({ kind: "delivered", stockoutNo: null, proof: "duplicate" });
  expect((await ledger.progress.read()).inventory).toBe("unavailable");
});

test("an inventory that fails for now is tried again later, and nothing is pushed meanwhile", async () => {
  const { target, ledger, load } = await setup();
  target.trouble = (service) => (service === "stockout_order_query" ? { code: 99, message: "系统繁忙" } : undefined);
  expect(await load(orderAs("12"))).toMatchObject({ kind: "wait", scope: "queue" });
  expect((await ledger.progress.read()).inventory).toBe("running");
  expect(target.pushes).toEqual([]);
});

test("an order of a ledger that was wiped waits for the inventory, and counts as never pushed", async () => {
  const { scheme, ledger, loadJob, target } = await setup();
  const job = jobOf(scheme, orderAs("12"), 1);
  const outcome = await loadJob(job, { takeInventory: async () => putOff(1_000, "正在清点") });
  expect(outcome).toMatchObject({ kind: "wait", scope: "job" });
  expect(target.pushes).toEqual([]);
  expect(await ledger.orders.find("XSCKD1-CK1")).toMatchObject({ state: "waiting", pushes: 0, firstPushAtMs: null });
});

test("a first push that is refused although nothing was there was somebody else's, and is counted", async () => {
  const { target, ledger, load, scheme, inventory } = await setup();
  await inventory.ensure(scheme, ledger);
  target.put(orderAs("12"));
  expect(await load(orderAs("12"))).toMatchObject({ kind: "delivered", proof: "looked-up" });
  expect((await ledger.progress.read()).foreignDuplicates).toBe(1);
});

test("what a sibling had delivered before its bill came here is nobody else's", async () => {
  const { target, ledger, load, scheme, inventory, redis } = await setup();
  await inventory.ensure(scheme, ledger);
  const sibling = new Ledger(redis, `${scheme}-sibling`);
  await sibling.keeping.open();
  const order = orderRefOf(jobOf(scheme, orderAs("12"), 1));
  await sibling.orders.recordDelivered(order, { stockoutNo: target.put(orderAs("12")).stockoutNo, proof: "answered" });
  expect(await load(orderAs("12"), 1, [sibling])).toMatchObject({ kind: "delivered", proof: "looked-up" });
  expect((await ledger.progress.read()).foreignDuplicates).toBe(0);
});

test("a bill that changed after delivery is told line by line, and nothing is pushed", async () => {
  const { target, ledger, load, plan } = await setup();
  await plan(orderAs("10"));
  await load(orderAs("10"));
  expect(await plan(orderAs("12"), 2)).toMatchObject([{ verdict: "changed-after-delivery" }]);
  expect(await load(orderAs("12"), 2)).toMatchObject({
    kind: "held",
    code: "BILL_CHANGED_AFTER_DELIVERY",
    text: expect.stringContaining("XSCKD1-CK1:SKU-1 应为 12,实为 10") as string,
  });
  const [found] = await ledger.cases.list({ limit: 10 });
  expect(found).toMatchObject({ differences: [{ specNo: "SKU-1", wanted: "12", present: "10" }] });
  expect(target.pushes).toHaveLength(1);
  // A person accepts it, and may press "retry" on the failed job all the same.
  await ledger.cases.accept("order:XSCKD1-CK1", { by: "王", note: "已线下处理" });
  expect(await load(orderAs("12"), 2)).toMatchObject({ kind: "already-delivered" });
});

test("a change of texts alone is a case that says so, and one that cannot be compared says that", async () => {
  const { target, load, plan } = await setup();
  await plan(orderAs("10"));
  await load(orderAs("10"));
  await plan(orderAs("10", { remark: "加急" }), 2);
  expect(await load(orderAs("10", { remark: "加急" }), 2)).toMatchObject(heldAs(/只有其他内容/));
  target.orders.length = 0;
  expect(await load(orderAs("10", { remark: "加急" }), 2)).toMatchObject(heldAs(/未能查到/));
});

test("a change of quantities is not called one of texts where Wangdiantong shows no lines", async () => {
  const { target, load, plan } = await setup();
  await plan(orderAs("10"));
  await load(orderAs("10"));
  await plan(orderAs("12"), 2);
  target.showsLines = false;
  expect(await load(orderAs("12"), 2)).toMatchObject(heldAs(/没有返回货品行,无法逐行比较/));
});

test("an order that is there and not audited is a case, which ends by itself once it is audited", async () => {
  const { target, ledger, load, audits } = await setup();
  const kept = target.put(orderAs("12"), "50");
  expect(await load(orderAs("12"))).toMatchObject({ kind: "delivered" });
  expect(await ledger.cases.list({ limit: 10 })).toMatchObject([{ code: "WDT_NOT_AUDITED" }]);
  expect(await audits()).toBe(0);
  kept.status = "110";
  expect(await audits()).toBe(1);
  expect(await ledger.cases.list({ limit: 10 })).toEqual([]);
});

test("a ledger that another installation works on, or of another account, is refused by name", async () => {
  const { scheme, ledger } = await setup();
  const guardOf = (installation: string, id: string) =>
    createSchemeGuard({
      installation,
      holder: `${installation}:1`,
      account: wangdiantongIdentity({ WDT_URL: "", WDT_SID: id }),
    })(scheme, ledger);
  await guardOf("shop", "account-1");
  await expect(guardOf("rehearsal", "account-1")).rejects.toThrow(/安装 shop/);
  await expect(guardOf("shop", "account-2")).rejects.toMatchObject({
    code: "ACCOUNT_CHANGED",
    message: expect.stringMatching(/属于旺店通账号 account-1.*WDT_SID 是 account-2/),
  });
  await guardOf("shop", "account-1");
});

test("what each push was answered is told word for word, with the content that it was about", async () => {
  const { target, load, answers } = await setup();
  const order = orderAs("12", { remark: "请致电王小明" });
  target.trouble = (service) =>
    service === TARGET ? { code: 99, message: "货品列表中货品不存在:SKU-1,备注:请致电王小明" } : undefined;
  await load(order);
  target.trouble = () => undefined;
  await load(order);
  expect(answers.map(({ outerNo, isLast, status }) => [outerNo, isLast, status])).toEqual([
    ["XSCKD1-CK1", false, 200],
    ["XSCKD1-CK1", true, 200],
  ]);
  expect(answers.every(({ contentHash }) => contentHash === hashContent(order))).toBe(true);
  const told = answers.map(({ text }) => JSON.parse(text) as { message: string; stockout_no?: string });
  expect(told[0]?.message).toContain("货品不存在:SKU-1");
  expect(told[0]?.message).not.toContain("王小明");
  expect(told[1]?.stockout_no).toBe("CK1");
});
