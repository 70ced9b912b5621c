import { SANDBOX_CREDENTIALS, type RunningSandbox } from "@billferry/sandbox";

import type { Environment } from "./replica.ts";

const DAY_MS = 86_400_000;

/** The settings with which the services work on a sandbox, without Redis. */
export function sandboxEnvironment(sandbox: RunningSandbox): Environment {
  const { kingdee, wangdiantong } = SANDBOX_CREDENTIALS;
  return {
    KINGDEE_URL: sandbox.kingdeeUrl,
    KINGDEE_ACCOUNT: kingdee.account,
    KINGDEE_USER: kingdee.user,
    KINGDEE_APP_ID: kingdee.appId,
    KINGDEE_APP_SECRET: kingdee.appSecret,
    KINGDEE_PASSWORD: kingdee.password,
    WDT_URL: sandbox.wangdiantongUrl,
    WDT_SID: wangdiantong.sid,
    WDT_APPKEY: wangdiantong.appkey,
    WDT_APPSECRET: wangdiantong.appsecret,
    WDT_CALLS_PER_MINUTE: "100000",
    SYNC_EVERY: "1s",
    START_FROM: new Date(Date.now() - 2 * DAY_MS).toISOString(),
    LOG_LEVEL: "info",
  };
}
