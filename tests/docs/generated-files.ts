import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { toJsonSchema } from "@billferry/scheme";
import { execa } from "execa";

import { renderApiClient } from "./api-client.ts";
import { renderEnglishErrors } from "./english-errors.ts";
import { renderLifecycle } from "./lifecycle-page.ts";
import { renderOperations } from "./operations-page.ts";
import { renderTargets } from "./targets-page.ts";
import { renderEnvExample, renderPage } from "./settings-page.ts";

const ROOT = join(import.meta.dirname, "..", "..");

export interface GeneratedFile {
  readonly path: string;
  /** What it should hold. */
  readonly content: string;
}

/** The documents that are made from the code, formatted as they are kept. */
export async function generateFiles(): Promise<readonly GeneratedFile[]> {
  const page = join(ROOT, "docs", "configuration.md");
  const lifecycle = join(ROOT, "docs", "job-lifecycle.md");
  const running = join(ROOT, "docs", "operations.md");
  const schema = join(ROOT, "schemes", "scheme.schema.json");
  const operations = join(ROOT, "libs", "console-page", "src", "api", "operations.ts");
  const errors = join(ROOT, "docs", "en", "errors.md");
  const chineseErrors = await readFile(join(ROOT, "docs", "errors.md"), "utf8");
  const targets = join(ROOT, "docs", "targets.md");
  const englishTargets = join(ROOT, "docs", "en", "targets.md");
  return [
    { path: errors, content: await format(errors, renderEnglishErrors(chineseErrors)) },
    { path: targets, content: await format(targets, renderTargets("zh")) },
    { path: englishTargets, content: await format(englishTargets, renderTargets("en")) },
    { path: operations, content: await format(operations, await renderApiClient(operations)) },
    { path: schema, content: await format(schema, JSON.stringify(toJsonSchema(), null, 2)) },
    { path: lifecycle, content: await format(lifecycle, renderLifecycle(await readFile(lifecycle, "utf8"))) },
    { path: running, content: await format(running, renderOperations(await readFile(running, "utf8"))) },
    { path: page, content: await format(page, renderPage(await readFile(page, "utf8"))) },
    { path: join(ROOT, ".env.example"), content: renderEnvExample() },
  ];
}

async function format(path: string, input: string): Promise<string> {
  const options = { cwd: ROOT, preferLocal: true, localDir: ROOT, input, stripFinalNewline: false };
  return (await execa("oxfmt", ["--stdin-filepath", path], options)).stdout;
}
