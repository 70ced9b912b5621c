import { join } from "node:path";

/** The repository's `.cache`, where a downloaded redis-server is kept. */
export const PROJECT_CACHE_DIR = join(import.meta.dirname, "..", "..", "..", ".cache");
