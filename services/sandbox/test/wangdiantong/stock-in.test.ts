import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { expect, test } from "vitest";

import { setup, soundOrder, type JsonObject } from "../sandbox-client.ts";

const NOW_MS = Date.UTC(2026, 4, 4, 4, 0, 0, 500);
const line = { spec_no: "SKU-0001", stockin_num: "2", stockin_price: "12.5" };

function soundReturn(change: JsonObject = {}): JsonObject {
  return {
    outer_no: "XSTHD000001-CK001",
    is_check: 1,
    warehouse_no: "CK001",
    reason: "金蝶线下销售退货",
    goods_list: [{ ...line, batch_no: "L1", production_date: "2026-01-02 00:00:00", validity_days: "365" }],
    ...change,
  };
}

async function setupReturns() {
  const running = await setup({ now: () => NOW_MS });
  const pushReturn = async (order: JsonObject) =>
    running.wdt("stockin_order_push", { stockin_info: JSON.stringify(order) });
  const at = formatKingdeeTime(NOW_MS, SHANGHAI);
  const query = async (parameters: Record<string, string>) =>
    running.wdt("stockin_order_query", { start_time: at, end_time: at, ...parameters });
  return { ...running, pushReturn, query };
}

test("a return is accepted under a number of its own; its repeat is refused", async () => {
  const { control, pushReturn } = await setupReturns();
  expect(await pushReturn(soundReturn())).toEqual({
    code: 0,
    message: "",
    stockin_no: expect.stringMatching(/^RK\d{14}$/),
  });
  expect(await pushReturn(soundReturn())).toEqual({ code: 2350, message: "外部单号重复!" });
  expect(await control("orders")).toMatchObject([
    {
      target: "stockin_order_push",
      status: 80,
      content: { goods_list: [{ ...line, production_date: "2026-01-02 00:00:00" }] },
    },
  ]);
});

test("the same outer number is free at the other interface", async () => {
  const { push, pushReturn } = await setupReturns();
  expect(await push(soundOrder({ outer_no: "A" }))).toMatchObject({ code: 0 });
  expect(await pushReturn(soundReturn({ outer_no: "A" }))).toMatchObject({ code: 0 });
  expect(await push(soundOrder({ outer_no: "A" }))).toMatchObject({ code: 2350 });
});

test.each<[string, JsonObject]>([
  ["缺少参数 outer_no", { outer_no: "" }],
  ["仓库不存在:CK404", { warehouse_no: "CK404" }],
  ["不存在的入库原因:其他出库", { reason: "其他出库" }],
  ["货品列表不可为空", { goods_list: undefined, detail_list: [line] }],
  ["货品 SKU-0001 数量不合法", { goods_list: [{ spec_no: "SKU-0001", num: "1" }] }],
  ["货品 SKU-0001 重复!", { goods_list: [line, line] }],
  ["金额 stockin_price 不合法", { goods_list: [{ ...line, stockin_price: "1.00001" }] }],
  ["参数 production_date 格式错误", { goods_list: [{ ...line, production_date: "2026/1/2" }] }],
  ["参数 validity_days 格式错误", { goods_list: [{ ...line, validity_days: "1.5" }] }],
  ["金额 post_fee 不合法", { post_fee: "-1" }],
  ["Data truncation: Data too long for column 'logistics_no' at row 1", { logistics_no: "X".repeat(41) }],
])("refuses with %s", async (message, change) => {
  const { control, pushReturn } = await setupReturns();
  expect((await pushReturn(soundReturn(change)))["message"]).toBe(message);
  expect(await control("orders")).toEqual([]);
});

test("without a status only completed ones are found; by number each by its status", async () => {
  const { control, push, pushReturn, query } = await setupReturns();
  await pushReturn(soundReturn());
  const { stockin_no } = await pushReturn(soundReturn({ outer_no: "WAITING", is_check: 0 }));
  await push(soundOrder());
  expect(await query({})).toMatchObject({
    total_count: "1",
    stockin_list: [
      {
        outer_no: "XSTHD000001-CK001",
        status: "80",
        order_type: "6",
        details_list: [{ spec_no: "SKU-0001", goods_count: "2.0000" }],
      },
    ],
  });
  expect(await query({ status: "30" })).toMatchObject({ stockin_list: [{ outer_no: "WAITING" }] });
  expect(await query({ status: "10" })).toMatchObject({ stockin_list: [] });
  const byNumber = { stockin_no: String(stockin_no), start_time: "", end_time: "" };
  expect(await query(byNumber)).toMatchObject({ stockin_list: [] });
  expect(await query({ ...byNumber, status: "30" })).toMatchObject({ stockin_list: [{ order_no: stockin_no }] });
  await control("settings", { wangdiantong: { auditedStockinStatus: 60 } });
  await pushReturn(soundReturn({ outer_no: "UNSETTLED" }));
  expect(await query({ status: "60" })).toMatchObject({ stockin_list: [{ outer_no: "UNSETTLED" }] });
});

test("goods that come back are never short", async () => {
  const { control, pushReturn } = await setupReturns();
  await control("settings", { wangdiantong: { stockPerSku: "1" } });
  expect(await pushReturn(soundReturn())).toMatchObject({ code: 0 });
});

test("a rehearsal accepts any code, and still no wrong shape", async () => {
  const { push, pushReturn, wdt } = await setup({ settings: { wangdiantong: { acceptAll: true, batches: [] } } }).then(
    (running) => ({
      ...running,
      pushReturn: async (order: JsonObject) =>
        running.wdt("stockin_order_push", { stockin_info: JSON.stringify(order) }),
    }),
  );
  const detail_list = [{ spec_no: "自有编码", num: "1", batch_no: "自有批次", position_no: "Z-9" }];
  const strange = { warehouse_no: "W9", logistics_code: "NOBODY", reason: "自定原因", detail_list };
  expect(await push(soundOrder(strange))).toMatchObject({ code: 0 });
  expect(await pushReturn(soundReturn({ reason: "自定原因" }))).toMatchObject({ code: 0 });
  expect(await push(soundOrder({ ...strange, outer_no: "B", reason: "字".repeat(256) }))).toMatchObject({ code: 99 });
  expect(await push(soundOrder({ outer_no: "C", warehouse_no: "CK090" }))).toMatchObject({ code: 99 });
  expect(await wdt("warehouse_query", { warehouse_no: "W9" })).toMatchObject({ warehouses: [{ warehouse_no: "W9" }] });
  expect(await wdt("goods_query", { spec_no: "自有编码" })).toMatchObject({ total_count: "1" });
});
