export { createWangdiantongClient, type PushAnswer, type WangdiantongClient } from "./client.ts";
export type {
  CarrierRecord,
  CarriersPage,
  SkusPage,
  StockoutOrderRecord,
  StockoutOrdersPage,
  WarehouseRecord,
  WarehousesPage,
} from "./core/answer-schemas.ts";
export type { StockoutOrderSearch } from "./find-stockout-order.ts";
export type { GoodsQuery, LogisticsQuery, Paging, StockoutOrderQuery, WarehouseQuery } from "./queries.ts";
export type { WangdiantongEvent, WangdiantongHooks, WangdiantongSettings } from "./settings.ts";
