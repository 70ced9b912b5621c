import { join } from "node:path";

import { execa } from "execa";

import type { Environment } from "./replica.ts";

const ROOT = join(import.meta.dirname, "..", "..");

export interface CliEnd {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** The command line as an operator uses it; never throws for an exit code. */
export async function runCli(args: readonly string[], env: Environment): Promise<CliEnd> {
  const launcher = join(ROOT, "services/cli/bin/billferry.js");
  const end = await execa(process.execPath, [launcher, ...args], {
    env: { ENV_FILE: "/dev/null", ...env },
    cwd: ROOT,
    reject: false,
    stdin: "ignore",
  });
  return { stdout: end.stdout, stderr: end.stderr, exitCode: end.exitCode ?? 1 };
}
