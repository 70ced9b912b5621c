import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";

import { Fault } from "@billferry/contracts/fault";

/**
 * Adds the settings of `.env` in a folder, or of the file that `ENV_FILE` names, to an environment. What stands in the
 * environment already wins, also where one of the two names a file of a secret and the other the secret itself. Values
 * are taken as they stand: nothing is expanded.
 */
export function loadEnvFile(env: NodeJS.ProcessEnv, folder: string): void {
  const named = env["ENV_FILE"];
  const path = resolve(folder, named || ".env");
  const text = readText(path, Boolean(named));
  if (text === undefined) return;
  const isGiven = new Set(Object.keys(env));
  const isSet = new Set(Object.keys(env).filter((name) => env[name] !== ""));
  for (const [name, value] of Object.entries(parseEnv(text)))
    if (!isGiven.has(name) && !isSet.has(otherForm(name))) env[name] = value;
}

/** `X` for `X_FILE`, and `X_FILE` for `X`. */
function otherForm(name: string): string {
  return name.endsWith("_FILE") ? name.slice(0, -"_FILE".length) : `${name}_FILE`;
}

function readText(path: string, isNamed: boolean): string | undefined {
  try {
    // Windows' editor begins a file with a mark that would become a part of the first name.
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    if (!isNamed && (cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Fault("CONFIG_INVALID", `${isNamed ? "ENV_FILE" : ".env"}:无法读取文件 ${JSON.stringify(path)}`, {
      cause,
    });
  }
}
