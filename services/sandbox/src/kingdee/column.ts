import type { Bill, BillLine } from "../bills/bill.ts";

/** One key that a query can ask for. `decimal` is exact text, `date` wall-clock milliseconds, `id` a whole number; null
 *  is "not set". */
export interface Column {
  readonly key: string;
  readonly label: string;
  readonly level: "head" | "entry";
  readonly type: "text" | "decimal" | "date" | "boolean" | "id";
  readonly read: (bill: Bill, line: BillLine) => Value;
}

export type Value = string | number | boolean | null;

type Place = Pick<Column, "key" | "label" | "level">;
type Read<T> = (bill: Bill, line: BillLine) => T;

/** A field of the form: its bare key, and what stands behind a dot (`.FNumber`, `.FName`, `.FCaption`). */
export interface Field {
  readonly column: Column;
  readonly properties: ReadonlyMap<string, Column>;
}

export function plainField(column: Column): Field {
  return { column, properties: new Map() };
}

/** An enumeration answers with its code, and with its caption behind `.FCaption`. */
export function enumField(place: Place, read: Read<string>, captions: Readonly<Record<string, string>>): Field {
  const caption: Column = {
    ...place,
    key: `${place.key}.FCaption`,
    type: "text",
    read: (bill, line) => captions[read(bill, line)] ?? "",
  };
  return { column: { ...place, type: "text", read }, properties: new Map([["fcaption", caption]]) };
}

/** Base data answers its bare key with the internal id [kingdee 3.6]; code and name stand behind dots. */
export function baseField(
  place: Place,
  read: Read<string | null>,
  options: {
    readonly nameOf?: (code: string) => string;
    readonly specificationOf?: (code: string) => string;
    readonly hasTextId?: boolean;
  } = {},
): Field {
  const property = (name: string, value: (code: string) => string): [string, Column] => [
    name.toLowerCase(),
    {
      ...place,
      key: `${place.key}.${name}`,
      type: "text",
      read: (bill, line) => {
        const code = read(bill, line);
        return code === null ? null : value(code);
      },
    },
  ];
  const properties = [property("FNumber", (code) => code), property("FName", options.nameOf ?? ((code) => code))];
  if (options.specificationOf) properties.push(property("FSpecification", options.specificationOf));
  return {
    column: {
      ...place,
      type: options.hasTextId ? "text" : "id",
      read: (bill, line) => {
        const code = read(bill, line);
        if (code === null) return null;
        return options.hasTextId ? toTextId(code) : toNumericId(code);
      },
    },
    properties: new Map(properties),
  };
}

/** A flexible field answers its bare key with the id of the combination, 0 for none; what it is made of stands behind
 *  the dots of its part, each account's own: `FAuxPropId.FF100001.FNumber`. */
export function flexField(
  place: Place,
  read: Read<string | null>,
  { part, nameOf }: { readonly part: string; readonly nameOf: (code: string) => string },
): Field {
  const { properties, column } = baseField({ ...place, key: `${place.key}.${part}` }, read, { nameOf });
  const behind = [...properties].map(([name, own]) => [`${part}.${name}`.toLowerCase(), own] as const);
  return {
    column: { ...column, key: place.key, read: (bill, line) => column.read(bill, line) ?? 0 },
    properties: new Map([[part.toLowerCase(), column], ...behind]),
  };
}

/** The made-up internal id of a code: the same code always has the same one. */
function toNumericId(code: string): number {
  let hash = 2_166_136_261;
  for (const letter of code) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return 100_000 + (hash % 900_000_000);
}

function toTextId(code: string): string {
  return toNumericId(code).toString(16).padStart(8, "0").repeat(2).slice(0, 14);
}
