import { join } from "node:path";

import { execa } from "execa";

const BENCH = join(import.meta.dirname, "..");

/** The figures that a measurement with a command line of its own prints as one line of JSON. */
export async function runScript(file: string, args: readonly string[]): Promise<unknown> {
  const command = [join(BENCH, file), ...args];
  const { stdout } = await execa(process.execPath, command, { stdin: "ignore", stderr: "inherit" });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}
