export { findWangdiantongAccount, forScheme, openKingdee, openWangdiantong } from "./open-vendors.ts";
export type { KingdeeAccess, WangdiantongAccess } from "./open-vendors.ts";
