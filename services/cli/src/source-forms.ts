import { resolve } from "node:path";

import type { Environment } from "@billferry/settings";
import { checkForms, SandboxProblem } from "@billferry/sandbox";
import { loadScheme } from "@billferry/scheme";

import { CommandEnd, EXIT } from "./command-end.ts";
import { schemePlace } from "./schemes.ts";

/** The sandbox's settings by which it has the Kingdee forms of these schemes; ends the command where it cannot. */
export function formSettings(schemes: readonly string[], env: Environment): Environment {
  const place = schemePlace(env);
  const forms = [...new Set(schemes.map((name) => loadScheme(place, name).definition.source.form))];
  const formFolder = env["SANDBOX_FORM_DIR"] ? resolve(env["SANDBOX_FORM_DIR"]) : undefined;
  try {
    checkForms(forms, formFolder);
  } catch (error) {
    throw error instanceof SandboxProblem ? new CommandEnd(EXIT.usage, error.message, { cause: error }) : error;
  }
  return { SANDBOX_FORMS: forms.join(","), SANDBOX_FORM_DIR: formFolder };
}
