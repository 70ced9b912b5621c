import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describeApi } from "@billferry/board/api";
import { execa } from "execa";

/** The page's data layer as orval makes it of the board's OpenAPI document: one function an operation. */
export async function renderApiClient(path: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "billferry-api-"));
  const [input, output, config] = ["openapi.json", "operations.ts", "orval.config.mjs"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  try {
    await writeFile(input, JSON.stringify(toNamedOperations(await describeApi())));
    await writeFile(config, `export default ${JSON.stringify({ api: orvalOptions(input, output) })};\n`);
    const localDir = join(import.meta.dirname, "..");
    await execa("orval", ["--config", config], { cwd: folder, preferLocal: true, localDir });
    const code = await readFile(output, "utf8");
    return `${HEADER}${code.replace(/from '[^']*\/ask[^']*'/, "from '../data/ask.ts'")}`;
  } catch (cause) {
    throw new Error(`${path} could not be made of the OpenAPI document`, { cause });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How the page asks, whatever is asked for. */
const ASK = join(import.meta.dirname, "..", "..", "libs", "console-page", "src", "data", "ask.ts");

const HEADER = `// Made by npm run docs from the board's OpenAPI document; whoever edits it is overwritten.
/* oxlint-disable */
`;

function orvalOptions(input: string, output: string): unknown {
  return {
    input: { target: input },
    output: {
      target: output,
      client: "fetch",
      mode: "single",
      urlEncodeParameters: true,
      override: {
        header: false,
        enumGenerationType: "union",
        mutator: { path: ASK, name: "ask" },
        fetch: { includeHttpResponseReturnType: false },
      },
    },
  };
}

interface Document {
  readonly paths: Record<string, Record<string, { operationId?: string }>>;
  readonly components: { schemas: Record<string, unknown> };
}

/**
 * Each operation gets the name of its address (`getBillsByNumber`); shapes that are told twice, as they come in and as
 * they go out, are the same here and told once.
 */
function toNamedOperations(api: unknown): Document {
  const text = JSON.stringify(api).replaceAll(/(#\/components\/schemas\/\w+?)Input"/g, '$1"');
  const document = JSON.parse(text) as Document;
  const { schemas } = document.components;
  for (const name of Object.keys(schemas)) if (name.endsWith("Input")) delete schemas[name];
  for (const [path, verbs] of Object.entries(document.paths))
    for (const [verb, operation] of Object.entries(verbs))
      operation.operationId = `${verb}${path.replace("/api/v1", "").replace(/\{(\w+)\}/g, "by-$1")}`.replace(
        /[/.-]+(\w)/g,
        (_, letter: string) => letter.toUpperCase(),
      );
  return document;
}
