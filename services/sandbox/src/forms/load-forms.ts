import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { baseField, enumField, flexField, plainField, type Column, type Field, type Value } from "../kingdee/column.ts";
import { SandboxProblem } from "../sandbox-problem.ts";
import { formFile, type FieldLine, type FormFile } from "./form-file.ts";
import type { Form, FormField } from "./form.ts";
import { NAMERS, readerOf, specificationOf } from "./value-sources.ts";

/** Every form that the sandbox's Kingdee has, by its id. */
export type Forms = ReadonlyMap<string, Form>;

const OWN_FOLDER = join(import.meta.dirname, "..", "..", "forms");

/** Reads the sandbox's own forms and those of `folder`, which win; throws one error for each file that does not fit. */
export function loadForms(folder?: string): Forms {
  return new Map(
    [OWN_FOLDER, ...(folder === undefined ? [] : [folder])].flatMap(listFiles).map((path) => {
      const form = readForm(path);
      return [form.id, form];
    }),
  );
}

/** The forms that a list names; "all" names every one. Throws where there is none of a name. */
export function pickForms(forms: Forms, ids: readonly string[]): readonly Form[] {
  if (ids.includes("all")) return [...forms.values()];
  return [...new Set(ids)].map((id) => {
    const form = forms.get(id);
    if (form === undefined)
      throw new SandboxProblem(
        `沙箱没有表单 ${id}(现有 ${[...forms.keys()].join("、")})→ 以 SANDBOX_FORM_DIR 指定一个存放该表单 *.yaml 的文件夹`,
      );
    return form;
  });
}

/** Throws a `SandboxProblem` where the sandbox could not start with these forms. */
export function checkForms(ids: readonly string[], folder?: string): void {
  pickForms(loadForms(folder), ids);
}

function listFiles(folder: string): string[] {
  return readFolder(folder)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((name) => join(folder, name));
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new SandboxProblem(`SANDBOX_FORM_DIR:无法读取文件夹 ${JSON.stringify(folder)}`, { cause });
  }
}

function readForm(path: string): Form {
  const parsed = formFile.safeParse(readYaml(path));
  if (!parsed.success) throw new SandboxProblem(`${path}:\n${z.prettifyError(parsed.error)}`);
  return toForm(parsed.data);
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new SandboxProblem(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function toForm({ form: id, title, prefix, target, entry, bundles, extras, fields: lines }: FormFile): Form {
  const fields = lines.map(toField);
  const byKey = new Map(fields.map((field) => [field.column.key.toLowerCase(), field]));
  return {
    id,
    title,
    prefix,
    target,
    entry,
    hasBundles: bundles,
    extras: Object.entries(extras).map(([name, extra]) => ({ name, ...extra })),
    fields,
    findColumn: (key) => {
      const [name = "", ...properties] = key.toLowerCase().split(".");
      const field = byKey.get(name);
      return properties.length === 0 ? field?.column : field?.properties.get(properties.join("."));
    },
  };
}

function toField(line: FieldLine): FormField {
  return { ...buildField(line), level: line.level };
}

function buildField(line: FieldLine): Field {
  const { key, label, type } = line;
  const place = { key, label, level: line.level === "entry" ? "entry" : "head" } as const;
  const read = readValue(line);
  if (type === "enum") return enumField(place, read as (...row: Row) => string, line.captions ?? {});
  if (type === "flex") {
    const { part = "", names: list = "codes" } = line;
    return flexField(place, read as (...row: Row) => string | null, { part, nameOf: NAMERS[list] });
  }
  if (type !== "base") return plainField({ ...place, type, read });
  const { name, names, properties = ["FNumber", "FName"] } = line;
  const nameOf = (code: string): string => name ?? (names === undefined ? `${label}${code}` : NAMERS[names](code));
  return baseField(place, read as (...row: Row) => string | null, {
    nameOf,
    hasTextId: line.text_id ?? false,
    ...(properties.includes("FSpecification") ? { specificationOf } : {}),
  });
}

type Row = Parameters<Column["read"]>;

function readValue({ from, type, const: constant }: FieldLine): Column["read"] {
  if (from !== undefined) return readerOf(from);
  const value: Value =
    constant === undefined ? null : type === "boolean" || type === "id" ? constant : String(constant);
  return () => value;
}
