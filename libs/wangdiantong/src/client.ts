import { Fault, type StockoutOrder } from "@billferry/contracts";
import type { z } from "zod";

import { createCaller, type Call, type Caller } from "./call.ts";
import {
  goodsAnswer,
  logisticsAnswer,
  pushAnswer,
  stockoutOrdersAnswer,
  warehousesAnswer,
  type CarriersPage,
  type SkusPage,
  type StockoutOrderRecord,
  type StockoutOrdersPage,
  type WarehousesPage,
} from "./core/answer-schemas.ts";
import { schemaFailure } from "./core/failures.ts";
import { checkOrder, quotableTexts } from "./core/order-issues.ts";
import { escapeAscii, omitEmpty } from "./core/signing.ts";
import {
  findByStockoutNo,
  findStockoutOrder,
  listStockoutOrders,
  type StockoutNumberSearch,
  type StockoutOrderSearch,
} from "./find-stockout-order.ts";
import type { GoodsQuery, LogisticsQuery, StockoutOrderQuery, WarehouseQuery } from "./queries.ts";
import type { WangdiantongHooks, WangdiantongSettings } from "./settings.ts";

/** What a push found out: both kinds mean that the order exists. A number that was not told is null. */
export type PushAnswer =
  | { readonly kind: "created"; readonly stockoutNo: string | null }
  | { readonly kind: "duplicate"; readonly stockoutNo: string | null; readonly message: string };

/**
 * Wangdiantong Enterprise's openapi2 (vendor notes 1 to 4). Each method is one call and throws a Fault whose recovery
 * says what to do; `findStockoutOrder`, `findByStockoutNo` and `listStockoutOrders` are many calls.
 */
export interface WangdiantongClient {
  /**
   * Creates one 其他出库单. `JOB_INVALID` before anything is sent if the order breaks a limit; `retry` where the order
   * surely does not exist, `reconcile` where it may: then push again under the same `outer_no`, or look it up.
   */
  pushStockoutOrder(order: StockoutOrder, signal?: AbortSignal): Promise<PushAnswer>;
  /** `totalCount` comes with page 0 only, and is null otherwise. */
  queryStockoutOrders(query: StockoutOrderQuery, signal?: AbortSignal): Promise<StockoutOrdersPage>;
  /** The order with this `outer_no`, whatever its status, or undefined; see the function of that name. */
  findStockoutOrder(
    outerNo: string,
    search: StockoutOrderSearch,
    signal?: AbortSignal,
  ): Promise<StockoutOrderRecord | undefined>;
  /** The order with this number, whatever its status, or undefined; mostly one call, at most one for each status. */
  findByStockoutNo(
    stockoutNo: string,
    search?: StockoutNumberSearch,
    signal?: AbortSignal,
  ): Promise<StockoutOrderRecord | undefined>;
  /** Every order of a span, each once; see the function of that name. Absence is no proof. */
  listStockoutOrders(search: StockoutOrderSearch, signal?: AbortSignal): AsyncGenerator<StockoutOrderRecord>;
  queryWarehouses(query: WarehouseQuery, signal?: AbortSignal): Promise<WarehousesPage>;
  queryLogistics(query?: LogisticsQuery, signal?: AbortSignal): Promise<CarriersPage>;
  queryGoods(query: GoodsQuery, signal?: AbortSignal): Promise<SkusPage>;
}

/** A client for one account; it holds no connection that would have to be closed, and keeps no state but the clock. */
export function createWangdiantongClient(
  settings: WangdiantongSettings,
  hooks: WangdiantongHooks = {},
): WangdiantongClient {
  const caller = createCaller(settings, hooks);
  const queryStockoutOrders = (query: StockoutOrderQuery, signal?: AbortSignal) =>
    ask(caller, stockoutOrdersAnswer, {
      service: "stockout_order_query",
      parameters: {
        start_time: query.startTime,
        end_time: query.endTime,
        status: query.status,
        warehouse_no: query.warehouseNo,
        order_type: query.orderType,
        stockout_no: query.stockoutNo,
        page_no: query.pageNo,
        page_size: query.pageSize,
      },
      signal,
    });
  return {
    pushStockoutOrder: (order, signal) => pushStockoutOrder(caller, order, signal),
    queryStockoutOrders,
    findStockoutOrder: (outerNo, search, signal) =>
      findStockoutOrder(outerNo, search, (query) => queryStockoutOrders(query, signal)),
    findByStockoutNo: (stockoutNo, search, signal) =>
      findByStockoutNo(stockoutNo, search ?? {}, (query) => queryStockoutOrders(query, signal)),
    listStockoutOrders: (search, signal) => listStockoutOrders(search, (query) => queryStockoutOrders(query, signal)),
    queryWarehouses: (query, signal) =>
      ask(caller, warehousesAnswer, {
        service: "warehouse_query",
        parameters: {
          warehouse_no: query.warehouseNo,
          page_no: query.pageNo,
          page_size: query.pageSize,
        },
        signal,
      }),
    queryLogistics: (query, signal) =>
      ask(caller, logisticsAnswer, {
        service: "logistics",
        parameters: { logistics_no: query?.logisticsCode },
        signal,
      }),
    queryGoods: (query, signal) =>
      ask(caller, goodsAnswer, {
        service: "goods_query",
        parameters: { spec_no: query.specNo, page_no: 0, page_size: 100 },
        signal,
      }),
  };
}

async function pushStockoutOrder(caller: Caller, order: StockoutOrder, signal?: AbortSignal): Promise<PushAnswer> {
  const checked = checkOrder(order);
  if ("issues" in checked) throw new Fault("JOB_INVALID", checked.issues, { details: { outerNo: order.outer_no } });
  const call: Call = {
    service: "stockout_order_push",
    hasEffect: true,
    keys: { outerNo: checked.order.outer_no },
    parameters: { stockout_info: escapeAscii(JSON.stringify(checked.order)) },
    ownTexts: quotableTexts(checked.order),
    signal,
  };
  const { kind, body, message } = await caller(call);
  const { stockoutNo } = pushAnswer.parse(body);
  return kind === "success" ? { kind: "created", stockoutNo } : { kind, stockoutNo, message };
}

async function ask<Schema extends z.ZodType>(
  caller: Caller,
  schema: Schema,
  query: {
    service: string;
    parameters: Readonly<Record<string, string | number | undefined>>;
    signal: AbortSignal | undefined;
  },
): Promise<z.infer<Schema>> {
  const parameters = omitEmpty(query.parameters);
  const call: Call = {
    service: query.service,
    hasEffect: false,
    keys: {},
    parameters,
    signal: query.signal,
  };
  const { body } = await caller({ ...call, ownTexts: Object.values(parameters) });
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw schemaFailure(
    result.error.issues.map((issue) => issue.path.join(".")),
    call,
  );
}
