import { expect, test } from "vitest";

import { setup, soundOrder, type JsonObject } from "../sandbox-client.ts";

function first(change: JsonObject = {}): JsonObject {
  const detail_list = [{ spec_no: "SKU-0001", num: "2.10" }];
  return soundOrder({ outer_no: "B1-CK001", goods_total_amount: "26.25", detail_list, ...change });
}

/** A sandbox with one approved bill of two warehouses. */
async function setupBill() {
  const running = await setup();
  const lines = [
    { sku: "SKU-0001", quantity: "2", taxPrice: "12.5" },
    { sku: "SKU-0001", quantity: "0.1", taxPrice: "12.5" },
    { sku: "SKU-0003", quantity: "3", taxPrice: "1", lot: "L1", stock: "CK002" },
    { sku: "SKU-0004", quantity: "5", rowType: "Parent" },
    { sku: "SKU-0005", quantity: "0" },
  ];
  await running.control("bills", { billNo: "B1", lines });
  await running.control("bills/B1/audit", {});
  const second = soundOrder({
    outer_no: "B1-CK002",
    warehouse_no: "CK002",
    detail_list: [{ spec_no: "SKU-0003", num: "3", batch_no: "L1" }],
  });
  return { ...running, second };
}

test("nothing is missing when every order has arrived as expected", async () => {
  const { push, second, summary } = await setupBill();
  expect(await summary()).toMatchObject({ bills: 1, expected: 2, present: 0, firstOrderAt: null });
  await push(first());
  await push(second);
  expect(await summary()).toMatchObject({
    bills: 1,
    expected: 2,
    present: 2,
    absent: [],
    duplicated: [],
    unexpected: [],
    wrong: [],
    calls: { push: 2, query: 0 },
    refusedCalls: 0,
  });
});

test("the progress of orders is told without a judgement", async () => {
  const { push, control, second } = await setupBill();
  expect(await control("progress")).toEqual({ orders: 0, lastOrderAtMs: null, refusedCalls: 0 });
  await push(second);
  expect(await control("progress")).toMatchObject({ orders: 1, lastOrderAtMs: expect.any(Number) });
});

test("an order that never came is named, with its last refusal", async () => {
  const { push, summary } = await setupBill();
  await push(first({ warehouse_no: "CK404" }));
  expect((await summary()).absent).toEqual([
    {
      outerNo: "B1-CK001",
      billNo: "B1",
      warehouse: "CK001",
      attempts: 1,
      lastRefusal: { code: 99, message: "仓库不存在:CK404" },
    },
    { outerNo: "B1-CK002", billNo: "B1", warehouse: "CK002", attempts: 0 },
  ]);
});

test("an order that exists twice is named", async () => {
  const { control, push, summary } = await setupBill();
  await control("settings", { wangdiantong: { acceptDuplicates: true } });
  await push(first());
  await push(first());
  expect(await summary()).toMatchObject({ duplicated: ["B1-CK001"], present: 1 });
});

test("a wrong quantity, batch, warehouse or amount is named", async () => {
  const { push, second, summary } = await setupBill();
  await push(first({ goods_total_amount: "26.2501", warehouse_no: "CK003" }));
  await push({ ...second, detail_list: [{ spec_no: "SKU-0003", num: "3" }] });
  expect((await summary()).wrong).toEqual([
    { outerNo: "B1-CK001", difference: "仓库应为 CK001,实为 CK003;总金额应为 26.25,实为 26.2501" },
    { outerNo: "B1-CK002", difference: "货品 SKU-0003 批号 L1 数量应为 3,实为 0;货品 SKU-0003 数量应为 0,实为 3" },
  ]);
});

test("an order whose bill was withdrawn, or never was, is unexpected; an edited bill makes it wrong", async () => {
  const { control, push, second, summary } = await setupBill();
  await push(first());
  await push(second);
  await push(soundOrder({ outer_no: "STRANGER" }));
  expect((await summary()).unexpected).toEqual(["STRANGER"]);
  await control("bills/B1/edit", { reaudit: true });
  expect((await summary()).wrong).toHaveLength(1);
  await control("bills/B1/void", {});
  expect(await summary()).toMatchObject({
    bills: 0,
    excluded: { 已作废: 1 },
    unexpected: ["B1-CK001", "B1-CK002", "STRANGER"],
  });
});

test("excluded bills are counted by their reason", async () => {
  const { summary } = await setup({ bills: 100 });
  expect(await summary()).toMatchObject({
    bills: 100,
    excluded: { 未审核: 5, 已作废: 3, 没有实发数量大于零的货品行: 1 },
  });
});
