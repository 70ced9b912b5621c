export {
  readWangdiantongAccount,
  toCallGateOptions,
  toWangdiantongClientSettings,
  WANGDIANTONG_SETTINGS,
  wangdiantongGate,
  wangdiantongIdentity,
} from "./account-settings.ts";
export {
  createWangdiantongClient,
  previewPush,
  type WangdiantongClient,
  type WangdiantongDocuments,
} from "./client.ts";
export type { HeardAnswer, SignedCall } from "./call.ts";
export type { WarehouseRecord } from "./core/answer-schemas.ts";
export { SEARCH_MARGIN_MS } from "./core/lookup-plan.ts";
export type { OrderSearch, SearchPurpose, Whereabouts } from "./search-orders.ts";
export type { WangdiantongEvent, WangdiantongHooks, WangdiantongSettings } from "./settings.ts";
