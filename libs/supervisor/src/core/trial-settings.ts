import { hashText } from "@billferry/contracts";
import type { Environment } from "@billferry/settings";

import { chooseVendors } from "./child-environment.ts";

/**
 * What `npm start` leaves beside its Redis while a sandbox runs, so that commands in a second terminal find the
 * vendors too. Sandbox credentials only; those of real accounts are never written.
 */
export interface TrialSettings {
  /** The process that wrote them, told from a later one of the same number. */
  readonly owner: { readonly pid: number; readonly born: string };
  /** The Redis that goes with them, as a hash: an address may hold a password. */
  readonly redis: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What a sandbox sets itself; anything else of the caller's environment may belong to a real account. */
const SANDBOX_OWN = [
  ...["URL", "ACCOUNT", "USER", "AUTH", "APP_ID", "APP_SECRET"].map((name) => `KINGDEE_${name}`),
  ...["URL", "SID", "APPKEY", "APPSECRET", "CALLS_PER_MINUTE"].map((name) => `WDT_${name}`),
  ...["SCHEMES", "SCHEME_DIR", "START_FROM"],
];

/** From the environment that the services of a trial were given. */
export function toTrialSettings(env: Environment, redisUrl: string, owner: TrialSettings["owner"]): TrialSettings {
  const kept = SANDBOX_OWN.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  return { owner, redis: hashText(redisUrl), env: Object.fromEntries(kept) };
}

/**
 * The caller's environment with the trial's accounts, where he names no vendor (as `npm start` decides it) and means
 * the trial's Redis.
 */
export function applyTrialSettings(env: Environment, trial: TrialSettings | undefined, redisUrl: string): Environment {
  const isTrial = chooseVendors(env) === "sandbox" && trial?.redis === hashText(redisUrl);
  return isTrial ? { ...env, ...trial.env } : env;
}
