import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Fault, findField, hashText, TARGET_INTERFACES } from "@billferry/contracts";
import { parse as parseCsv } from "csv-parse/sync";
import { LineCounter, parseDocument } from "yaml";

import { schemeDefinition, type CodeTable, type Scheme, type SchemeDefinition } from "./core/definition.ts";
import { mappedFields } from "./core/fields.ts";

/**
 * Reads `<folder>/<name>.yaml` and its code tables. A broken scheme is a Fault `SCHEME_INVALID` that lists every problem
 * with file and line; no service starts on one.
 */
export function loadScheme(folder: string, name: string): Scheme {
  const path = join(folder, `${name}.yaml`);
  const text = readText(path);
  const definition = parseDefinition(path, text);
  if (definition.name !== name) throw invalid([`${path}:name 应为 ${name},实际为 ${definition.name}`]);
  checkFields(path, definition);
  const tables: Record<string, CodeTable> = {};
  const sources = [text];
  for (const [tableName, file] of Object.entries(definition.tables)) {
    const tablePath = join(folder, file);
    const content = readText(tablePath);
    tables[tableName] = parseTable(tablePath, content);
    sources.push(content);
  }
  checkTables(path, definition, tables);
  return {
    definition,
    target: TARGET_INTERFACES[definition.target.interface],
    tables,
    version: hashText(JSON.stringify(sources)).slice(0, 12),
  };
}

function parseDefinition(path: string, text: string): SchemeDefinition {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    throw invalid(document.errors.map((error) => `${path}:${lines.linePos(error.pos[0]).line} ${error.message}`));
  const parsed = schemeDefinition.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.map((issue) => {
      const node = document.getIn(
        issue.path.filter((part) => typeof part !== "symbol"),
        true,
      ) as { range?: [number] } | undefined;
      const line = node?.range ? lines.linePos(node.range[0]).line : 1;
      return `${path}:${line} ${issue.path.join(".")}:${issue.message}`;
    }),
  );
}

/** A misspelt field must not wait for the first bill to be found. Merchants' own fields (`F_…`) are let through; Kingdee
 *  itself refuses them where they do not exist. */
function checkFields(path: string, definition: SchemeDefinition): void {
  let names: readonly string[];
  try {
    names = mappedFields(definition);
  } catch (error) {
    throw invalid([`${path}:模板无法解析:${error instanceof Error ? error.message : String(error)}`]);
  }
  const unknown = names.filter((name) => findField(name) === undefined && !/^F[_A-Za-z0-9.]+$/.test(name));
  if (unknown.length > 0) throw invalid(unknown.map((name) => `${path}:未知字段 ${name}`));
}

function checkTables(path: string, definition: SchemeDefinition, tables: Readonly<Record<string, CodeTable>>): void {
  const used = [...Object.values(definition.order), ...Object.values(definition.line)].flatMap((value) =>
    typeof value === "object" && "lookup" in value ? [value.lookup] : [],
  );
  const missing = used.filter((name) => tables[name] === undefined);
  if (missing.length > 0) throw invalid(missing.map((name) => `${path}:tables 中没有对照表 ${name}`));
}

function parseTable(path: string, content: string): CodeTable {
  let rows: string[][];
  try {
    rows = parseCsv(content, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: false });
  } catch (error) {
    throw invalid([`${path}:${error instanceof Error ? error.message : String(error)}`]);
  }
  const [header, ...body] = rows;
  if (header?.[0] !== "kingdee" || header[1] !== "wangdiantong")
    throw invalid([`${path}:1 首行应为 kingdee,wangdiantong`]);
  const table = new Map<string, string>();
  const lineOf = new Map<string, number>();
  for (const [index, [from = "", to = ""]] of body.entries()) {
    const line = index + 2;
    if (from === "" || to === "") throw invalid([`${path}:${line} 编码不能为空`]);
    if (table.has(from)) throw invalid([`${path}:${line} ${from} 与第 ${lineOf.get(from)} 行重复`]);
    table.set(from, to);
    lineOf.set(from, line);
  }
  return table;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Fault("SCHEME_INVALID", `无法读取 ${path},请核对 SCHEME_DIR`, { cause });
  }
}

function invalid(problems: readonly string[]): Fault {
  return new Fault("SCHEME_INVALID", `\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
}
