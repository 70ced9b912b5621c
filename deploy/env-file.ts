import { join } from "node:path";

import { loadEnvFile } from "@billferry/settings/env-file";

/** Loaded before a service that is started by its npm script (`node --import`): the settings of `.env` come with it. */
try {
  loadEnvFile(process.env, join(import.meta.dirname, ".."));
} catch (error) {
  // A start that goes well need not load the words.
  const [{ describeError }, { serviceLanguage }] = await Promise.all([
    import("@billferry/contracts/fault"),
    import("@billferry/contracts/language"),
  ]);
  process.stderr.write(`${describeError(error, serviceLanguage(process.env))}\n`);
  process.exit(78);
}
