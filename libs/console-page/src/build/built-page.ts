import { createHash } from "node:crypto";
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";

import { CACHE, LOCK_FILE, PLACE, readSource } from "@billferry/launch/assembly";

/** Every built page; may be deleted at any time. */
export const BUILT_PAGES = join(CACHE, "console");

/** Run with Node, it builds the page where none is fresh. */
export const PAGE_BUILDER = join(import.meta.dirname, "build-page.ts");

/** Of what the page is made: the package's own files, but no tests, and the words of states that everybody uses. */
export const PAGE_SOURCES = [
  "libs/console-page/{index.html,package.json,public/**,src/**}",
  "libs/audit/src/core/acts.ts",
  "libs/desk/src/core/bulk-act.ts",
  "libs/desk/src/core/shown-state.ts",
  "libs/ledger/src/core/state-words.ts",
  "libs/contracts/src/cover.ts",
  "libs/contracts/src/fault-words.ts",
  "libs/contracts/src/queue-name.ts",
] as const;

/**
 * Where the page lies that is made of exactly what is there: its name is a sum over the sources and the packages
 * installed. Contents and not times, which the layers of an image round.
 */
export function freshFolder(): string {
  const sum = createHash("sha256");
  const files = globSync(PAGE_SOURCES, { cwd: PLACE, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(PLACE.length + 1)).toSorted();
  for (const path of [...paths, LOCK_FILE]) sum.update(`\n${path}\n`).update(readSource(path));
  return join(BUILT_PAGES, sum.digest("hex").slice(0, 20));
}

/** The page, unless none has been built of what is there. */
export function findBuiltPage(): string | undefined {
  const folder = freshFolder();
  return existsSync(join(folder, "index.html")) ? folder : undefined;
}
