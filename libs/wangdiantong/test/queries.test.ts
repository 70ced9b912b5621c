import { formatKingdeeTime, isFault, SHANGHAI } from "@billferry/contracts";
import { expect, test } from "vitest";

import { openGate, setup, type Step } from "./scripted-server.ts";

const { signal } = new AbortController();
/** Not known by number, and made a day ago. */
const sought = () => ({ outerNo: "X-1", stockoutNo: null, sinceMs: Date.now() - 86_400_000 });

const page = (outerNos: readonly string[], totalCount?: number): Step => ({
  kind: "json",
  body: {
    code: 0,
    ...(totalCount === undefined ? {} : { total_count: totalCount }),
    stockout_list: outerNos.map((outerNo) => ({
      order_no: `CK-${outerNo}`,
      outer_no: outerNo,
      details_list: [],
    })),
  },
});
const at = (ms: number) => formatKingdeeTime(Math.floor(ms / 1_000) * 1_000, SHANGHAI);
const full = (prefix: string): string[] => Array.from({ length: 100 }, (_, index) => `${prefix}${index}`);

test("an order is found on a later page, in a span with ten minutes to spare, and the gate is asked before each call", async () => {
  await using server = await setup([page(full("A"), 101), page(["X-1"])]);
  let asked = 0;
  const gate = openGate(() => {
    expect(server.calls).toHaveLength(asked);
    asked += 1;
  });
  const where = { ...sought(), warehouseNo: "CK001" };
  expect(await server.client.orders("stockout_order_push", gate).find(where, { signal })).toMatchObject({
    stockoutNo: "CK-X-1",
  });
  expect(asked).toBe(2);
  const { sid: _sid, appkey: _appkey, timestamp: _timestamp, sign: _sign, ...sent } = server.calls[1]?.parameters ?? {};
  expect(sent).toMatchObject({ warehouse_no: "CK001", order_type: "7", page_no: "1", page_size: "100" });
  expect(sent["start_time"]).toBe(at(where.sinceMs - 600_000));
  expect(sent["end_time"]?.localeCompare(at(Date.now() + 590_000))).toBe(1);
});

test("an order that is not audited yet is found under its status", async () => {
  await using server = await setup([page([], 0), page(["X-1"], 1)]);
  expect(await server.orders.find(sought(), { signal })).toMatchObject({
    outerNo: "X-1",
  });
  expect(server.calls.map((call) => call.parameters["status"])).toEqual([undefined, "50"]);
});

test("an order that is nowhere costs one call per status and window", async () => {
  await using server = await setup([page([], 0)]);
  const sinceMs = Date.now() - 31 * 86_400_000;
  expect(await server.orders.find({ ...sought(), sinceMs }, { signal })).toBeUndefined();
  expect(server.calls.map((call) => call.parameters["status"] ?? "none")).toEqual(
    ["none", "50", "20", "55", "113", "5"].flatMap((status) => [status, status]),
  );
});

test("a server whose pages never end is given up, not believed", async () => {
  await using server = await setup([page(full("A"))]);
  const error: unknown = await server.orders.find(sought(), { signal }).catch((reason: unknown) => reason);
  expect(isFault(error) && { code: error.code, recovery: error.recovery }).toEqual({
    code: "WDT_ANSWER_INVALID",
    recovery: "retry",
  });
  expect(server.calls).toHaveLength(200);
});

test("a query by number needs no times", async () => {
  await using server = await setup([{ kind: "guard", next: page(["X-1"], 1) }]);
  const found = await server.documents.query({
    stockoutNo: "CK-X-1",
    pageNo: 0,
    pageSize: 1,
  });
  expect(found).toMatchObject({ totalCount: 1, documents: [{ outerNo: "X-1" }] });
  expect(server.calls[0]?.parameters).not.toHaveProperty("start_time");
});

test("warehouses, carriers and SKUs are asked for by their codes", async () => {
  await using server = await setup([
    {
      kind: "json",
      body: { code: 0, total_count: "1", warehouses: [{ warehouse_no: "001", name: "深圳仓", type: 1 }] },
    },
    { kind: "json", body: { code: 0, logistics_list: [{ logistics_no: "SF", logistics_name: 7, is_disabled: 0 }] } },
    {
      kind: "json",
      body: {
        code: 0,
        goods_list: [{ goods_no: "G", goods_name: "笔", spec_list: [{ spec_no: "笔+1", spec_name: "红" }] }],
      },
    },
  ]);
  expect(await server.client.queryWarehouses({ warehouseNo: "001", pageNo: 0, pageSize: 40 })).toMatchObject([
    { warehouseNo: "001", name: "深圳仓" },
  ]);
  expect(await server.client.queryCarriers()).toEqual([{ logisticsCode: "SF", name: "7", isDisabled: false }]);
  expect(await server.client.querySkus("笔+1")).toEqual([{ sku: "笔+1", name: "笔 红" }]);
  expect(server.calls.map((call) => call.path)).toEqual([
    "/openapi2/warehouse_query.php",
    "/openapi2/logistics.php",
    "/openapi2/goods_query.php",
  ]);
  expect(server.calls[2]?.parameters["spec_no"]).toBe("笔+1");
});

test("an answer that breaks its schema names the place, not the content", async () => {
  await using server = await setup([{ kind: "json", body: { code: 0, warehouses: [{ name: "张三的仓" }] } }]);
  const error: unknown = await server.client
    .queryWarehouses({ pageNo: 0, pageSize: 40 })
    .catch((reason: unknown) => reason);
  expect(isFault(error) && error.message).toBe("warehouse_query 应答内容不符合约定:warehouses.0.warehouse_no");
  expect(isFault(error) && error.recovery).toBe("retry");
});

test("a duplicate in answer to a query means nothing, and is reported", async () => {
  await using server = await setup([{ kind: "json", body: { code: 2350, message: "" } }]);
  const error: unknown = await server.client.queryCarriers().catch((reason: unknown) => reason);
  expect(isFault(error) && error.code).toBe("WDT_REFUSED");
  expect(server.events).toContainEqual(expect.objectContaining({ kind: "unknown-code", code: "2350" }));
});
