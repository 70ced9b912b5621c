export { accountSettingName, MAIN_ACCOUNT, readKingdeeAccount, readWangdiantongAccount } from "./accounts.ts";
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
  wangdiantongFingerprint,
  type WangdiantongAccountSettings,
} from "./wangdiantong-settings.ts";
