import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Fault, hashText, isAccountField, TARGET_INTERFACES } from "@billferry/contracts";
import type { z } from "zod";

import { schemeDefinition, type SchemeDefinition } from "./core/definition.ts";
import type { Scheme } from "./core/scheme.ts";
import { openFieldTable, type FieldTable } from "./core/field-table.ts";
import { mappedFields } from "./core/fields.ts";
import { suggest } from "./core/suggest.ts";
import { valueFields } from "./core/value.ts";
import { formatProblem, type FileProblem } from "./file-problem.ts";
import { readYaml, type Locate } from "./read-yaml.ts";
import { folderOf, type SchemePlace } from "./tables/kept-tables.ts";
import { loadTableFiles, parseTableFiles } from "./tables/read-tables.ts";

export type SchemeRead =
  | {
      readonly scheme: Scheme;
      readonly locate: Locate;
      readonly path: string;
      /** What wants a look in the code tables. */
      readonly doubts: readonly FileProblem[];
    }
  | { readonly problems: readonly FileProblem[] };

/** Reads `<folder>/<name>.yaml` and its code tables. A broken scheme is a Fault `SCHEME_INVALID` that lists every
 *  problem with file and line; no service starts on one. */
export function loadScheme(place: SchemePlace, name: string): Scheme {
  const read = readScheme(place, name);
  if ("scheme" in read) return read.scheme;
  throw new Fault("SCHEME_INVALID", `\n${read.problems.map((problem) => `  - ${formatProblem(problem)}`).join("\n")}`);
}

/** The same, with all problems as a value, and where each setting stands in the file. */
export function readScheme(place: SchemePlace, name: string): SchemeRead {
  const path = join(folderOf(place), `${name}.yaml`);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return { problems: [{ path, line: 0, text: "无法读取,请核对 SCHEME_DIR 与方案名" }] };
  }
  return readSchemeText(place, name, text);
}

/** The same of a text that is not saved yet. */
export function readSchemeText(place: SchemePlace, name: string, text: string): SchemeRead {
  const path = join(folderOf(place), `${name}.yaml`);
  const parsed = parseDefinition(text);
  if ("problems" in parsed) return { problems: parsed.problems.map((problem) => ({ path, ...problem })) };
  const { definition, locate } = parsed;
  const fields = openFieldTable(definition.source);
  const wrongName =
    definition.name === name
      ? []
      : [{ path, line: locate(["name"]), text: `name 应为 ${name},实际为 ${definition.name}` }];
  const problems = [...wrongName, ...checkFields(path, { definition, fields, locate }), ...checkTables(path, parsed)];
  const tables = parseTableFiles(loadTableFiles(place, definition), definition);
  if ("problems" in tables) return { problems: [...problems, ...tables.problems] };
  if (problems.length > 0) return { problems };
  const scheme: Scheme = {
    definition,
    target: TARGET_INTERFACES[definition.target.interface],
    fields,
    version: hashText(text).slice(0, 12),
    tables: tables.tables,
  };
  return { scheme, locate, path, doubts: tables.doubts };
}

/** The text of a scheme file as a definition, or everything that is wrong with it by line. Total: any text is taken. */
export function parseDefinition(
  text: string,
):
  | { readonly definition: SchemeDefinition; readonly locate: Locate }
  | { readonly problems: readonly { readonly line: number; readonly text: string }[] } {
  const read = readYaml(text);
  if ("problems" in read) return read;
  const { value, locate } = read;
  const parsed = schemeDefinition.safeParse(value);
  if (!parsed.success)
    return {
      problems: parsed.error.issues.map((issue) => {
        const path = issue.path.filter((part) => typeof part !== "symbol");
        return { line: locate(path), text: `${path.join(".") || "(文件)"}:${explain(issue)}` };
      }),
    };
  const broken = findBrokenTemplates(parsed.data, locate);
  return broken.length > 0 ? { problems: broken } : { definition: parsed.data, locate };
}

const TOP_KEYS = Object.keys(schemeDefinition.shape);

function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    const known = issue.path.length === 0 ? TOP_KEYS : [];
    return issue.keys.map((key) => `未知的设置 ${key}${hintAt(suggest(key, known))}`).join(";");
  }
  if (issue.code === "invalid_type") return issue.input === undefined ? "未设置(必填)" : `应为 ${issue.expected}`;
  if (issue.code === "invalid_union") return "写法不符,可用的写法见 docs/scheme.md";
  return issue.message;
}

function findBrokenTemplates(
  { order, line }: SchemeDefinition,
  locate: Locate,
): readonly { readonly line: number; readonly text: string }[] {
  return Object.entries({ order, line }).flatMap(([level, values]) =>
    Object.entries(values).flatMap(([name, value]) => {
      try {
        valueFields(value);
        return [];
      } catch (error) {
        const text = `${level}.${name}:模板无法解析:${error instanceof Error ? error.message : String(error)}`;
        return [{ line: locate([level, name]), text }];
      }
    }),
  );
}

/** A misspelt field must not wait for the first bill. An account's own fields (`F_…`, `FAuxPropId_FF100001_…`) are let
 *  through; Kingdee itself refuses them where they do not exist. */
function checkFields(
  path: string,
  { definition, fields, locate }: { definition: SchemeDefinition; fields: FieldTable; locate: Locate },
): readonly FileProblem[] {
  const unknown = mappedFields(definition).filter((name) => fields.find(name) === undefined && !isAccountField(name));
  return unknown.map((name) => {
    const meant = suggest(name, fields.names);
    const hint = meant === undefined ? ",请在 source.fields 中声明" : hintAt(meant);
    return { path, line: locate(findPath(definition, name)), text: `未知字段 ${name}${hint}` };
  });
}

function hintAt(meant: string | undefined): string {
  return meant === undefined ? "" : `,是否为 ${meant}?`;
}

/** Where a field is named first. */
function findPath(definition: SchemeDefinition, name: string): readonly (string | number)[] {
  for (const level of ["order", "line"] as const)
    for (const [parameter, value] of Object.entries(definition[level]))
      if (valueFields(value).includes(name)) return [level, parameter];
  if (definition.group_by.includes(name)) return ["group_by"];
  if (definition.lines.quantity === name) return ["lines", "quantity"];
  for (const list of ["only", "exclude"] as const) {
    const at = definition.bills[list].findIndex((rule) => rule.field === name);
    if (at >= 0) return ["bills", list, at];
  }
  return ["lines", "exclude", definition.lines.exclude.findIndex((rule) => rule.field === name)];
}

function checkTables(
  path: string,
  { definition, locate }: { definition: SchemeDefinition; locate: Locate },
): readonly FileProblem[] {
  const names = Object.keys(definition.tables);
  return (["order", "line"] as const).flatMap((level) =>
    Object.entries(definition[level]).flatMap(([parameter, value]) => {
      if (typeof value === "string") return [];
      const table = "lookup" in value ? value.lookup : "convert" in value ? value.convert : undefined;
      if (table === undefined || names.includes(table)) return [];
      const text = `tables 中没有对照表 ${table}${hintAt(suggest(table, names))}`;
      return [{ path, line: locate([level, parameter]), text }];
    }),
  );
}
