import { SANDBOX_CREDENTIALS } from "@billferry/sandbox";

import { serviceEnvironment, type Environment } from "../core/child-environment.ts";

/**
 * The accounts that a start without vendors will use; its address is not known before, and is no part of an account.
 */
export function trialAccounts(env: Environment): Environment {
  const access = { url: "http://127.0.0.1:1", ...SANDBOX_CREDENTIALS, callsPerMinute: 1, startFrom: "" };
  return serviceEnvironment(env, "", access);
}
