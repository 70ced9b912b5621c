import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Language } from "@billferry/contracts";
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
  const schema = join(ROOT, "schemes", "scheme.schema.json");
  const operations = join(ROOT, "libs", "console-page", "src", "api", "operations.ts");
  const errors = join(ROOT, "docs", "en", "errors.md");
  const [chineseErrors = "", englishErrors = ""] = await Promise.all(
    [join(ROOT, "docs", "errors.md"), errors].map((path) => readFile(path, "utf8")),
  );
  return [
    { path: errors, content: await format(errors, renderEnglishErrors(chineseErrors, englishErrors)) },
    { path: operations, content: await format(operations, await renderApiClient(operations)) },
    { path: schema, content: await format(schema, JSON.stringify(toJsonSchema(), null, 2)) },
    ...(await generatePages("zh", join(ROOT, "docs"))),
    ...(await generatePages("en", join(ROOT, "docs", "en"))),
    { path: join(ROOT, ".env.example"), content: renderEnvExample() },
  ];
}

/** Pages with a part that is made from the code, and what people wrote around it; the targets are all made. */
async function generatePages(language: Language, folder: string): Promise<readonly GeneratedFile[]> {
  const renders = {
    "configuration.md": renderPage,
    "operations.md": renderOperations,
    "job-lifecycle.md": renderLifecycle,
    "targets.md": (_page: string, reader: Language) => renderTargets(reader),
  };
  return Promise.all(
    Object.entries(renders).map(async ([name, render]) => {
      const path = join(folder, name);
      return { path, content: await format(path, render(await readFile(path, "utf8"), language)) };
    }),
  );
}

async function format(path: string, input: string): Promise<string> {
  const options = { cwd: ROOT, preferLocal: true, localDir: ROOT, input, stripFinalNewline: false };
  return (await execa("oxfmt", ["--stdin-filepath", path], options)).stdout;
}
