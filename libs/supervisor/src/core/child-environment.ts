import type { Environment } from "@billferry/settings";

export interface SandboxAccess {
  readonly url: string;
  readonly kingdee: Readonly<Record<"account" | "user" | "password" | "appId" | "appSecret", string>>;
  readonly wangdiantong: Readonly<Record<"sid" | "appkey" | "appsecret", string>>;
  /** What the stand-in for Wangdiantong allows in a minute. */
  readonly callsPerMinute: number;
  /** Kingdee time; covers every bill that the sandbox was born with. */
  readonly startFrom: string;
}

/** Of the sandbox's quota, the part that errands may take: as of a real account's. */
const ERRANDS_PART = 6;

export type VendorChoice = "sandbox" | "real" | "half";

/** Real vendors need both addresses; one alone would mix a real account with a pretended one. */
export function chooseVendors(env: Environment): VendorChoice {
  const given = [isSet(env, "KINGDEE_URL"), isSet(env, "WDT_URL")];
  if (given.every(Boolean)) return "real";
  return given.some(Boolean) ? "half" : "sandbox";
}

/**
 * The services' environment: the caller's own, with the sandbox's accounts laid over it where vendors are pretended.
 * Each service chooses its own health port, because one given number cannot serve three.
 */
export function serviceEnvironment(
  env: Environment,
  redisUrl: string,
  sandbox: SandboxAccess | undefined,
): Environment {
  const { HEALTH_PORT: _health, REDIS_URL_FILE: _file, ...kept } = env;
  const own = { ...kept, REDIS_URL: redisUrl };
  if (sandbox === undefined) return own;
  // The caller's account under an older name must not be passed on.
  const cleaned = Object.entries(own).filter(([name]) => !/^(KINGDEE|WDT)_.*_FILE$/.test(name));
  return {
    ...Object.fromEntries(cleaned),
    KINGDEE_URL: `${sandbox.url}/k3cloud/`,
    KINGDEE_ACCOUNT: sandbox.kingdee.account,
    KINGDEE_USER: sandbox.kingdee.user,
    KINGDEE_AUTH: "app-secret",
    KINGDEE_APP_ID: sandbox.kingdee.appId,
    KINGDEE_APP_SECRET: sandbox.kingdee.appSecret,
    WDT_URL: `${sandbox.url}/openapi2/`,
    WDT_SID: sandbox.wangdiantong.sid,
    WDT_APPKEY: sandbox.wangdiantong.appkey,
    WDT_APPSECRET: sandbox.wangdiantong.appsecret,
    WDT_CALLS_PER_MINUTE: env["WDT_CALLS_PER_MINUTE"] || String(sandbox.callsPerMinute),
    WDT_CALLS_FOR_ERRANDS: env["WDT_CALLS_FOR_ERRANDS"] || String(Math.ceil(sandbox.callsPerMinute / ERRANDS_PART)),
    SYNC_EVERY: env["SYNC_EVERY"] || "2s",
    START_FROM: env["START_FROM"] || sandbox.startFrom,
  };
}

/** The caller's environment without accounts, Redis and call limits: a trial uses none of them. */
export function withoutAccounts(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(REDIS_URL|KINGDEE_|WDT_|SYNC_EVERY$|START_FROM$|SANDBOX_)/.test(name)),
  );
}

/** For the board: whoever gets hold of a page's server gets no vendor's account with it. */
export function withoutVendors(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(KINGDEE|WDT)_/.test(name)));
}

/** For all but the watcher: who knows a robot's address may speak in its name. */
export function withoutAlerts(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("ALERT_")));
}

/** For the watcher: what the caller says of alerts, and of the vendors the addresses alone, for their certificates. */
export function watcherEnvironment(services: Environment, given: Environment): Environment {
  return {
    ...Object.fromEntries(Object.entries(services).filter(([name]) => !/^(KINGDEE|WDT)_(?!.*URL$)/.test(name))),
    ...Object.fromEntries(Object.entries(given).filter(([name]) => name.startsWith("ALERT_"))),
  };
}

/** The environment of a rehearsal's services: no account but the sandbox's of Wangdiantong; only the command reads. */
export function rehearsalEnvironment(env: Environment, redisUrl: string, accounts: Environment): Environment {
  const { HEALTH_PORT: _health, ...kept } = withoutAccounts(env);
  return { ...kept, ...accounts, REDIS_URL: redisUrl };
}

/** Yesterday 00:00 in Kingdee's own time (Asia/Shanghai), as text. */
export function yesterdayInKingdee(nowMs: number): string {
  const local = new Date(nowMs + 8 * 3_600_000 - 86_400_000);
  return `${local.toISOString().slice(0, 10)} 00:00:00`;
}

function isSet(env: Environment, name: string): boolean {
  return Boolean(env[name] || env[`${name}_FILE`]);
}
