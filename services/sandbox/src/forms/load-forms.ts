import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { baseField, enumField, flexField, plainField, type Column, type Field, type Value } from "../kingdee/column.ts";
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
    if (form === undefined) throw new Error(`There is no form ${id}; known: ${[...forms.keys()].join(", ")}`);
    return form;
  });
}

function listFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((name) => join(folder, name));
}

function readForm(path: string): Form {
  const parsed = formFile.safeParse(parse(readFileSync(path, "utf8")));
  if (!parsed.success) throw new Error(`${path}:\n${z.prettifyError(parsed.error)}`);
  return toForm(parsed.data);
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
