import { join } from "node:path";

import { execa } from "execa";

const BENCH = join(import.meta.dirname, "..");

/** The figures that a measurement with a command line of its own prints as one line of JSON. */
export async function runScript(file: string, args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await execa(process.execPath, [join(BENCH, file), ...args], {
    stdin: "ignore",
    stderr: "inherit",
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;
}

/** Numbers within numbers by their path: `rssMiB loader`. */
export function flatten(figures: Readonly<Record<string, unknown>>, before = ""): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(figures).flatMap(([name, value]) => {
      if (typeof value === "number") return [[`${before}${name}`, value] as const];
      if (typeof value !== "object" || value === null) return [];
      return Object.entries(flatten(value as Record<string, unknown>, `${before}${name} `));
    }),
  );
}
