interface NamedRows {
  readonly fields: readonly { readonly name: string; readonly label: string }[];
  readonly rows: readonly (readonly (string | boolean | null)[])[];
}

/** The fields that at least one row fills, with their places; a bill of fifty fields uses twenty. */
export function listFilled({
  fields,
  rows,
}: NamedRows): readonly { readonly name: string; readonly label: string; readonly index: number }[] {
  const isFilled = (index: number): boolean => rows.some((row) => String(row[index] ?? "").trim() !== "");
  return fields.map((field, index) => ({ ...field, index })).filter(({ index }) => isFilled(index));
}
