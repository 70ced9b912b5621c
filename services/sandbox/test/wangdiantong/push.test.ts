import { expect, test } from "vitest";

import { setup, soundOrder } from "../sandbox-client.ts";

test("a sound order is accepted and gets a number; its repeat is refused and has no effect", async () => {
  const { control, push } = await setup();
  expect(await push(soundOrder())).toEqual({ code: 0, message: "", stockout_no: expect.stringMatching(/^CK\d{14}$/) });
  expect(await push(soundOrder())).toEqual({ code: 2350, message: "外部单号重复!" });
  expect(await control("orders")).toHaveLength(1);
});

test("numbers may be JSON numbers, and stay exact", async () => {
  const { control, wdt } = await setup();
  const stockout_info =
    '{"outer_no":"A-1","warehouse_no":"CK001","goods_total_amount":123456789012345.6789,"detail_list":[{"spec_no":"SKU-0001","num":0.1000}]}';
  expect(await wdt("stockout_order_push", { stockout_info })).toMatchObject({ code: 0 });
  expect(await control("orders")).toMatchObject([
    { status: 50, content: { goods_total_amount: "123456789012345.6789", detail_list: [{ num: "0.1" }] } },
  ]);
});

const line = { spec_no: "SKU-0001", num: "1" };

test.each<[string, Record<string, unknown>]>([
  ["缺少参数 outer_no", { outer_no: "" }],
  ["外部单号超长", { outer_no: "号".repeat(41) }],
  ["仓库编号不可为空", { warehouse_no: undefined }],
  ["仓库不存在:CK404", { warehouse_no: "CK404" }],
  ["委外仓库不支持该接口:CK090", { warehouse_no: "CK090" }],
  ["不存在物流编码为 NOBODY 的物流公司或业务类型错误!", { logistics_code: "NOBODY" }],
  ["不存在的其他出库原因:没有", { reason: "没有" }],
  ["不存在的其他出库原因:盘亏出库(停用)", { reason: "盘亏出库(停用)" }],
  ["Data truncation: Data too long for column 'remark' at row 1", { remark: "字".repeat(256) }],
  ["金额 goods_total_amount 不合法", { goods_total_amount: "1.00001" }],
  ["货品列表不可为空", { detail_list: [] }],
  ["货品列表中货品不存在:NEW", { detail_list: [{ spec_no: "NEW", num: "1" }] }],
  ["货品 SKU-0001 重复!", { detail_list: [line, line] }],
  ["货品 SKU-0001 数量不合法", { detail_list: [{ ...line, num: "0" }] }],
  ["货品 SKU-0001 数量不合法", { detail_list: [{ ...line, num: "0.00001" }] }],
  ["当前仓库中不存在货位: X", { detail_list: [{ ...line, position_no: "X" }] }],
  ["货品 SKU-0001 的序列号数量与货品数量不一致", { detail_list: [{ ...line, is_enable_sn: 1, sn_list: "a,b" }] }],
])("refuses with %s", async (message, change) => {
  const { control, push } = await setup();
  const answer = await push(soundOrder(change));
  expect(answer["message"]).toBe(message);
  expect(answer["code"]).not.toBe(0);
  expect(await control("orders")).toEqual([]);
});

test("the same goods of two batches are two lines", async () => {
  const { push } = await setup();
  const detail_list = [
    { ...line, batch_no: "L1" },
    { ...line, batch_no: "L2" },
  ];
  expect(await push(soundOrder({ detail_list }))).toMatchObject({ code: 0 });
});

test("short stock is refused where stock is looked at", async () => {
  const { push } = await setup({ settings: { wangdiantong: { stockPerSku: "3" } } });
  expect(await push(soundOrder())).toMatchObject({ code: 0 });
  expect(await push(soundOrder({ outer_no: "B" }))).toMatchObject({
    message: "货品 SKU-0001 的出库数量不能大于可出库存量",
  });
});

test("credentials, clock and sign are checked", async () => {
  const { wdt } = await setup();
  const service = "warehouse_query";
  expect(await wdt(service, {})).toMatchObject({ code: 0, total_count: "9" });
  expect(await wdt(service, {}, { sid: "other" })).toMatchObject({ code: 2030 });
  expect(await wdt(service, {}, { appkey: "other" })).toMatchObject({ code: 2060 });
  expect(await wdt(service, {}, { sign: "0".repeat(32) })).toMatchObject({ code: 2100, message: "签名验证失败" });
  const late = String(Math.floor(Date.now() / 1000) - 310);
  expect(await wdt(service, { timestamp: late })).toMatchObject({ code: 2100 });
  expect(await wdt(service, { timestamp: `${Date.now()}` })).toMatchObject({ code: 2100 });
});

test("the sixty-first call within any minute is refused and counted, the next minute is open again", async () => {
  let nowMs = Date.UTC(2026, 4, 4);
  const { summary, wdt } = await setup({ now: () => nowMs });
  const call = async () => (await wdt("warehouse_query", {}))["code"];
  for (let each = 0; each < 60; each += 1) {
    expect(await call()).toBe(0);
    nowMs += 900;
  }
  expect(await call()).toBe(1012);
  expect((await summary()).refusedCalls).toBe(1);
  nowMs += 6_000;
  expect(await call()).toBe(0);
  expect(await call()).toBe(1012);
});

test("codes may be text, and refusals may be reworded", async () => {
  const refusals = { duplicate: { code: 99, message: "此外部单已使用! {value}" } };
  const { push } = await setup({ settings: { wangdiantong: { codeAs: "string", refusals } } });
  expect(await push(soundOrder())).toMatchObject({ code: "0" });
  expect(await push(soundOrder())).toEqual({ code: "99", message: "此外部单已使用! XSCKD000001-CK001" });
});
