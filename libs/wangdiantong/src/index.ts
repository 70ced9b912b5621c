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
export { AWAITING_AUDIT_STATUS, CANCELLED_STATUS, isAudited, isCancelled } from "./core/order-status.ts";
export type { StockoutNumberSearch, StockoutOrderSearch } from "./find-stockout-order.ts";
export type { GoodsQuery, LogisticsQuery, Paging, StockoutOrderQuery, WarehouseQuery } from "./queries.ts";
export type { WangdiantongEvent, WangdiantongHooks, WangdiantongSettings } from "./settings.ts";
export type { BeforeCall } from "./walk-pages.ts";
