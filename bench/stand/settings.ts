import { COMPILED } from "@billferry/launch";
import { SANDBOX_CREDENTIALS } from "@billferry/sandbox";

export type Environment = Readonly<Record<string, string>>;

/** Where the stand's servers are. */
export interface Addresses {
  readonly redisPort: number;
  readonly sandboxUrl: string;
}

/** More than anything here can use. */
export const NO_QUOTA = 100_000;
const DAY_MS = 86_400_000;

/** What both sides are told; every other setting is the default of each. */
function vendors({ sandboxUrl }: Addresses): Environment {
  const { kingdee, wangdiantong } = SANDBOX_CREDENTIALS;
  return {
    KINGDEE_URL: `${sandboxUrl}/k3cloud/`,
    KINGDEE_ACCOUNT: kingdee.account,
    KINGDEE_USER: kingdee.user,
    KINGDEE_PASSWORD: kingdee.password,
    WDT_URL: `${sandboxUrl}/openapi2/`,
    WDT_SID: wangdiantong.sid,
    WDT_APPKEY: wangdiantong.appkey,
    WDT_APPSECRET: wangdiantong.appsecret,
  };
}

export function billferryEnvironment(addresses: Addresses, callsPerMinute: number): Environment {
  const { appId, appSecret } = SANDBOX_CREDENTIALS.kingdee;
  return {
    // As `npm start`, the npm scripts and the image start a service.
    NODE_COMPILE_CACHE: COMPILED,
    ...vendors(addresses),
    KINGDEE_APP_ID: appId,
    KINGDEE_APP_SECRET: appSecret,
    REDIS_URL: `redis://127.0.0.1:${addresses.redisPort}`,
    WDT_CALLS_PER_MINUTE: String(callsPerMinute),
    START_FROM: new Date(Date.now() - 2 * DAY_MS).toISOString(),
  };
}

export function rivalEnvironment(addresses: Addresses, callsPerMinute: number): Environment {
  return {
    ...vendors(addresses),
    REDIS_PORT: String(addresses.redisPort),
    WDT_CALLS_PER_MINUTE: String(callsPerMinute),
  };
}
