import { join, resolve } from "node:path";

import { SHIPPED_SCHEME } from "@billferry/contracts";
import type { Environment } from "@billferry/settings";
import { listSchemes, type SchemePlace } from "@billferry/scheme";
import { dataDir, ROOT } from "@billferry/supervisor";

import { CommandEnd, EXIT } from "./command-end.ts";
import { say } from "./say.ts";

export interface SchemeChoice {
  readonly scheme?: string;
}

export const schemeOption = (): [flags: string, help: string] => [
  "--scheme <name>",
  say({ zh: "集成方案;默认为 SCHEMES 所列的全部", en: "scheme; by default all that SCHEMES lists" }),
];

export function schemeFolder(env: Environment): string {
  return env["SCHEME_DIR"] ? resolve(env["SCHEME_DIR"]) : resolve(ROOT, "schemes");
}

/** Schemes with the code tables that hold: the console's, where it has taken them over. */
export function schemePlace(env: Environment): SchemePlace {
  const tablesDir = env["TABLES_DIR"] ? resolve(env["TABLES_DIR"]) : join(dataDir(env), "tables");
  return { folder: schemeFolder(env), tablesDir };
}

/** The schemes that a command is about: the chosen one, or all that run. */
export function chosenSchemes({ scheme }: SchemeChoice, env: Environment): readonly string[] {
  return listSchemes(schemeFolder(env), scheme ?? (env["SCHEMES"] || SHIPPED_SCHEME));
}

/** All that there are files of; a folder that cannot be read is told by the commands that need it. */
export function knownSchemes(env: Environment): readonly string[] {
  try {
    return listSchemes(schemeFolder(env), "all");
  } catch {
    return [SHIPPED_SCHEME];
  }
}

/** The schemes that the services run, where the settings say it. */
export function runningSchemes(env: Environment): readonly string[] {
  return env["SCHEMES"] ? listSchemes(schemeFolder(env), env["SCHEMES"]) : [];
}

/** The one scheme of a command that can have but one. */
export function singleScheme(choice: SchemeChoice, env: Environment): string {
  const [first, ...more] = chosenSchemes(choice, env);
  if (first === undefined || more.length > 0)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `运行着多个方案(${[first, ...more].join("、")}),请以 --scheme 指定一个`,
        en: `several schemes are running (${[first, ...more].join(", ")}): choose one with --scheme`,
      }),
    );
  return first;
}

/** One scheme's answer is printed as it is; several as one JSON object by their names, or under a heading each. */
export function printEach<Result>(
  results: ReadonlyMap<string, Result>,
  json: boolean | undefined,
  format: (result: Result) => string,
): string {
  const [only] = results.values();
  if (results.size === 1) return json ? JSON.stringify(only) : format(only as Result);
  if (json) return JSON.stringify({ schemes: Object.fromEntries(results) });
  return [...results]
    .map(([name, result]) =>
      say({ zh: `── 方案 ${name} ──\n${format(result)}`, en: `── scheme ${name} ──\n${format(result)}` }),
    )
    .join("\n");
}

export async function askEach<Result>(
  names: readonly string[],
  ask: (name: string) => Promise<Result>,
): Promise<ReadonlyMap<string, Result>> {
  const results = new Map<string, Result>();
  for (const name of names) results.set(name, await ask(name));
  return results;
}
