import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { generateFiles } from "./generated-files.ts";
import { FRONT_PAGES, renderSamples, takeSamples } from "./samples.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/**
 * `npm run docs`: writes the documents that are made from the code anew; with `--samples` also what the front pages
 * show.
 */
for (const { path, content } of await generateFiles()) await writeFile(path, content);
if (process.argv.includes("--samples")) {
  const samples = await takeSamples();
  for (const name of FRONT_PAGES) {
    const path = join(ROOT, name);
    await writeFile(path, renderSamples(await readFile(path, "utf8"), samples));
  }
}
