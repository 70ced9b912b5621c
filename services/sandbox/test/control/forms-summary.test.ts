import { expect, test } from "vitest";

import { setup, soundOrder, type JsonObject } from "../sandbox-client.ts";

const FORMS = ["SAL_OUTSTOCK", "SAL_RETURNSTOCK", "STK_MisDelivery"];

/** One approved bill of each form, all of the same number. */
async function setupThree() {
  const running = await setup({ forms: FORMS });
  for (const formId of FORMS) {
    await running.control("bills", { formId, billNo: "B1", lines: [{ sku: "SKU-0001", quantity: "2" }] });
    await running.control("bills/B1/audit", { formId });
  }
  const pushReturn = async (order: JsonObject) =>
    running.wdt("stockin_order_push", { stockin_info: JSON.stringify(order) });
  return { ...running, pushReturn };
}

const sale = soundOrder({ outer_no: "B1-CK001", detail_list: [{ spec_no: "SKU-0001", num: "2" }] });
const back = {
  outer_no: "B1-CK001",
  is_check: 0,
  warehouse_no: "CK001",
  goods_list: [{ spec_no: "SKU-0001", stockin_num: "2" }],
};

test("a return is judged at the stock-in interface, and each form by itself", async () => {
  const { pushReturn, push, summary } = await setupThree();
  await pushReturn(back);
  const before = await summary();
  expect(before).toMatchObject({ bills: 3, expected: 3, present: 1, unaudited: ["B1-CK001"], calls: { push: 1 } });
  expect(before.forms).toMatchObject({
    SAL_OUTSTOCK: { title: "销售出库单", target: "stockout_order_push", present: 0, absent: [{ billNo: "B1" }] },
    SAL_RETURNSTOCK: { target: "stockin_order_push", present: 1, absent: [], wrong: [], unexpected: [] },
    STK_MisDelivery: { present: 0 },
  });
  await push(sale);
  expect((await summary()).forms).toMatchObject({ SAL_OUTSTOCK: { present: 1, absent: [], unexpected: [] } });
});

test("a wrong return is named, and one at the wrong interface is unexpected there and absent here", async () => {
  const { control, pushReturn, push, summary } = await setupThree();
  await pushReturn({ ...back, goods_list: [{ spec_no: "SKU-0001", stockin_num: "-2" }] });
  await pushReturn({ ...back, goods_list: [{ spec_no: "SKU-0001", stockin_num: "3" }] });
  expect((await summary()).forms["SAL_RETURNSTOCK"]?.wrong).toEqual([
    { outerNo: "B1-CK001", difference: "货品 SKU-0001 数量应为 2,实为 3" },
  ]);
  await control("bills", { formId: "SAL_RETURNSTOCK", billNo: "XSTHD000007" });
  await control("bills/XSTHD000007/audit", {});
  await push(soundOrder({ outer_no: "XSTHD000007-CK001" }));
  await push(soundOrder({ outer_no: "STRANGER" }));
  const { forms, unexpected } = await summary();
  expect(forms["SAL_RETURNSTOCK"]).toMatchObject({
    unexpected: ["XSTHD000007-CK001"],
    absent: [{ outerNo: "XSTHD000007-CK001" }],
  });
  expect(unexpected).toEqual(["XSTHD000007-CK001", "STRANGER"]);
});

test("deliveries whose direction is a return are excluded under the rule's name, in their form alone", async () => {
  const { control, summary } = await setup({ forms: FORMS, bills: 100 });
  const { bills, excluded, forms } = await summary();
  expect(bills).toBe(300);
  expect(excluded).toEqual({ 未审核: 15, 已作废: 9, 没有实发数量大于零的货品行: 3, 退货方向: 4 });
  expect(forms["STK_MisDelivery"]).toMatchObject({ bills: 100, excluded: { 退货方向: 4 } });
  expect(forms["SAL_OUTSTOCK"]?.excluded).toEqual({ 未审核: 5, 已作废: 3, 没有实发数量大于零的货品行: 1 });
  const left = (await control("bills?formId=STK_MisDelivery&state=excluded")) as unknown as JsonObject[];
  expect(left).toHaveLength(4);
  expect(left[0]).toMatchObject({ reason: "退货方向", expected: [] });
});
