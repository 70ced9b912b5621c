import type { SchemeDefinition } from "./definition.ts";
import { onceFor } from "./once-for.ts";
import type { Scheme } from "./scheme.ts";
import { traitFields } from "./traits.ts";
import { valueFields } from "./value.ts";

/** What to ask Kingdee for. Fields that are not `needed` are dropped where a tenant does not know them: one unknown key
 *  fails the whole query [kingdee 3.3]. */
export interface FieldSelection {
  readonly names: readonly string[];
  readonly needed: ReadonlySet<string>;
}

/** A safeguard that old versions lack. */
const OPTIONAL = new Set(["FRowType"]);

/** The essential fields, all that the mapping uses, the traits of goods, and the documented ones; personal fields only
 *  where the mapping uses them or `personal_data: keep` is set. */
export function selectFields({ definition, fields }: Scheme): FieldSelection {
  const mapped = mappedFields(definition);
  const essential = fields.essential.all;
  const needed = new Set([...essential, ...mapped].filter((name) => !OPTIONAL.has(name)));
  const keepsPersonal = definition.personal_data === "keep";
  const documented = fields.documented.filter((field) => keepsPersonal || !field.isPersonal);
  const names = new Set([
    ...essential,
    ...documented.map((field) => field.name),
    ...mapped,
    ...traitFields(definition),
  ]);
  const known = fields.names.filter((name) => names.has(name));
  return { names: [...known, ...[...names].filter((name) => !known.includes(name))], needed };
}

/** The cells of a bill that its orders can depend on. */
export const usedFields = onceFor(({ definition, fields }: Pick<Scheme, "definition" | "fields">) => {
  const { entryId, seq } = fields.essential;
  return new Set([entryId, seq, ...mappedFields(definition), ...traitFields(definition)]);
});

/** Every field that the scheme's values, rules and grouping name. */
export function mappedFields(definition: SchemeDefinition): readonly string[] {
  const { bills, lines, order, line, group_by: groupBy } = definition;
  const values = [...Object.values(order), ...Object.values(line)].flatMap(valueFields);
  const rules = [...bills.only, ...bills.exclude, ...lines.exclude].map((rule) => rule.field);
  return [...new Set([...values, ...rules, lines.quantity, ...groupBy])];
}
