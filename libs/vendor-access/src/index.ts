export {
  findWangdiantongAccount,
  forScheme,
  openKingdee,
  openKingdeeAccount,
  openWangdiantong,
} from "./open-vendors.ts";
export type { KingdeeAccess, WangdiantongAccess } from "./open-vendors.ts";
