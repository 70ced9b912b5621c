export { chooseVendors, rehearsalEnvironment, serviceEnvironment, withoutAccounts } from "./core/child-environment.ts";
export { applyTrialSettings } from "./core/trial-settings.ts";
export { explainFolder, lockFolder } from "./folder-lock.ts";
export { CACHE_DIR, dataDir, ROOT } from "./places.ts";
export { Interrupted, StartRefused } from "./refusals.ts";
export { startStack, type SandboxPlan, type Stack } from "./stack.ts";
export { interrupted, listenForStop } from "./stop-signal.ts";
export { readTrialFile } from "./trial-file.ts";
