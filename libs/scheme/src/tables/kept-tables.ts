import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import {
  currentVersion,
  findHandEdits,
  NO_TABLES,
  tableRegister,
  type HandEdit,
  type TableRegister,
} from "../core/table-register.ts";

/** Where schemes lie; and where the console keeps the code tables that it has taken over, if it may have any. */
export type SchemePlace = string | { readonly folder: string; readonly tablesDir: string };

/** The folder of the schemes themselves. */
export function folderOf(place: SchemePlace): string {
  return typeof place === "string" ? place : place.folder;
}

/** What services are told of it by their settings. */
export function placeOf(settings: { readonly SCHEME_DIR: string; readonly TABLES_DIR: string }): SchemePlace {
  return { folder: settings.SCHEME_DIR, tablesDir: settings.TABLES_DIR };
}

export function registerPath(tablesDir: string): string {
  return join(tablesDir, "register.json");
}

/** A version's own file; its name is what it holds, so that it can be proved. */
export function versionPath(tablesDir: string, hash: string): string {
  return join(tablesDir, ".versions", `${hash}.csv`);
}

/** For people who look into the folder; never read as a table. */
export function copyPath(tablesDir: string, file: string): string {
  return join(tablesDir, file);
}

export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Nothing lies there: no file, or no folder for one, which is for whoever wants to write there to tell. */
const ABSENT: ReadonlySet<string | undefined> = new Set(["ENOENT", "ENOTDIR"]);

/** What the console keeps; nothing where it was never asked to. A problem where it cannot be read: nobody guesses. */
export function readRegister(
  place: SchemePlace,
): { readonly register: TableRegister } | { readonly path: string; readonly problem: string } {
  if (typeof place === "string") return { register: NO_TABLES };
  const path = registerPath(place.tablesDir);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code)) return { register: NO_TABLES };
    return { path, problem: `无法读取:${String(error)};对照表由控制台管理,请恢复该文件(TABLES_DIR)` };
  }
  try {
    return { register: tableRegister.parse(JSON.parse(text)) };
  } catch {
    return { path, problem: "内容已损坏;对照表由控制台管理,请从备份恢复该文件(TABLES_DIR)" };
  }
}

/** The bytes of a table's file, from whoever keeps it; undefined where they cannot be had as they were. */
export function readTableBytes(
  place: SchemePlace,
  register: TableRegister,
  file: string,
): { readonly path: string; readonly bytes: Uint8Array | undefined } {
  const version = currentVersion(register, file);
  if (typeof place === "string" || version === undefined) {
    const path = join(folderOf(place), file);
    return { path, bytes: readBytes(path) };
  }
  const bytes = readBytes(versionPath(place.tablesDir, version.hash));
  const isAsKept = bytes !== undefined && hashOf(bytes) === version.hash;
  return isAsKept
    ? { path: copyPath(place.tablesDir, file), bytes }
    : { path: versionPath(place.tablesDir, version.hash), bytes: undefined };
}

/** Files that say something else than the tables that hold, and of which nobody has said what is to become of them. */
export function readHandEdits(place: SchemePlace, register: TableRegister): readonly HandEdit[] {
  if (typeof place === "string") return [];
  const found = Object.keys(register.tables).flatMap((file) =>
    (["schemes", "copy"] as const).flatMap((where) => {
      const path = where === "schemes" ? join(place.folder, file) : copyPath(place.tablesDir, file);
      const bytes = readBytes(path);
      return bytes === undefined ? [] : [{ file, place: where, path, hash: hashOf(bytes) }];
    }),
  );
  return findHandEdits(register, found);
}

function readBytes(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
