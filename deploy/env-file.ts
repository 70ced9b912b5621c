import { join } from "node:path";

import { loadEnvFile } from "@billferry/settings/env-file";

/** Loaded before a service that is started by its npm script (`node --import`): the settings of `.env` come with it. */
try {
  loadEnvFile(process.env, join(import.meta.dirname, ".."));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(78);
}
