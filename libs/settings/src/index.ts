export { accountChanged, accountIdentity, type AccountIdentity, type Side } from "./core/account-identity.ts";
export { findEnvProblems, type EnvProblem } from "./core/env-problems.ts";
export { accountSettingName, MAIN_ACCOUNT, readAccount } from "./core/accounts.ts";
export {
  about,
  address,
  describeSettings,
  duration,
  isSecretName,
  parseSettings,
  wanted,
  wholeNumber,
  type Environment,
} from "./core/settings.ts";
export { loadEnvFile } from "./env-file.ts";
export { readSecretFiles } from "./secret-files.ts";
