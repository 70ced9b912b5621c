import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { mutateLua } from "./lua-mutants.ts";
import { nameMutants, type Mutant } from "./mutant.ts";
import { ROOT } from "./root.ts";
import { mutateTypeScript } from "./typescript-mutants.ts";

/** Sources, and the tests that have to notice a mistake in them. */
interface Target {
  readonly part: "gate" | "ledger" | "planner" | "watermark";
  readonly files: readonly string[];
  readonly guards: readonly string[];
}

/** All Lua files in a folder and below. */
function luaOf(folder: string): readonly string[] {
  return globSync(`${folder}/**/*.lua`, { cwd: ROOT }).toSorted();
}

const TARGETS: readonly Target[] = [
  {
    part: "ledger",
    files: [
      ...luaOf("libs/ledger/src/commands"),
      "libs/ledger/src/core/transitions.ts",
      "libs/ledger/src/core/codec.ts",
      "libs/ledger/src/core/keys.ts",
    ],
    guards: ["libs/ledger/test/"],
  },
  {
    part: "gate",
    files: luaOf("libs/call-gate/src/commands"),
    guards: ["libs/call-gate/test/"],
  },
  {
    part: "planner",
    files: ["plan", "knowledge", "inventory", "doubt", "verdict"].map((name) => `services/loader/src/core/${name}.ts`),
    guards: ["plan", "inventory", "doubts"].map((name) => `services/loader/test/${name}`),
  },
  {
    part: "planner",
    files: ["comparison", "evidence", "found-order"].map((name) => `libs/found-order/src/${name}.ts`),
    guards: ["libs/found-order/test/"],
  },
  {
    part: "watermark",
    files: ["window", "sweep", "standing"].map((name) => `services/extractor/src/core/${name}.ts`),
    guards: ["window", "sweep", "standing"].map((name) => `services/extractor/test/${name}`),
  },
  {
    part: "watermark",
    files: ["paging", "plan-reading", "content-hash"].map((name) => `libs/bill-reader/src/core/${name}.ts`),
    guards: ["libs/bill-reader/test/core/"],
  },
];

/** A source with all its mutants. */
export interface MutatedFile {
  readonly file: string;
  readonly guards: readonly string[];
  readonly mutants: readonly Mutant[];
}

/** The targets whose path contains `pattern`, with their mutants. */
export async function listMutants(pattern: string): Promise<readonly MutatedFile[]> {
  const wanted = TARGETS.flatMap(({ files, guards }) => files.map((file) => ({ file, guards })));
  return Promise.all(
    wanted
      .filter(({ file }) => file.includes(pattern))
      .map(async (each) => ({ ...each, mutants: await mutate(each.file) })),
  );
}

async function mutate(file: string): Promise<readonly Mutant[]> {
  const path = join(ROOT, file);
  const text = await readFile(path, "utf8");
  if (file.endsWith(".lua")) return nameMutants(file, text, mutateLua(text));
  return nameMutants(file, text, await mutateTypeScript(file, text));
}
