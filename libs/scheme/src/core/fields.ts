import { KINGDEE_FIELDS, requestFields } from "@billferry/contracts";

import type { Scheme, SchemeDefinition } from "./definition.ts";
import { templateFields } from "./template.ts";

/** Fields that the job itself stands on, whatever a mapping says. */
const ESSENTIAL = [
  "FID",
  "FBillNo",
  "FEntity_FEntryID",
  "FEntity_FSeq",
  "FApproveDate",
  "FDocumentStatus",
  "FCancelStatus",
] as const;

/** What to ask Kingdee for. `needed` fields can not be done without; the others are dropped where a tenant of another
 *  version does not know them, because one unknown key fails the whole query (vendor notes 3.3). */
export interface FieldSelection {
  readonly names: readonly string[];
  readonly needed: ReadonlySet<string>;
}

/**
 * The fields of a scheme: the essential ones, all that its mapping uses, and the document's request table. Personal
 * fields are among them only where the mapping uses them or `personal_data: keep` is set.
 */
export function selectFields({ definition }: Scheme): FieldSelection {
  const mapped = mappedFields(definition);
  // The product type is a safeguard that old versions lack; a merchant's own rule field is needed.
  const optional = new Set(["FRowType"]);
  const needed = new Set([...ESSENTIAL, ...mapped].filter((name) => !optional.has(name)));
  const keepsPersonal = definition.personal_data === "keep";
  const documented = requestFields().filter((field) => keepsPersonal || !field.isPersonal);
  const names = new Set([...ESSENTIAL, ...documented.map((field) => field.name), ...mapped]);
  return { names: inTableOrder(names), needed };
}

/** Every field that the scheme's values, rules and grouping name. */
export function mappedFields(definition: SchemeDefinition): readonly string[] {
  const values: unknown[] = [...Object.values(definition.order), ...Object.values(definition.line)];
  const fromValues = values.flatMap((value) => {
    if (typeof value === "string") return templateFields(value);
    if (typeof value !== "object" || value === null) return [];
    if ("sum" in value) return [String(value.sum)];
    return "value" in value ? templateFields(String(value.value)) : [];
  });
  const fromRules = definition.lines.exclude.map((rule) => rule.field);
  return [...new Set([...fromValues, ...fromRules, definition.lines.quantity, definition.group_by])];
}

function inTableOrder(names: ReadonlySet<string>): readonly string[] {
  const known = KINGDEE_FIELDS.map((field) => field.name as string).filter((name) => names.has(name));
  return [...known, ...[...names].filter((name) => !known.includes(name))];
}
