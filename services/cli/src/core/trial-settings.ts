import { hashText } from "@billferry/contracts";

import type { Environment } from "./child-environment.ts";

/**
 * What `npm start` leaves beside its Redis while a sandbox runs, so that commands in a second terminal find the
 * vendors too. Sandbox credentials only; those of real accounts are never written.
 */
export interface TrialSettings {
  readonly ownerPid: number;
  /** The Redis that goes with them, as a hash: an address may hold a password. */
  readonly redis: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What a sandbox sets itself; anything else of the caller's environment may belong to a real account. */
const SANDBOX_OWN = [
  ...["URL", "ACCOUNT", "USER", "AUTH", "APP_ID", "APP_SECRET"].map((name) => `KINGDEE_${name}`),
  ...["URL", "SID", "APPKEY", "APPSECRET", "CALLS_PER_MINUTE"].map((name) => `WDT_${name}`),
  "SCHEMES",
  "SCHEME_DIR",
  "START_FROM",
];

/** From the environment that the services of a trial were given. */
export function toTrialSettings(env: Environment, redisUrl: string, ownerPid: number): TrialSettings {
  const kept = SANDBOX_OWN.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  return { ownerPid, redis: hashText(redisUrl), env: Object.fromEntries(kept) };
}

/** The caller's environment with the trial's accounts, where he names none and means the trial's Redis. */
export function applyTrialSettings(env: Environment, trial: TrialSettings | undefined, redisUrl: string): Environment {
  const namesAccounts = Object.entries(env).some(([name, value]) => /^(KINGDEE|WDT)_/.test(name) && Boolean(value));
  return trial === undefined || namesAccounts || trial.redis !== hashText(redisUrl) ? env : { ...env, ...trial.env };
}
