import { hashText } from "@billferry/contracts";

import type { SchemeDefinition } from "../core/definition.ts";
import type { TableSet } from "../core/scheme.ts";
import { readCodeTable, readUnitTable, type TableProblem } from "../core/table-rows.ts";
import type { FileProblem } from "../file-problem.ts";
import { readRegister, readTableBytes, type SchemePlace } from "./kept-tables.ts";
import { readCsv } from "./read-csv.ts";

/** The bytes of all tables of a scheme, by the name of the table. */
export type TableFiles = Readonly<
  Record<string, { readonly path: string; readonly bytes: Uint8Array | undefined; readonly problem?: string }>
>;

/** All tables, with what wants a look in them; or what keeps one of them from being read. */
export type TablesRead =
  | { readonly tables: TableSet; readonly doubts: readonly FileProblem[] }
  | { readonly problems: readonly FileProblem[] };

const MOST_PROBLEMS = 20;

/** Reads the files as they are now, each from whoever keeps it; one that cannot be read has no bytes. */
export function loadTableFiles(place: SchemePlace, definition: SchemeDefinition): TableFiles {
  const read = readRegister(place);
  return Object.fromEntries(
    Object.entries(definition.tables).map(([name, file]) => [
      name,
      "problem" in read ? { ...read, bytes: undefined } : readTableBytes(place, read.register, file),
    ]),
  );
}

/** All tables or none: every problem is told with file and line. */
export function parseTableFiles(files: TableFiles, definition: SchemeDefinition): TablesRead {
  const unitTables = findUnitTables(definition);
  const codes: Record<string, Map<string, string>> = {};
  const units: Record<string, Map<string, never>> = {};
  const problems: FileProblem[] = [];
  const doubts: FileProblem[] = [];
  for (const [name, { path, bytes, problem }] of Object.entries(files)) {
    if (bytes === undefined) {
      problems.push({ path, line: 0, text: problem ?? "无法读取" });
      continue;
    }
    const csv = readCsv(bytes);
    const read = "problems" in csv ? csv : unitTables.has(name) ? readUnitTable(csv.rows) : readCodeTable(csv.rows);
    if ("problems" in read) {
      problems.push(...describe(path, read.problems));
      continue;
    }
    doubts.push(...describe(path, read.doubts));
    (unitTables.has(name) ? units : codes)[name] = read.table as never;
  }
  return problems.length > 0 ? { problems } : { tables: { codes, units, version: versionOf(files) }, doubts };
}

/** The tables that convert units; all others turn codes into codes. */
export function findUnitTables({ order, line }: SchemeDefinition): ReadonlySet<string> {
  return new Set(
    [...Object.values(order), ...Object.values(line)].flatMap((value) =>
      typeof value === "object" && "convert" in value ? [value.convert] : [],
    ),
  );
}

/** Over the bytes of all files, in the order of their names. */
export function versionOf(files: TableFiles): string {
  const contents = Object.entries(files)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { bytes }]) => [name, bytes === undefined ? null : Buffer.from(bytes).toString("base64")]);
  return hashText(JSON.stringify(contents)).slice(0, 8);
}

function describe(path: string, problems: readonly TableProblem[]): readonly FileProblem[] {
  const shown = problems.slice(0, MOST_PROBLEMS).map(({ line, text }) => ({ path, line, text }));
  const more = problems.length - MOST_PROBLEMS;
  return more > 0 ? [...shown, { path, line: 0, text: `另有 ${more} 处` }] : shown;
}
