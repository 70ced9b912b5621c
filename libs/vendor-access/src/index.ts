export {
  findWangdiantongAccount,
  forScheme,
  openKingdee,
  openWangdiantong,
  type KingdeeAccess,
  type WangdiantongAccess,
} from "./open-vendors.ts";
