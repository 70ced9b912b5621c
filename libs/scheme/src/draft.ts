import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Fault } from "@billferry/contracts";

import type { FormInfo } from "./core/draft-form.ts";
import type { DraftAsked } from "./core/draft-parameter.ts";
import { draftScheme, type SchemeDraft } from "./core/draft-scheme.ts";
import type { Scheme } from "./core/scheme.ts";
import { readSchemeText } from "./load-scheme.ts";
import { folderOf, type SchemePlace } from "./tables/kept-tables.ts";

const SHARED_TABLES = { warehouses: "tables/warehouses.csv", carriers: "tables/carriers.csv" } as const;

/** A first scheme of a form, with the code tables that lie in the folder. Nothing is written. */
export function draftFor(place: SchemePlace, info: FormInfo, asked: Omit<DraftAsked, "tables">): SchemeDraft {
  const tables = Object.fromEntries(
    Object.entries(SHARED_TABLES).filter(([, file]) => existsSync(join(folderOf(place), file))),
  );
  return draftScheme(info, { ...asked, tables });
}

/** A text as the scheme that it would be, to be tried before it is saved; undefined where it does not load. */
export function readDraft(place: SchemePlace, name: string, text: string): Scheme | undefined {
  const read = readSchemeText(place, name, text);
  return "scheme" in read ? read.scheme : undefined;
}

export type SavedScheme =
  | { readonly kind: "saved" | "exists"; readonly path: string }
  | { readonly kind: "read-only"; readonly path: string; readonly reason: string };

const REFUSED: ReadonlySet<string | undefined> = new Set(["EROFS", "EACCES", "EPERM", "ENOENT", "ENOSPC"]);

/** Puts a new scheme into the folder; one that lies there is never written over. */
export function saveScheme(place: SchemePlace, name: string, text: string): SavedScheme {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) throw new Fault("SCHEME_INVALID", `name=${JSON.stringify(name)}`);
  const path = join(folderOf(place), `${name}.yaml`);
  try {
    writeFileSync(path, text, { flag: "wx" });
    return { kind: "saved", path };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return { kind: "exists", path };
    if (REFUSED.has(code)) return { kind: "read-only", path, reason: code ?? "" };
    throw error;
  }
}
