export { accountSettingName, MAIN_ACCOUNT, readKingdeeAccount, readWangdiantongAccount } from "./accounts.ts";
export {
  accountChanged,
  kingdeeIdentity,
  wangdiantongIdentity,
  type AccountIdentity,
  type Side,
} from "./account-identity.ts";
export {
  findAuthProblems,
  KINGDEE_SETTINGS,
  toKingdeeAuth,
  toKingdeeClientSettings,
  type KingdeeAccountSettings,
} from "./kingdee-settings.ts";
export {
  toCallGateOptions,
  toWangdiantongClientSettings,
  WANGDIANTONG_SETTINGS,
  wangdiantongGate,
  type WangdiantongAccountSettings,
} from "./wangdiantong-settings.ts";
