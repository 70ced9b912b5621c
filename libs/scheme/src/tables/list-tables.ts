import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describeHandEdit } from "../core/table-register.ts";
import type { TableKind } from "../core/table-rows.ts";
import { parseDefinition } from "../load-scheme.ts";
import { folderOf, readHandEdits, readRegister, type SchemePlace } from "./kept-tables.ts";
import { findUnitTables } from "./read-tables.ts";

/** A table's file, and which schemes use it under which names. */
export interface TableFile {
  /** As schemes name it: relative to their folder. */
  readonly file: string;
  readonly kind: TableKind;
  readonly uses: readonly { readonly scheme: string; readonly table: string }[];
}

/** The code tables of these schemes, each file once. A scheme that cannot be read, which others tell, has none. */
export function listTableFiles(place: SchemePlace, schemes: readonly string[]): readonly TableFile[] {
  const uses = schemes.flatMap((scheme) => {
    const definition = readDefinition(place, scheme);
    const units = definition === undefined ? new Set<string>() : findUnitTables(definition);
    return Object.entries(definition?.tables ?? {}).map(([table, file]) => ({
      file,
      kind: units.has(table) ? ("units" as const) : ("codes" as const),
      use: { scheme, table },
    }));
  });
  return [...Map.groupBy(uses, ({ file }) => file)].map(([file, all]) => ({
    file,
    kind: all[0]?.kind ?? "codes",
    uses: all.map(({ use }) => use),
  }));
}

/** What a person should know of a scheme's tables, in Chinese: what is edited by hand and not used. */
export function tellTableTrouble(place: SchemePlace, scheme: string): readonly string[] {
  const read = readRegister(place);
  if ("problem" in read) return [`${read.path} ${read.problem}`];
  const files = new Set(listTableFiles(place, [scheme]).map(({ file }) => file));
  return readHandEdits(place, read.register)
    .filter(({ file }) => files.has(file))
    .map(describeHandEdit);
}

function readDefinition(place: SchemePlace, scheme: string) {
  try {
    const parsed = parseDefinition(readFileSync(join(folderOf(place), `${scheme}.yaml`), "utf8"));
    return "definition" in parsed ? parsed.definition : undefined;
  } catch {
    return undefined;
  }
}
