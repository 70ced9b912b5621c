export type { CallMoment, CallWatch, WatchedCall } from "./answer.ts";
export { SANDBOX_CREDENTIALS } from "./credentials.ts";
export { startSandbox, type RunningSandbox, type SandboxOptions } from "./start-sandbox.ts";
export type { SettingsPatch } from "./settings.ts";
export type { AbsentOrder, Summary } from "./control/summary.ts";
