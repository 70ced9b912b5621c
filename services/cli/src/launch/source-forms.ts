import type { Environment } from "@billferry/runtime";
import { loadScheme } from "@billferry/scheme";

import { schemeFolder } from "../schemes.ts";

/** The Kingdee forms that these schemes read. */
export function sourceForms(schemes: readonly string[], env: Environment): readonly string[] {
  const folder = schemeFolder(env);
  return [...new Set(schemes.map((name) => loadScheme(folder, name).definition.source.form))];
}
