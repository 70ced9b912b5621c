import { SANDBOX_CREDENTIALS } from "@billferry/sandbox";
import type { Environment } from "@billferry/settings";
import { serviceEnvironment, type SandboxPlan } from "@billferry/supervisor";

/** Tells the services that the sandbox stands for both vendors. */
export function tellOfBoth(callsPerMinute: number): SandboxPlan["tell"] {
  return (env, redisUrl, sandbox) =>
    serviceEnvironment(env, redisUrl, { ...sandbox, ...SANDBOX_CREDENTIALS, callsPerMinute });
}

/**
 * The accounts that a start without vendors will use; its address is not known before, and is no part of an account.
 */
export function trialAccounts(env: Environment): Environment {
  return tellOfBoth(1)(env, "", { url: "http://127.0.0.1:1", startFrom: "" });
}
