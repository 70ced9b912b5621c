export {
  readWangdiantongAccount,
  toCallGateOptions,
  toWangdiantongClientSettings,
  WANGDIANTONG_SETTINGS,
  wangdiantongGate,
  wangdiantongIdentity,
  type WangdiantongAccountSettings,
} from "./account-settings.ts";
export {
  createWangdiantongClient,
  previewPush,
  type PushAnswer,
  type WangdiantongClient,
  type WangdiantongDocuments,
} from "./client.ts";
export type { SignedCall } from "./call.ts";
export type { WarehouseRecord } from "./core/answer-schemas.ts";
export type { DocumentSearch, NumberSearch } from "./find-documents.ts";
export type { DocumentQuery, DocumentRecord, DocumentsPage } from "./queries.ts";
export type { WangdiantongEvent, WangdiantongHooks, WangdiantongSettings } from "./settings.ts";
export type { BeforeCall } from "./walk-pages.ts";
