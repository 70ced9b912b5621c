import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts/kingdee-time";

import { SANDBOX_CREDENTIALS } from "@billferry/sandbox/credentials";

/**
 * Loaded before a service (`node --import`): where neither vendor is set, this is the trial without accounts, and the
 * sandbox's own address and credentials are filled in. If only one vendor is set nothing is filled in, so that bills of
 * one world never become orders of the other; the service then names what is missing.
 */
const SANDBOX_URL = "http://sandbox:3100";
const DAY_MS = 86_400_000;

const ADDRESSES = ["KINGDEE_URL", "KINGDEE_URL_FILE", "WDT_URL", "WDT_URL_FILE"];

if (ADDRESSES.every((name) => !process.env[name])) {
  const { kingdee, wangdiantong } = SANDBOX_CREDENTIALS;
  const trial: Record<string, string> = {
    KINGDEE_URL: `${SANDBOX_URL}/k3cloud/`,
    KINGDEE_ACCOUNT: kingdee.account,
    KINGDEE_USER: kingdee.user,
    KINGDEE_AUTH: "app-secret",
    KINGDEE_APP_ID: kingdee.appId,
    KINGDEE_APP_SECRET: kingdee.appSecret,
    WDT_URL: `${SANDBOX_URL}/openapi2/`,
    WDT_SID: wangdiantong.sid,
    WDT_APPKEY: wangdiantong.appkey,
    WDT_APPSECRET: wangdiantong.appsecret,
  };
  for (const [name, value] of Object.entries(trial)) process.env[name] = value;
  // What was set on purpose stays: how often, and from when.
  process.env["WDT_CALLS_PER_MINUTE"] ||= "600";
  process.env["WDT_CALLS_FOR_ERRANDS"] ||= "100";
  process.env["SYNC_EVERY"] ||= "5s";
  process.env["START_FROM"] ||= formatKingdeeTime(Date.now() - DAY_MS, SHANGHAI);
  const { sayIn, serviceLanguage } = await import("@billferry/contracts/language");
  const text = sayIn(serviceLanguage(process.env))({
    zh: "未设置 KINGDEE_URL 和 WDT_URL:按试用运行,连接沙箱(docker compose --profile sandbox up)",
    en: "KINGDEE_URL and WDT_URL are not set: this is a trial with the sandbox (docker compose --profile sandbox up)",
  });
  process.stderr.write(`${text}\n`);
}
