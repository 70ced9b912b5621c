export {
  findAuthProblems,
  KINGDEE_SETTINGS,
  kingdeeIdentity,
  readKingdeeAccount,
  toKingdeeAuth,
  toKingdeeClientSettings,
  type KingdeeAccountSettings,
} from "./account-settings.ts";
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
  quoteFilterTime,
} from "./core/filter.ts";
export type { BillQuery } from "./core/request.ts";
export { nearestKey } from "./core/search-keys.ts";
export type { PasswordNotice } from "./core/judge-sign-in.ts";
export type { KingdeeSettings } from "./core/settings.ts";
export { findUnknownKeys } from "./find-unknown-keys.ts";
export { createKingdeeClient, type KingdeeClient, type KingdeeEvent } from "./kingdee-client.ts";
