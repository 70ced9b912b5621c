export {
  findAuthProblems,
  KINGDEE_SETTINGS,
  kingdeeIdentity,
  readKingdeeAccount,
  toKingdeeAuth,
  toKingdeeClientSettings,
  type KingdeeAccountSettings,
} from "./account-settings.ts";
export type { BusinessInfo } from "./core/business-info.ts";
export { classifyTable, type TableVerdict } from "./core/classify-table.ts";
export {
  afterBill,
  anyOfBills,
  anyOfNumbers,
  billNumbered,
  buildWindowFilter,
  floorToSecondMs,
  fromBill,
  joinFilters,
  onlyBill,
  quoteFilterText,
  quoteFilterTime,
  type WindowFilter,
} from "./core/filter.ts";
export type { Finding } from "./core/finding.ts";
export { judgeSignIn, type SignInAccepted, type SignInVerdict } from "./core/judge-sign-in.ts";
export type { RawAnswer } from "./core/open-answer.ts";
export type { BillQuery } from "./core/request.ts";
export { nearestKey } from "./core/search-keys.ts";
export type { BodyForm, KingdeeAuth, KingdeeSettings } from "./core/settings.ts";
export { findUnknownKeys, type KeysReport } from "./find-unknown-keys.ts";
export { createKingdeeClient, type KingdeeClient, type KingdeeEvent } from "./kingdee-client.ts";
export type { ServerTime } from "./server-clock.ts";
