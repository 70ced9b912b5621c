import { globSync, renameSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, matchesGlob, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import { lockBuild, PLACE } from "@billferry/launch/assembly";

import { BUILT_PAGES, findBuiltPage, freshFolder, PAGE_SOURCES } from "./built-page.ts";

/**
 * Builds the page where none is fresh, each file with its compressed forms beside it. Run by `npm ci`, by the image,
 * and by the board that finds none.
 */
const PACKAGE = join(import.meta.dirname, "..", "..");
/** Below this a compressed form gains nothing. */
const SMALL_BYTES = 1_024;
/** What Chromium 111 and its like of March 2023 know. */
const OLDEST_BROWSERS = ["chrome111", "edge111", "firefox114", "safari16.4"];

async function build(): Promise<void> {
  const [{ build: bundle }, { default: react }] = await Promise.all([import("vite"), import("@vitejs/plugin-react")]);
  const folder = freshFolder();
  const building = join(BUILT_PAGES, "building", "page");
  await bundle({
    root: PACKAGE,
    configFile: false,
    logLevel: "warn",
    plugins: [
      react(),
      { name: "page-sources", load: { filter: { id: { exclude: /node_modules/ } }, handler: holdKnown } },
    ],
    build: {
      outDir: building,
      emptyOutDir: true,
      target: OLDEST_BROWSERS,
      chunkSizeWarningLimit: 1_000,
      reportCompressedSize: false,
      // An inlined picture would be a data: address within a stylesheet.
      assetsInlineLimit: 0,
    },
  });
  await Promise.all(
    globSync("**/*.{js,css,html,svg}", { cwd: building }).map(async (path) => compress(join(building, path))),
  );
  for (const old of globSync(join(BUILT_PAGES, "!(building)"))) rmSync(old, { recursive: true, force: true });
  renameSync(building, folder);
}

/** A source that freshness does not look at would be edited without any effect. */
function holdKnown(id: string): undefined {
  const path = relative(PLACE, id.replace(/\?.*$/, ""));
  if (path.startsWith("..") || id.startsWith("\0")) return;
  if (!PAGE_SOURCES.some((pattern) => matchesGlob(path, pattern))) throw new Error(`${path} is not in PAGE_SOURCES`);
}

async function compress(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < SMALL_BYTES) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, { params }),
    promisify(gzip)(content, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
}

process.once("SIGTERM", () => process.exit(1));
// React and vite read it; a test's own value would make a page for developers.
process.env["NODE_ENV"] = "production";
const unlock = findBuiltPage() === undefined ? lockBuild(BUILT_PAGES) : undefined;
if (unlock !== undefined) {
  process.once("exit", unlock);
  await build();
}
