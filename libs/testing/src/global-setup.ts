import { ensureServerBinary } from "@billferry/embedded-redis";

import { PROJECT_CACHE_DIR } from "./project-cache.ts";

/** Vitest's global setup: obtains a redis-server once, so that every test file merely starts it. */
export async function setup(): Promise<void> {
  await ensureServerBinary({ cacheDir: PROJECT_CACHE_DIR, onChoice: (line) => process.stderr.write(`${line}\n`) });
}
