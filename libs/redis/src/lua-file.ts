import { readFileSync } from "node:fs";

/** The one place where Lua is read, so that a mutation run can put a mistake in its place. */
export function readLua(path: string): string {
  return readFileSync(path, "utf8");
}
