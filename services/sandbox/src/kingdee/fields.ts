import type { Column, Field } from "./column.ts";
import { ENTRY_FIELDS } from "./entry-fields.ts";
import { HEAD_FIELDS } from "./head-fields.ts";

export const FORM_ID = "SAL_OUTSTOCK";

const FIELDS: ReadonlyMap<string, Field> = new Map(
  [...HEAD_FIELDS, ...ENTRY_FIELDS].map((field) => [field.column.key.toLowerCase(), field]),
);

/**
 * The column of a key, in whatever case (vendor notes 3.6: clients in the wild use several), or undefined where the
 * form has none.
 */
export function findColumn(key: string): Column | undefined {
  const [name = "", property, ...rest] = key.toLowerCase().split(".");
  const field = FIELDS.get(name);
  if (property === undefined) return field?.column;
  return rest.length === 0 ? field?.properties.get(property) : undefined;
}
