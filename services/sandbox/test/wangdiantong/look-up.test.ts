import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { expect, test } from "vitest";

import { setup, soundOrder } from "../sandbox-client.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 4, 4, 4, 0, 0, 500);
const china = (epochMs: number) => formatKingdeeTime(epochMs, SHANGHAI);

async function setupOrders() {
  const running = await setup({ now: () => NOW_MS });
  await running.push(soundOrder());
  await running.push(soundOrder({ outer_no: "UNAUDITED", is_check: 0 }));
  const window = { start_time: china(NOW_MS), end_time: china(NOW_MS) };
  const query = (parameters: Record<string, string>) => running.wdt("stockout_order_query", parameters);
  return { ...running, window, query };
}

test("an audited order is found in the closed window of its second; an un-audited one only by its status", async () => {
  const { query, window } = await setupOrders();
  expect(await query(window)).toMatchObject({
    code: 0,
    total_count: "1",
    stockout_list: [
      { outer_no: "XSCKD000001-CK001", status: "110", order_type: "7", details_list: [{ goods_count: "2.0000" }] },
    ],
  });
  expect(await query({ ...window, status: "50" })).toMatchObject({ stockout_list: [{ outer_no: "UNAUDITED" }] });
  expect(await query({ ...window, warehouse_no: "CK002" })).toMatchObject({ stockout_list: [] });
  expect(await query({ ...window, order_type: "3" })).toMatchObject({ stockout_list: [] });
});

test("an order is found by its own number without times", async () => {
  const { control, query } = await setupOrders();
  const [first] = (await control("orders")) as unknown as { stockoutNo: string }[];
  expect(await query({ stockout_no: first?.stockoutNo ?? "" })).toMatchObject({ total_count: "1" });
});

test("the total comes with page 0 only", async () => {
  const { query, window } = await setupOrders();
  expect(await query({ ...window, page_no: "1" })).toEqual({ code: 0, message: "", stockout_list: [] });
});

test("windows must be given and be at most thirty days wide", async () => {
  const { query } = await setupOrders();
  expect(await query({})).toMatchObject({ code: 100 });
  const wide = { start_time: china(NOW_MS - 31 * DAY_MS), end_time: china(NOW_MS) };
  expect(await query(wide)).toMatchObject({ code: 100, message: "开始时间和结束时间间隔不能超过30天" });
  expect(await query({ ...wide, page_size: "101" })).toMatchObject({ code: 100 });
});

test("the outer number filters only where the account can", async () => {
  const { control, query } = await setupOrders();
  const byOuterNo = { outer_no: "XSCKD000001-CK001" };
  expect(await query(byOuterNo)).toMatchObject({ code: 100 });
  await control("settings", { wangdiantong: { canQueryByOuterNo: true } });
  expect(await query(byOuterNo)).toMatchObject({ total_count: "1" });
});

test("master data tells carriers, warehouses and goods", async () => {
  const { wdt } = await setup();
  expect(await wdt("logistics", { logistics_no: "SF" })).toMatchObject({
    logistics_list: [{ logistics_name: "顺丰速运" }],
  });
  expect(await wdt("warehouse_query", { warehouse_no: "CK090" })).toMatchObject({ warehouses: [{ type: "11" }] });
  expect(await wdt("goods_query", { spec_no: "SKU-0001" })).toMatchObject({
    goods_list: [{ spec_list: [{ spec_no: "SKU-0001" }] }],
  });
  expect(await wdt("goods_query", { spec_no: "NEW" })).toMatchObject({ goods_list: [] });
  expect(await wdt("goods_query", {})).toMatchObject({ code: 100 });
});
