export type { CallMoment, CallWatch, WatchedCall } from "./answer.ts";
export { checkForms } from "./forms/load-forms.ts";
export { SandboxProblem } from "./sandbox-problem.ts";
export { SANDBOX_CREDENTIALS, sandboxCredentials, type SandboxCredentials } from "./credentials.ts";
export { startSandbox, type RunningSandbox, type SandboxAccount, type SandboxOptions } from "./start-sandbox.ts";
export type { SettingsPatch } from "./settings.ts";
export type { Progress } from "./control/routes.ts";
export type { AbsentOrder, FormSummary, Summary } from "./control/summary.ts";
