import { SANDBOX_CREDENTIALS } from "@billferry/sandbox";
import type { Environment } from "@billferry/settings";
import { serviceEnvironment, type SandboxPlan } from "@billferry/supervisor";

import { readPort } from "./read-count.ts";
import { formSettings } from "./source-forms.ts";

/** A sandbox with these schemes' bills, that stands for both vendors; 0 or left out, the port is any that is free. */
export function planTrial(
  { schemes, env }: { readonly schemes: readonly string[]; readonly env: NodeJS.ProcessEnv },
  { bills, unknownSkus, callsPerMinute }: Readonly<Record<"bills" | "unknownSkus" | "callsPerMinute", number>>,
): SandboxPlan {
  const settings = { SANDBOX_BILLS: String(bills), SANDBOX_UNKNOWN_SKUS: String(unknownSkus) };
  return {
    settings: { ...formSettings(schemes, env), ...settings },
    callsPerMinute,
    tell: tellOfBoth(callsPerMinute),
    port: readPort(env, "SANDBOX_PORT", 0),
  };
}

/** Tells the services that the sandbox stands for both vendors. */
function tellOfBoth(callsPerMinute: number): SandboxPlan["tell"] {
  return (env, redisUrl, sandbox) =>
    serviceEnvironment(env, redisUrl, { ...sandbox, ...SANDBOX_CREDENTIALS, callsPerMinute });
}

/** The accounts that a start without vendors will use; the address is no part of them, and not known before. */
export function trialAccounts(env: Environment): Environment {
  return tellOfBoth(1)(env, "", { url: "http://127.0.0.1:1", startFrom: "" });
}
