import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a program lies on PATH; undefined where this machine has none. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Why a test of theirs is skipped. */
export const WITHOUT_PROMETHEUS = "没有 promtool 与 prometheus:apt-get install prometheus";
