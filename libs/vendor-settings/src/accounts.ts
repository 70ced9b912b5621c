import { parseSettings, type Environment } from "@billferry/runtime";

import { findAuthProblems, KINGDEE_SETTINGS, type KingdeeAccountSettings } from "./kingdee-settings.ts";
import { WANGDIANTONG_SETTINGS, type WangdiantongAccountSettings } from "./wangdiantong-settings.ts";

/** The account whose settings bear the plain names (`KINGDEE_URL`, `WDT_SID`). */
export const MAIN_ACCOUNT = "main";

/**
 * The name under which an account's setting stands in the environment: `KINGDEE_URL` is `KINGDEE_SHOP2_URL` for the
 * account "shop2". Nothing is shared between accounts, so that no order can go out by another's credentials.
 */
export function accountSettingName(name: string, account: string): string {
  if (account === MAIN_ACCOUNT) return name;
  const [vendor = "", ...rest] = name.split("_");
  return [vendor, account.toUpperCase(), ...rest].join("_");
}

/**
 * The settings of one Kingdee account; a Fault `CONFIG_INVALID` lists every problem under the names as they are set.
 */
export function readKingdeeAccount(env: Environment, account: string): KingdeeAccountSettings {
  const own = ownEnvironment(Object.keys(KINGDEE_SETTINGS), env, account);
  const nameOf = (name: string): string => accountSettingName(name, account);
  return parseSettings(KINGDEE_SETTINGS, own, {
    problems: findAuthProblems(own, nameOf),
    nameOf,
  });
}

/** The settings of one Wangdiantong account; as above. */
export function readWangdiantongAccount(env: Environment, account: string): WangdiantongAccountSettings {
  const own = ownEnvironment(Object.keys(WANGDIANTONG_SETTINGS), env, account);
  return parseSettings(WANGDIANTONG_SETTINGS, own, { nameOf: (name) => accountSettingName(name, account) });
}

function ownEnvironment(names: readonly string[], env: Environment, account: string): Environment {
  return Object.fromEntries(names.map((name) => [name, env[accountSettingName(name, account)]]));
}
