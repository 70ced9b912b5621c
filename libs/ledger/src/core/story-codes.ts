import { fold, type Cell, type TargetOrder } from "@billferry/contracts";

/** Of what a bill was made of, what has codes in it. */
interface CodedContent {
  readonly fields: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly orders: readonly { readonly order: TargetOrder }[];
}

/** Codes that are looked for in what a bill was made of. */
export interface WantedCodes {
  readonly sku?: string | undefined;
  /** As Wangdiantong's order or Kingdee's row has it. */
  readonly warehouse?: string | undefined;
}

/**
 * Where each kind of code stands: in Kingdee's fields, with or without an alias, and under a parameter of an order or
 * of its lines. No cell of another field is looked at, a person's least.
 */
const PLACES = {
  sku: { field: /material(id)?[._]f?number$/i, parameter: "spec_no" },
  warehouse: { field: /stock(id)?[._]f?number$/i, parameter: "warehouse_no" },
} as const;

type CodeKind = keyof typeof PLACES;

const KINDS = Object.keys(PLACES) as readonly CodeKind[];
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
/** Characters of an imprint, six bits each: of a quarter of a million codes two have the same. */
const IMPRINT_LENGTH = 3;

/** Whether all of these codes are in its rows or in the orders made of them. */
export function hasCodes(content: CodedContent, wanted: WantedCodes): boolean {
  return KINDS.every((kind) => {
    const code = wanted[kind];
    return code === undefined || codesOf(content, kind).has(fold(code));
  });
}

/** The imprints of all its codes, one behind the other: what has not these has not the codes. */
export function imprintsOf(content: CodedContent): string {
  const imprints = KINDS.flatMap((kind) => [...codesOf(content, kind)].map((code) => imprintOf(kind, code)));
  return [...new Set(imprints)].join("");
}

/** The imprints of the codes that are looked for. */
export function wantedImprints(wanted: WantedCodes): string {
  return KINDS.flatMap((kind) => {
    const code = wanted[kind];
    return code === undefined ? [] : [imprintOf(kind, fold(code))];
  }).join("");
}

/** FNV-1a, folded to as many bits as there is room for: quick and even is enough, since each hit is looked up. */
function imprintOf(kind: CodeKind, folded: string): string {
  const text = `${kind} ${folded}`;
  let sum = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01_00_01_93);
  sum ^= sum >>> 18;
  return Array.from({ length: IMPRINT_LENGTH }, (_, digit) => DIGITS[(sum >>> (6 * digit)) & 63]).join("");
}

function codesOf({ fields, rows, orders }: CodedContent, kind: CodeKind): ReadonlySet<string> {
  const { field, parameter } = PLACES[kind];
  const columns = fields.flatMap((name, at) => (field.test(name) ? [at] : []));
  const cells = rows.flatMap((row) => columns.map((at) => row[at]));
  const values = orders.flatMap(({ order }) =>
    Object.entries(order).flatMap(([name, value]): readonly unknown[] => {
      if (name === parameter) return [value];
      return Array.isArray(value) ? (value as Readonly<Record<string, unknown>>[]).map((line) => line[parameter]) : [];
    }),
  );
  return new Set([...cells, ...values].flatMap((code) => (typeof code === "string" ? [fold(code)] : [])));
}
