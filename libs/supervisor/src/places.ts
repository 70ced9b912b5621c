import { join, resolve } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..", "..");

/** Where a downloaded redis-server is kept. */
export const CACHE_DIR = join(ROOT, ".cache");

/** Where `npm start` keeps its Redis, the sandbox's records and the logs. */
export function dataDir(env: NodeJS.ProcessEnv): string {
  return resolve(ROOT, env["DATA_DIR"] || ".data");
}
